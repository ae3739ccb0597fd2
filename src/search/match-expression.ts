import type { QueryTerms, Sequence, Term } from './terms.js';

/**
 * An FTS5 string: only letters, digits and spaces in double quotes, so that no operator, column or syntax error can come out
 * of what somebody typed (https://sqlite.org/fts5.html#fts5_strings).
 */
const quoted = (words: Sequence): string => `"${words.join(' ')}"`;

/** The FTS5 expression for papers with a term in any of its spellings. */
export const anyOf = (term: Term): string => `(${term.map(quoted).join(' OR ')})`;

function restricted(expression: string, terms: QueryTerms): string {
  if (terms.without.length === 0) return expression;
  return `(${expression}) NOT (${terms.without.map(anyOf).join(' OR ')})`;
}

/** A word that the index has for every paper, so that an expression can let words rank without asking for them. */
export const everyPaper = 'everypaper';
const orNone = `alias : "${everyPaper}"`;

const allOf = (parts: readonly string[], ranking: readonly Term[]): string =>
  ranking.length === 0
    ? parts.join(' AND ')
    : [...parts, `(${[...ranking.map(anyOf), orNone].join(' OR ')})`].join(' AND ');

/**
 * The FTS5 expression for papers with any of the words, all of the phrases and none of what is excluded; beside a phrase words only
 * rank. Undefined when there is neither word nor phrase.
 */
export function matchAny(terms: QueryTerms): string | undefined {
  const words = [...terms.words, ...terms.parts];
  if (terms.phrases.length > 0) return restricted(allOf(terms.phrases.map(anyOf), words), terms);
  return words.length === 0 ? undefined : restricted(words.map(anyOf).join(' OR '), terms);
}

/** As `matchAny`, for papers with any of the telling words only; the other words rank. */
export const matchTelling = (telling: readonly Term[], others: readonly Term[], terms: QueryTerms): string =>
  restricted(allOf([`(${telling.map(anyOf).join(' OR ')})`], others), terms);

/** The FTS5 expression for papers with all of the words and phrases. */
export function matchAll(terms: QueryTerms): string | undefined {
  const parts = [...terms.phrases, ...terms.words].map(anyOf);
  return parts.length === 0 ? undefined : restricted(parts.join(' AND '), terms);
}

/** The FTS5 expression for papers with anything that is excluded; undefined when nothing is. */
export const matchWithout = (terms: QueryTerms): string | undefined =>
  terms.without.length === 0 ? undefined : terms.without.map(anyOf).join(' OR ');
