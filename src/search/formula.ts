import { fold, wordsOf } from './fold.js';

/** Greek letters as people type them who have them on no key, in the order of the alphabet; both forms of sigma. */
const letterNames = (
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi ' +
  'chi psi omega'
).split(' ');
const firstLetter = 'α'.charCodeAt(0);

/** A letter of a Greek word is none of a formula. */
const loneLetter = /(?<!\p{sc=Grek})[α-ω](?!\p{sc=Grek})/gu;

const named = (text: string, space: string): string =>
  text.replace(loneLetter, (letter) => `${space}${letterNames[letter.charCodeAt(0) - firstLetter] ?? ''}${space}`);

/** TeX's commands that only say how something looks. */
const looks = new RegExp(
  String.raw`\\(?:(?:text|math)(?:bf|rm|it|tt|sf|sc|sl|md|up|cal|bb|frak|scr|normal)|boldsymbol|bm|emph|text|operatorname|` +
    `mathop|ensuremath|mbox|underline|overline|widehat|widetilde|hat|tilde|bar|vec|rm|bf|it|tt|sc|cal)(?![A-Za-z])`,
  'g',
);
const accent = /\\["'`^~=.]\{?([A-Za-z])\}?/g;
const variant = /\\var(?=epsilon|phi|theta|rho|pi|sigma|kappa)/g;
const ell = /\\ell(?![A-Za-z])|(?<![\p{L}\p{N}])ell(?=_)/gu;

/** A word without what TeX needs to set it: `$\textbf{X}Net$` is `XNet`, `\beta` is `beta`; `_` and `^` stay. */
const withoutTex = (word: string): string =>
  word
    .replace(accent, '$1')
    .replace(looks, '')
    .replace(variant, '\\')
    .replace(ell, 'l')
    .replace(/[\\${}]/g, '');

/** What makes a text worth taking apart; the last is the first half of a letter of a mathematical alphabet. */
const special = /[\\_^\u0370-\u03ff\u00b5\ud835]/;

export const hasFormula = (text: string): boolean => special.test(text);

const joints = /[-.\u2010\u2011\u2013]/gu;
/** What is longer is a formula that nobody types. */
const longestWord = 60;
const mostWords = 6;

/**
 * Other spellings of a word with a Greek letter, an index or TeX in it: `beta vae`, `betavae` for `β-VAE`; `l 1`, `l1` for `$\ell_1$`;
 * `xnet` for `\textbf{X}Net`. None for any other word.
 */
export function formulaForms(word: string): readonly string[] {
  if (word.length > longestWord || !hasFormula(word)) return [];
  const plain = withoutTex(word.normalize('NFKC')).toLowerCase();
  const glued = named(plain, '').replace(/[_^]/g, '');
  const loose = wordsOf(named(plain, ' ').replace(/[_^]/g, ' '));
  const forms = [loose, wordsOf(glued), wordsOf(fold(glued.replace(joints, '')))];
  const own = wordsOf(word).join(' ');
  return forms
    .filter((words) => words.length > 0 && words.length <= mostWords)
    .map((words) => words.join(' '))
    .filter((form) => form !== own);
}
