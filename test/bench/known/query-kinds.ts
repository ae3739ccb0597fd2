import { wordsOf } from '../peers/words.js';
import { type Chance, withTypo } from './chance.js';

/** A paper as somebody remembers it who looks for it again. */
export interface Remembered {
  readonly title: string;
  readonly abstract: string;
  readonly authors: readonly string[];
  /** The title's words that say something, in its order. */
  readonly words: readonly string[];
  /** The same words, the rarest first: people type what is telling. */
  readonly telling: readonly string[];
}

/** All papers there are. */
interface Shelf {
  papersWith(word: string): number;
}

/** What somebody may type of a paper; undefined when the paper has nothing of that kind. */
interface QueryKind {
  readonly name: string;
  of(paper: Remembered, chance: Chance, shelf: Shelf): string | undefined;
}

const shortestMisspelt = 5;
const fewestAbstractWords = 20;
const phraseWords = 5;
/** A name before the colon is one that hardly another paper has. */
const rareBelow = 50;

const inTitleOrder = (words: readonly string[], some: readonly string[]): readonly string[] =>
  words.filter((word) => some.includes(word));

const threeWords = ({ words }: Remembered, chance: Chance): readonly string[] =>
  inTitleOrder(words, chance.some(words, 3));

function tellingWords({ words, telling }: Remembered, chance: Chance): string {
  const rarer = telling.slice(0, Math.max(3, Math.floor((telling.length + 1) / 2) + 1));
  return inTitleOrder(words, chance.some(rarer, chance.one([2, 3]))).join(' ');
}

function surname({ authors, telling }: Remembered, chance: Chance): string | undefined {
  const name = wordsOf(authors[0] ?? '').at(-1);
  const rarer = telling.slice(0, Math.max(2, Math.floor(telling.length / 2)));
  return name === undefined ? undefined : `${name} ${chance.one(rarer)}`;
}

function misspelt(paper: Remembered, chance: Chance): string | undefined {
  const words = threeWords(paper, chance);
  const long = words.filter((word) => word.length >= shortestMisspelt && /^\p{L}+$/u.test(word));
  if (long.length === 0) return undefined;
  const wrong = chance.one(long);
  return words.map((word) => (word === wrong ? withTypo(word, chance) : word)).join(' ');
}

function phrase({ abstract }: Remembered, chance: Chance): string | undefined {
  const words = abstract.match(/\S+/gu) ?? [];
  if (words.length <= fewestAbstractWords) return undefined;
  const from = chance.below(words.length - phraseWords);
  return words.slice(from, from + phraseWords).join(' ');
}

function joined({ title, words }: Remembered, chance: Chance): string | undefined {
  const compounds = title.match(/[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+/g) ?? [];
  if (compounds.length === 0) return undefined;
  const compound = chance.one(compounds);
  const others = words.filter((word) => !wordsOf(compound).includes(word));
  return `${compound.replaceAll('-', '').toLowerCase()} ${chance.one(others.length > 0 ? others : words)}`;
}

function camelCase({ title }: Remembered, chance: Chance): string | undefined {
  const names = (title.match(/\b[A-Za-z]*[a-z][A-Z][A-Za-z]*\b/g) ?? []).filter((name) => name.length > 4);
  if (names.length === 0) return undefined;
  const parts = chance.one(names).match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
  return parts.join(' ').toLowerCase();
}

function nameBeforeColon({ title }: Remembered, _chance: Chance, shelf: Shelf): string | undefined {
  const name = /^\s*([A-Za-z0-9\-+.]{3,})\s*:/.exec(title)?.[1]?.toLowerCase();
  const [word] = wordsOf(name ?? '');
  return word !== undefined && shelf.papersWith(word) < rareBelow ? name : undefined;
}

function acronym({ abstract, telling }: Remembered, chance: Chance): string | undefined {
  const short = /\(([A-Z][A-Za-z]{2,7})\)/.exec(abstract)?.[1];
  return short === undefined ? undefined : `${short.toLowerCase()} ${chance.one(telling.slice(0, 3))}`;
}

export const queryKinds: readonly QueryKind[] = [
  { name: 'title words', of: tellingWords },
  { name: '3 random title words', of: (paper, chance) => threeWords(paper, chance).join(' ') },
  { name: 'surname + title word', of: surname },
  { name: '3 title words, one typo', of: misspelt },
  { name: '5-word phrase of abstract', of: phrase },
  { name: 'joined compound + 1 word', of: joined },
  { name: 'split CamelCase name', of: camelCase },
  { name: 'name before the colon', of: nameBeforeColon },
  { name: 'abstract acronym + title word', of: acronym },
];
