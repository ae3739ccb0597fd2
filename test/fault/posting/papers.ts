import type { Layout } from '../../../src/editions/subscription.js';
import type { IsoDate } from '../../../src/kernel/dates.js';

/** A state of the feed. Another one has the same papers in another order and with other words. */
export type Words = 'spring' | 'autumn';

const title = (number: number, words: Words): string => `Finding ${number} of ${words}`;

/** The lines of a feed, as Hugging Face describes papers, so that what it says last holds: the first is the strongest, in the other words the last. */
export function paperLines(count: number, words: Words, day: IsoDate): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    return JSON.stringify({
      paper: {
        id: `2611.${10_000 + number}`,
        title: title(number, words),
        summary: `What ${words} found out under number ${number} is measured on this benchmark.`,
        authors: [{ name: 'Ada Lovelace' }, { name: 'Alan Turing' }],
        submittedOnDailyAt: `${day}T06:00:00.000Z`,
        upvotes: words === 'spring' ? 200 - number : number,
      },
    });
  });
  return `${lines.join('\n')}\n`;
}

/** How many messages an edition is. */
export const partsOf = (layout: Layout, papers: number): number => (layout === 'list' ? 1 : papers + 1);

const numbersIn = (text: string, words: Words): readonly number[] => [
  ...new Set([...text.matchAll(new RegExp(`Finding (\\d+) of ${words}`, 'g'))].map(([, number]) => Number(number))),
];

const inOrder = (papers: number, words: Words): readonly number[] => {
  const all = Array.from({ length: papers }, (_, index) => index + 1);
  return words === 'spring' ? all : all.toReversed();
};

/** Which part of an edition a message is; undefined when it is none in these words. */
export function partIn(text: string, layout: Layout, papers: number, words: Words): number | undefined {
  if (text.includes(words === 'spring' ? 'autumn' : 'spring')) return undefined;
  const numbers = numbersIn(text, words);
  const all = inOrder(papers, words);
  if (!text.startsWith('Daily papers')) return partOf(text, numbers, all);
  const listed = layout === 'cards' ? [] : all;
  return numbers.join() === listed.join() ? 0 : undefined;
}

/** Of a message about one paper. */
function partOf(text: string, [number, ...others]: readonly number[], all: readonly number[]): number | undefined {
  const isWhole = others.length === 0 && text.includes(`under number ${number} is measured`);
  return number === undefined || !isWhole ? undefined : all.indexOf(number) + 1;
}
