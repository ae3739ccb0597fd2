/** What happens next: a word and whole numbers, which choose among what there is when the step is done. */
export interface Step {
  readonly what: StepName;
  readonly with: readonly number[];
}

const stepNames: readonly string[] = [
  ...['pass', 'list', 'feed', 'react', 'unreact', 'press', 'on', 'off', 'set', 'post', 'ask'],
  ...['leave', 'archive', 'return', 'remove', 'delete', 'uninstall'],
  ...['posts', 'edits', 'reads', 'seeds', 'slow', 'search', 'lose', 'reconnect', 'hold', 'release'],
  ...['crash', 'stop', 'start', 'jump', 'disk', 'quiet'],
];

export type StepName = string;

const stepText = ({ what, with: numbers }: Step): string =>
  numbers.length === 0 ? what : `${what}:${numbers.join(',')}`;

export const historyText = (steps: readonly Step[]): string => steps.map(stepText).join(' ');

/** Reads what `historyText` wrote; words may stand on lines of their own. */
export function parseHistory(text: string): readonly Step[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => {
    const [, what, numbers = ''] = /^([a-z]+)(?::(-?\d+(?:,-?\d+)*))?$/.exec(word) ?? [];
    if (what === undefined || !stepNames.includes(what)) throw new Error(`${word} is no step.`);
    return { what, with: numbers === '' ? [] : numbers.split(',').map(Number) };
  });
}

type Random = () => number;
type Draw = (random: Random) => readonly number[];

const under = (random: Random, most: number): number => Math.floor(random() * most);
const numbers =
  (...mosts: readonly number[]): Draw =>
  (random) =>
    mosts.map((most) => under(random, most));

/** Seconds to pass, and the stride. */
const passes: Draw = (random) => {
  const kind = random();
  if (kind < 0.35) return [5 + under(random, 60), 5];
  if (kind < 0.6) return [120 + under(random, 1_800), 60];
  if (kind < 0.9) return [3_600 * (1 + under(random, 8)), 1_800];
  return [86_400 * (1 + under(random, 2)), 1_800];
};

/** Seconds; back less far than forward. */
const jumps: Draw = (random) => {
  const kind = random();
  if (kind < 0.5) return [under(random, 240) - 120];
  if (kind < 0.8) return [under(random, 7_200) - 3_600];
  return [under(random, 100_000) - 10_000];
};

/** How often each step comes, in all the others' sum. */
const weights: readonly (readonly [what: StepName, weight: number, draw: Draw])[] = [
  ['pass', 30, passes],
  ['react', 16, numbers(1_000, 3, 8)],
  ['unreact', 6, numbers(1_000, 3, 8)],
  ['press', 5, numbers(6, 3, 1_000, 2)],
  ['on', 6, numbers(6)],
  ['off', 1, numbers(6)],
  ['set', 4, numbers(6, 5, 10)],
  ['post', 3, numbers(6)],
  ['ask', 3, numbers(6, 3, 9)],
  ['list', 4, numbers(4, 1_000)],
  ['feed', 3, numbers(3)],
  ['leave', 0.5, numbers(6)],
  ['archive', 0.5, numbers(6)],
  ['return', 6, numbers(6)],
  ['remove', 0.2, numbers(6)],
  ['uninstall', 0.1, numbers(2)],
  ['delete', 1, numbers(1_000)],
  ['posts', 7, numbers(2, 6, 3)],
  ['edits', 3, numbers(2, 5, 2)],
  ['reads', 2, numbers(2, 3)],
  ['seeds', 1, numbers(2, 4)],
  ['slow', 4, numbers(2, 3)],
  ['search', 1, numbers(2, 5)],
  ['lose', 1.5, numbers(2)],
  ['reconnect', 2, numbers(2)],
  ['hold', 1, () => []],
  ['release', 1.5, numbers(1_000)],
  ['crash', 7, (random) => [1 + under(random, random() < 0.5 ? 40 : 400)]],
  ['stop', 1.5, () => []],
  ['start', 9, () => []],
  ['jump', 2, jumps],
  ['disk', 1.5, numbers(2)],
  ['quiet', 5, () => []],
];

const sum = weights.reduce((total, [, weight]) => total + weight, 0);

function drawStep(random: Random): Step {
  let left = random() * sum;
  for (const [what, weight, draw] of weights) {
    left -= weight;
    if (left < 0) return { what, with: draw(random) };
  }
  return { what: 'quiet', with: [] };
}

/** The history of a seed. Every channel is switched on first, so that there is something to watch. */
export function drawHistory(random: Random, length: number): readonly Step[] {
  const begin: readonly Step[] = [0, 1, 2, 3, 4].map((channel) => ({ what: 'on', with: [channel] }));
  return [...begin, ...Array.from({ length: length - begin.length }, () => drawStep(random))];
}
