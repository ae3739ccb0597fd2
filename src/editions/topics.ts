import type { Paper } from '../papers/paper.js';
import type { Topics } from './subscription.js';

/** Lower case, without accents, words parted by one blank: how topics are compared. */
const fold = (value: string): string =>
  ` ${value
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+#]+/gu, ' ')
    .trim()} `;

const folded = new WeakMap<Paper, { readonly text: string; readonly authors: readonly string[] }>();

function foldedPaper(paper: Paper): { readonly text: string; readonly authors: readonly string[] } {
  const known = folded.get(paper);
  if (known !== undefined) return known;
  const made = {
    text: [paper.title, paper.abstract, ...paper.keywords].map(fold).join('|'),
    authors: paper.authors.map(fold),
  };
  folded.set(paper, made);
  return made;
}

/**
 * The topics that the paper matches, as the channel wrote them: words as whole words in title, abstract or keywords, authors by whole
 * parts of a name, categories exactly (`cs.CL`) or by archive (`cs`). Empty when the channel has no topics; undefined when it has some and
 * none matches.
 */
export function matchingTopics(paper: Paper, topics: Topics): readonly string[] | undefined {
  const asked = topics.words.length + topics.authors.length + topics.categories.length;
  if (asked === 0) return [];
  const { text, authors } = foldedPaper(paper);
  const categories = paper.categories.map((category) => category.toLowerCase());
  const matches = [
    ...topics.words.filter((word) => text.includes(fold(word))),
    ...topics.authors.filter((author) => authors.some((name) => name.includes(fold(author)))),
    ...topics.categories.filter((category) => inCategory(categories, category.toLowerCase())),
  ];
  return matches.length === 0 ? undefined : matches;
}

const inCategory = (categories: readonly string[], wanted: string): boolean =>
  categories.some((category) => category === wanted || category.startsWith(`${wanted}.`));
