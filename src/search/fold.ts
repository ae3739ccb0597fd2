/** Accents and points. The vowel signs and voicing marks of other scripts are letters in all but name. */
const accents =
  /[\u0300-\u036f]|[\u0483-\u0487]|[\u0591-\u05bd]|[\u064b-\u065f]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe20-\ufe2f]/g;

/** Letters that no normalisation takes apart, as people write them who have them on no key. */
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
};
const special = /[ßæœøłđðþıς]/g;

/** Dashes, quotation marks and the like, the most frequent of what is not ASCII: no part of any word. */
const punctuation = /^[\u2010-\u2027\u2030-\u205e]+$/;

const foldForeign = (text: string): string =>
  punctuation.test(text)
    ? text
    : text
        .normalize('NFKD')
        .replace(accents, '')
        .toLowerCase()
        .normalize('NFC')
        .replace(special, (letter) => plain[letter] ?? letter);

// Only what is not ASCII goes through the tables of Unicode: an import folds a hundred megabytes.
const foreign = /[^\0-\x7f]+/g;

/** The form in which texts are compared: lower case, no accents, compatibility forms (full width, ligatures) made ordinary. */
export const fold = (text: string): string => text.replace(foreign, foldForeign).toLowerCase();

const unspaced = /(?=\p{L})[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]/gu;

/** Whether a word of the index is one character of a script without spaces between words. */
export const isUnspaced = (word: string): boolean => word.search(unspaced) === 0;

/**
 * Folded text as the index takes it. Scripts without spaces between words stand character by character, since SQLite's
 * unicode61 takes a whole run for one word; a query asks for such a run as a phrase.
 */
export const indexText = (text: string): string =>
  text.replace(foreign, (run) => foldForeign(run).replace(unspaced, ' $& ')).toLowerCase();

const word = /[\p{L}\p{N}]+/gu;

/** The words of a text as the index has them: folded runs of letters and digits. */
export const wordsOf = (text: string): readonly string[] => indexText(text).match(word) ?? [];

/** Words as filters compare them: with a space around each, so that whole words are found as a plain part of a text. */
export const spaced = (words: readonly string[]): string => ` ${words.join(' ')} `;

/** A place in a text and the words that the index has from it: one, save for rare signs such as `½`. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly words: readonly string[];
}

const run = /[\p{L}\p{N}\p{M}]+/gu;

/** `known`: the words of what was met before. */
function piecesOfRun(text: string, at: number, known: Map<string, readonly string[]>): readonly Piece[] {
  const pieces: Piece[] = [];
  const add = (start: number, end: number): void => {
    const typed = text.slice(start, end);
    const words = known.get(typed) ?? wordsOf(typed);
    known.set(typed, words);
    if (words.length > 0) pieces.push({ start: at + start, end: at + end, words });
  };
  let from = 0;
  for (const { 0: letter, index } of text.matchAll(unspaced)) {
    add(from, index);
    add(index, index + letter.length);
    from = index + letter.length;
  }
  add(from, text.length);
  return pieces;
}

/** The words of a text with their places in it, in order. */
export function piecesOf(text: string): readonly Piece[] {
  const known = new Map<string, readonly string[]>();
  return [...text.matchAll(run)].flatMap(({ 0: letters, index }) => piecesOfRun(letters, index, known));
}
