import { seededRandom } from '../../fake/ids.js';

const draws = 10_000;
const rounding = 1e-12;

/**
 * The two-sided paired randomisation test: how likely a mean difference as large as this is when it is chance alone which of
 * two systems got which score of a query.
 */
export function pairedTest(ours: readonly number[], theirs: readonly number[], seed: number): number {
  const differences = ours.map((score, index) => score - (theirs[index] ?? 0)).filter((difference) => difference !== 0);
  const observed = Math.abs(differences.reduce((sum, one) => sum + one, 0));
  const random = seededRandom(seed);
  let asLarge = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = 0;
    for (const difference of differences) sum += random() < 0.5 ? difference : -difference;
    if (Math.abs(sum) >= observed - rounding) asLarge += 1;
  }
  return asLarge / draws;
}

/** `p 0.032`; what never came up in the draws is only known to be rarer than one of them. */
export const describeP = (p: number): string => (p === 0 ? `p < ${1 / draws}` : `p ${p.toFixed(4)}`);
