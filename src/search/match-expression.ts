import type { QueryTerms, Sequence, Term } from './terms.js';

/**
 * An FTS5 string: only letters, digits and spaces in double quotes, so that no operator, column or syntax error can come out
 * of what somebody typed (https://sqlite.org/fts5.html#fts5_strings).
 */
const quoted = (words: Sequence): string => `"${words.join(' ')}"`;

const anyOf = (term: Term): string => `(${term.map(quoted).join(' OR ')})`;

function restricted(expression: string, terms: QueryTerms): string {
  if (terms.without.length === 0) return expression;
  return `(${expression}) NOT (${terms.without.map(anyOf).join(' OR ')})`;
}

/**
 * The FTS5 expression for papers with any of the words, all of the phrases and none of what is excluded; beside a phrase words only
 * rank. Undefined when there is neither word nor phrase.
 */
export function matchAny(terms: QueryTerms): string | undefined {
  const phrases = terms.phrases.map(anyOf);
  const words = [...terms.words, ...terms.parts].map(anyOf);
  if (phrases.length + words.length === 0) return undefined;
  const [first] = phrases;
  const any = first === undefined || words.length === 0 ? words : [...words, first];
  const parts = any.length === 0 ? phrases : [...phrases, `(${any.join(' OR ')})`];
  return restricted(parts.join(' AND '), terms);
}

/** The FTS5 expression for papers with all of the words and phrases. */
export function matchAll(terms: QueryTerms): string | undefined {
  const parts = [...terms.phrases, ...terms.words].map(anyOf);
  return parts.length === 0 ? undefined : restricted(parts.join(' AND '), terms);
}

/** The FTS5 expression for papers with anything that is excluded; undefined when nothing is. */
export const matchWithout = (terms: QueryTerms): string | undefined =>
  terms.without.length === 0 ? undefined : terms.without.map(anyOf).join(' OR ');
