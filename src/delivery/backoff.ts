const firstMs = 1_000;
const mostMs = 15 * 60_000;

/** By chance between half of it and all of it, so that many channels do not come back at once. `chance` is in [0, 1). */
const spread = (ms: number, chance: number): number => Math.round(ms * (0.5 + chance / 2));

/** How long to wait after the n-th failure: doubling from one second to a quarter of an hour, spread by chance. */
export const backoffMs = (attempts: number, chance: number): number =>
  spread(Math.min(mostMs, firstMs * 2 ** Math.min(attempts, 30)), chance);

/** How long to wait with what has failed for so long, where nobody counts how often: about as long again, within the same bounds. */
export const backoffAfterMs = (elapsedMs: number, chance: number): number =>
  spread(Math.min(mostMs, Math.max(firstMs, elapsedMs)), chance);
