import { isUnspaced, spaced, wordsOf } from './fold.js';
import type { Sequence } from './terms.js';

/** Words that follow each other in a name. `goesOn`: the last of them may be only the beginning of a word. */
export interface NameSpelling {
  readonly words: Sequence;
  readonly goesOn: boolean;
}

/** One word of a name as typed: an author has it in any of these spellings. */
export type NamePart = readonly NameSpelling[];

/** Words, with the apostrophes inside; commas, hyphens and full stops only part them. */
const typedWord = /[\p{L}\p{N}\p{M}]+(?:['\u2019\u2018\u02bc`][\p{L}\p{N}\p{M}]+)*/gu;

/** How letters are written out where they are on no key. */
const writtenOut: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };
const special = /[äöüøå]/g;
/** Written out, and not as in Xue, Taeyoung, Michael or Joey. */
const digraph = /(?<=[^aeiouqxy])([aou])e(?=[^aeiouy])(?!l$)/g;
const shortestWrittenOut = 5;
const apostropheLeftOut = /^([do])([a-z]{4,})$/;

/** `Müller`, `mueller` and `muller` are one name, and so are `O'Brien` and `obrien`. */
function spellingsOf(typed: string): readonly Sequence[] {
  const words = wordsOf(typed);
  const [only = '', ...more] = words;
  const out = wordsOf(
    typed
      .normalize('NFC')
      .toLowerCase()
      .replace(special, (letter) => writtenOut[letter] ?? letter),
  );
  if (more.length > 0) return words.some(isUnspaced) ? [words] : [words, [words.join('')], out];
  const [, letter, rest] = apostropheLeftOut.exec(only) ?? [];
  const folded = only.length < shortestWrittenOut ? only : only.replace(digraph, '$1');
  return [words, out, [folded], ...(letter === undefined || rest === undefined ? [] : [[letter, rest]])];
}

const isInitial = (words: Sequence): boolean =>
  words.length === 1 && words[0]?.length === 1 && !words.every(isUnspaced);

function distinct(spellings: readonly Sequence[]): readonly Sequence[] {
  const known = new Map(spellings.filter((words) => words.length > 0).map((words) => [words.join(' '), words]));
  return [...known.values()];
}

/** The parts of a name as typed, in any order (`LeCun, Yann`), of which an author has all. An initial may go on. */
export const namePartsOf = (name: string): readonly NamePart[] =>
  (name.match(typedWord) ?? [])
    .map((typed) => distinct(spellingsOf(typed)).map((words) => ({ words, goesOn: isInitial(words) })))
    .filter((part) => part.length > 0);

const shortestBeginning = 3;

/** The same parts as beginnings of words, as far as they are long enough to mean something. */
export const beginningsOf = (parts: readonly NamePart[]): readonly NamePart[] =>
  parts.map((part) =>
    part.map(({ words, goesOn }) => ({
      words,
      goesOn: goesOn || (words.at(-1) ?? '').length >= shortestBeginning,
    })),
  );

/** Whether nothing but the first letter is known of it, which is in too many names to look for. */
export const isOnlyInitial = (part: NamePart): boolean => part.every(({ words }) => isInitial(words));

/** As it is part of a name that has a space around each word. */
export const asInName = ({ words, goesOn }: NameSpelling): string => (goesOn ? spaced(words).trimEnd() : spaced(words));
