import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { seededRandom } from '../fake/ids.js';

/** How many distinct papers the two public archives hold together that the figures are stated for. */
const archiveSize = 79_598;

const vocabulary = 60_000;
const wordsInAbstract = 150;
const commonWords = 'the of and to a in we is for that with on by this model language learning data training'.split(
  ' ',
);

/**
 * Writes made-up papers as normalised JSON lines: titles of eight words and abstracts of 150, words by Zipf's law as in real
 * text (a stretch of common words, then a long tail), so that postings are as uneven as those of a real archive.
 */
export async function writeArchive(path: string, size = archiveSize, seed = 1): Promise<void> {
  const random = seededRandom(seed);
  const file = createWriteStream(path);
  for (let index = 0; index < size; index += 1) {
    const line = `${JSON.stringify(makePaper(index, random))}\n`;
    if (!file.write(line)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

function makePaper(index: number, random: () => number): Record<string, unknown> {
  const month = 1 + (Math.floor(index / 9000) % 9);
  const day = `2025-0${month}-${String(1 + (index % 28)).padStart(2, '0')}`;
  return {
    id: `250${month}.${String(10_000 + (index % 90_000)).padStart(5, '0')}`,
    title: wordsOf(8, random).join(' '),
    abstract: wordsOf(wordsInAbstract, random).join(' '),
    authors: Array.from({ length: 5 }, () => `${nameOf(random)} ${nameOf(random)}`),
    submittedOn: day,
    categories: ['cs.CL', 'cs.LG'],
    comment: null,
  };
}

const wordsOf = (count: number, random: () => number): readonly string[] =>
  Array.from({ length: count }, () => wordOf(random));

/** Rank by Zipf's law; the first ranks are real stop words and common words of the field. */
function wordOf(random: () => number): string {
  const rank = Math.floor(vocabulary ** random()) - 1;
  return commonWords[rank] ?? `w${rank.toString(36)}n`;
}

const nameOf = (random: () => number): string => `N${Math.floor(random() * 5000).toString(36)}ov`;
