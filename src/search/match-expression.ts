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

/**
 * The FTS5 expression for papers with any of the words, all of the phrases and none of what is excluded; beside a phrase words only
 * rank. Undefined when there is neither word nor phrase.
 */
export function matchAny(terms: QueryTerms): string | undefined {
  if (terms.phrases.length > 0) return restricted(terms.phrases.map(anyOf).join(' AND '), terms);
  const words = [...terms.words, ...terms.parts];
  return words.length === 0 ? undefined : restricted(words.map(anyOf).join(' OR '), terms);
}

/** The FTS5 expression for papers with all of the words and phrases. */
export function matchAll(terms: QueryTerms): string | undefined {
  const parts = [...terms.phrases, ...terms.words].map(anyOf);
  return parts.length === 0 ? undefined : restricted(parts.join(' AND '), terms);
}

/** As `matchAny`, for papers with any of these words only. */
export const matchTelling = (telling: readonly Term[], terms: QueryTerms): string =>
  restricted(telling.map(anyOf).join(' OR '), terms);

/** The FTS5 expression for papers with all of the words and phrases in the title. */
export function matchInTitle(terms: QueryTerms): string | undefined {
  const parts = [...terms.phrases, ...terms.words].map((term) => `title : ${anyOf(term)}`);
  return parts.length === 0 ? undefined : restricted(parts.join(' AND '), terms);
}

/** The FTS5 expression for papers with all of the phrases, in which these words follow each other. */
export const matchInOrder = (words: Sequence, terms: QueryTerms): string =>
  restricted([quoted(words), ...terms.phrases.map(anyOf)].join(' AND '), terms);

/** The FTS5 expression for papers with anything that is excluded; undefined when nothing is. */
export const matchWithout = (terms: QueryTerms): string | undefined =>
  terms.without.length === 0 ? undefined : terms.without.map(anyOf).join(' OR ');
