import type { Random } from '../kernel/clock.js';

/** Spreads what differs a little over all bits (the finaliser of MurmurHash3). */
function mixed(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/**
 * The same numbers for the same seeds (mulberry32), wherever and in whatever order they are asked for: each piece of work takes
 * a stream of its own, so that threads cannot change what is drawn.
 */
export function seededRandom(...seeds: readonly number[]): Random {
  let state = seeds.reduce((sum, seed) => mixed(sum + Math.imul(seed, 0x9e3779b9) + 1), 0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Puts the numbers into an order of chance, in place (Fisher and Yates). */
export function shuffle(numbers: Int32Array, random: Random): void {
  for (let last = numbers.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const kept = numbers[last] ?? 0;
    numbers[last] = numbers[other] ?? 0;
    numbers[other] = kept;
  }
}
