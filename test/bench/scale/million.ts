import type { Paper, PaperKey } from '../../../src/papers/paper.js';
import { seededRandom } from '../../fake/ids.js';

/** One word of so many is replaced by one that hardly any other paper has, as names and numbers are in real text. */
const rareOneIn = 33;
const rareWords = 2_000_000;

type Random = () => number;

const sentencesOf = (text: string): readonly string[] => text.split(/(?<=[.!?])\s+/u);

const anyOf = (papers: readonly Paper[], random: Random): Paper | undefined =>
  papers[Math.floor(random() * papers.length)];

/** By Zipf's law: most are of the first few thousand, and new ones never end. */
const rareWord = (random: Random): string => `q${Math.floor(rareWords ** random()).toString(36)}x`;

function withRareWords(text: string, random: Random): string {
  return text
    .split(' ')
    .map((word) => (Math.floor(random() * rareOneIn) === 0 ? rareWord(random) : word))
    .join(' ');
}

/** Half of one title and the other half of another. */
function crossed(a: string, b: string): string {
  const [first, second] = [a.split(' '), b.split(' ')];
  return [...first.slice(0, Math.ceil(first.length / 2)), ...second.slice(Math.floor(second.length / 2))].join(' ');
}

function mixed(index: number, own: Paper, papers: readonly Paper[], random: Random): Paper {
  const [other, third] = [anyOf(papers, random) ?? own, anyOf(papers, random) ?? own];
  const sentences = sentencesOf(own.abstract);
  const others = sentencesOf(other.abstract);
  const abstract = sentences.map((sentence, at) => (at % 2 === 0 ? sentence : (others[at] ?? sentence))).join(' ');
  return {
    ...own,
    key: `mix:${index}` as PaperKey,
    title: withRareWords(crossed(own.title, other.title), random),
    abstract: withRareWords(abstract, random),
    authors: [...own.authors.slice(0, 2), ...third.authors.slice(0, 3)],
  };
}

/**
 * So many papers made of these: first themselves, then mixtures of their titles, sentences and authors with some rare words strewn in, so that
 * common words are as common and rare words as many as among so many real papers.
 */
export function* papersFrom(papers: readonly Paper[], count: number, seed = 1): Generator<Paper> {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index += 1) {
    const own = papers[index % papers.length];
    if (own === undefined) return;
    yield index < papers.length ? own : mixed(index, own, papers, random);
  }
}
