const firstMs = 1_000;
const mostMs = 15 * 60_000;

/**
 * How long to wait after the n-th failure: doubling from one second to a quarter of an hour, and by chance between half of it and all
 * of it, so that many channels do not come back at once. `chance` is in [0, 1).
 */
export function backoffMs(attempts: number, chance: number): number {
  const ceiling = Math.min(mostMs, firstMs * 2 ** Math.min(attempts, 30));
  return Math.round(ceiling * (0.5 + chance / 2));
}
