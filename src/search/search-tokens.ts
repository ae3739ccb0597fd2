import { quotationMarks } from '../kernel/quotation-marks.js';

const filterNames = ['author', 'cat', 'org', 'since', 'until', 'min', 'sort', 'page'] as const;
export type FilterName = (typeof filterNames)[number];

/** One thing that somebody typed, and where it stands in the text. */
export interface SearchToken {
  readonly kind: 'word' | 'phrase' | FilterName;
  /** The word, what is between the quotation marks, or the filter's value; single spaces, none at the ends. */
  readonly text: string;
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

const tidy = (text: string): string => text.trim().replace(/\s+/gu, ' ');

/** Takes a text apart; white space between tokens is all that is left out. A filter without a value has an empty text. */
export function searchTokens(text: string): readonly SearchToken[] {
  return [...text.matchAll(tokenShape)].map(({ 0: { length }, index, groups = {} }) => {
    const { excluded, name, quoted, value, phrase, word } = groups;
    return {
      kind:
        name === undefined ? (word === undefined ? 'phrase' : 'word') : (name.slice(0, -1).toLowerCase() as FilterName),
      text: tidy(quoted ?? value ?? phrase ?? word ?? ''),
      excluded: excluded !== undefined,
      at: index,
      length,
    };
  });
}
