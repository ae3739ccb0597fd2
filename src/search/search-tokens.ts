import { quotationMarks } from '../kernel/quotation-marks.js';

const filterNames = ['author', 'cat', 'org', 'since', 'until', 'min', 'sort', 'page'] as const;
export type FilterName = (typeof filterNames)[number];

/** One thing that somebody typed, and where it stands in the text. */
export interface SearchToken {
  readonly kind: 'word' | 'phrase' | FilterName;
  /** The word, what is between the quotation marks, or the filter's value; single spaces, none at the ends. */
  readonly text: string;
  /** It stands in quotation marks. */
  readonly quoted: boolean;
  /** A dash stands before it. */
  readonly excluded: boolean;
  readonly at: number;
  readonly length: number;
}

/** All of them open, all of them close, the last may be missing. */
const marks = quotationMarks;
const between = `[^${marks}]*`;
const bare = `[^\\s${marks}]+`;
/** Phones make one long dash of two hyphens. */
const dash = '[-\u2212\u2013\u2014](?=\\S)';
const filter = `(?:${filterNames.join('|')}):`;

const tokenShape = new RegExp(
  `(?<excluded>${dash})?(?:` +
    `(?<name>${filter})(?:\\s*[${marks}](?<quoted>${between})[${marks}]?|\\s*(?!${dash}|${filter})(?<value>${bare}))?` +
    `|[${marks}](?<phrase>${between})[${marks}]?` +
    `|(?<word>${bare}))`,
  'giu',
);

const notOfTheWord = new RegExp(`^(?:[-\u2212\u2013\u2014]|${filter})+`, 'iu');

/** A word without the dash or filter name before it that would make something else of it. */
export const withoutSigns = (word: string): string => word.replace(notOfTheWord, '');

const tidy = (text: string): string => text.trim().replace(/\s+/gu, ' ');

/**
 * Takes a text apart; white space between tokens is all that is left out. A filter without a value has an empty text. A name that
 * cannot end there (`author:van den`, `author:Y.`, `author:LeCun,`) goes on with the next word.
 */
export function searchTokens(text: string): readonly SearchToken[] {
  const whole: SearchToken[] = [];
  for (const token of tokensIn(text)) {
    const before = whole.at(-1);
    if (before !== undefined && goesOn(before, token)) whole[whole.length - 1] = joined(before, token);
    else whole.push(token);
  }
  return whole;
}

const particle = /^(?:al|d[aeio]s?|del|den|der|el|ibn|la|ten|ter|v[ao]n)$/iu;
const initial = /^\p{L}\.$/u;
const large = /^\p{Lu}/u;

/** Whether a name, as far as it is typed, goes on with the next word. A surname such as Van or Le is whole before a word like any other. */
function goesOn({ kind, text, quoted }: SearchToken, next: SearchToken): boolean {
  if (kind !== 'author' || quoted || next.kind !== 'word' || next.excluded) return false;
  const words = text.split(' ');
  const last = words.at(-1) ?? '';
  const isOpen = last.endsWith(',') || initial.test(last) || particle.test(last);
  const isSure = words.length > 1 || large.test(next.text) || particle.test(next.text);
  return isOpen && isSure;
}

const joined = (name: SearchToken, next: SearchToken): SearchToken => ({
  ...name,
  text: `${name.text} ${next.text}`,
  length: next.at + next.length - name.at,
});

function tokensIn(text: string): readonly SearchToken[] {
  return [...text.matchAll(tokenShape)].map(({ 0: { length }, index, groups = {} }) => {
    const { excluded, name, quoted, value, phrase, word } = groups;
    return {
      kind:
        name === undefined ? (word === undefined ? 'phrase' : 'word') : (name.slice(0, -1).toLowerCase() as FilterName),
      text: tidy(quoted ?? value ?? phrase ?? word ?? ''),
      excluded: excluded !== undefined,
      quoted: quoted !== undefined || phrase !== undefined,
      at: index,
      length,
    };
  });
}
