import { asInName, beginningsOf, type NamePart, namePartsOf } from './author-name.js';
import { fold, spaced, wordsOf } from './fold.js';
import type { SearchQuery } from './query.js';
import { stem } from './stem.js';
import { type Sequence, termsOf } from './terms.js';

const ascii = /[a-z0-9]/;
const special = /[\\^$.*+?()[\]{}|]/g;

/**
 * What an author's folded name has at least when it has the word: a first look at all names of a paper together, of which there may be
 * thousands. Words of scripts without spaces begin anywhere.
 */
function shapeOf(word: string, goesOn: boolean): string {
  const before = ascii.test(word.charAt(0)) ? '(?<![a-z0-9])' : '';
  const after = !goesOn && ascii.test(word.charAt(word.length - 1)) ? '(?![a-z0-9])' : '';
  return before + word.replace(special, String.raw`\$&`) + after;
}

const longestOf = (words: Sequence): string =>
  words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');

/** Names that are looked through more than once, all of them folded, one a line. */
const folds = new WeakMap<readonly string[], string>();

function foldedTogether(authors: readonly string[]): string {
  const known = folds.get(authors) ?? authors.join('\n').replace(foreign, remembered(fold)).toLowerCase();
  folds.set(authors, known);
  return known;
}

/** Only what is not ASCII needs folding, and names have the same few letters of it again and again. */
const foreign = /[^\0-\x7f]+/g;

function remembered(of: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const value = known.get(text) ?? of(text);
    known.set(text, value);
    return value;
  };
}

/** The first `most` authors in whose folded name one of the shapes stands and whose words pass, in order. */
function firstOf(
  authors: readonly string[],
  shapes: readonly string[],
  most: number,
  passes: (words: Sequence) => boolean,
): readonly string[] {
  if (shapes.length === 0 || authors.length === 0) return [];
  const folded = foldedTogether(authors);
  const shape = new RegExp(shapes.join('|'), 'gu');
  const found: string[] = [];
  let from = 0;
  let line = 0;
  for (let match = shape.exec(folded); match !== null && found.length < most; match = shape.exec(folded)) {
    for (let end = endOfLine(folded, from); match.index > end; end = endOfLine(folded, from)) {
      from = end + 1;
      line += 1;
    }
    const end = endOfLine(folded, from);
    if (passes(wordsIn(folded.slice(from, end)))) found.push(authors[line] ?? '');
    shape.lastIndex = end;
  }
  return found;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

const onlyAscii = /^[\0-\x7f]*$/;

const wordsIn = (folded: string): Sequence =>
  onlyAscii.test(folded) ? (folded.match(/[a-z0-9]+/g) ?? []) : wordsOf(folded);

/**
 * The first `most` of the authors whose name was asked for: by whole words, or by their beginnings where nobody has these. A name has no
 * line break in it.
 */
export function authorsCalled(name: string, authors: readonly string[], most: number): readonly string[] {
  const parts = namePartsOf(name);
  const whole = having(parts, authors, most);
  return whole.length > 0 ? whole : having(beginningsOf(parts), authors, most);
}

function having(parts: readonly NamePart[], authors: readonly string[], most: number): readonly string[] {
  const shortest = (part: NamePart): number => Math.min(...part.map(({ words }) => longestOf(words).length));
  const [telling = []] = parts.toSorted((a, b) => shortest(b) - shortest(a));
  const shapes = telling.map(({ words, goesOn }) => shapeOf(longestOf(words), goesOn));
  const wanted = parts.map((part) => part.map(asInName));
  return firstOf(authors, shapes, most, (own) => {
    const words = spaced(own);
    return wanted.every((part) => part.some((one) => words.includes(one)));
  });
}

/** The last letter of a stem may be none of its words': `studi` of `study`, `hope` of `hoping`, `sensibl` of `sensibility`. */
const surelyIn = (stemmed: string): string => stemmed.replace(/(?<=^[a-z0-9]{2,})[iel]$/, '');

/** The first `most` of the authors who have one of the words or phrases in their name, as the index finds it there. */
export function authorsWith(
  { words, phrases }: Pick<SearchQuery, 'words' | 'phrases'>,
  authors: readonly string[],
  most: number,
): readonly string[] {
  const terms = termsOf({ words, phrases, without: [] });
  const stems = [...terms.words, ...terms.phrases, ...terms.parts].flat().map((spelling) => spelling.map(stem));
  const shapes = stems.map((spelling) => shapeOf(surelyIn(longestOf(spelling)), true));
  const wanted = stems.map(spaced);
  const stemOnce = remembered(stem);
  return firstOf(authors, [...new Set(shapes)], most, (own) => {
    const words = spaced(own.map(stemOnce));
    return wanted.some((one) => words.includes(one));
  });
}
