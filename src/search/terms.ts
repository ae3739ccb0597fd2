import { aliasesOf, isSigned } from './alias.js';
import { isUnspaced, wordsOf } from './fold.js';
import type { SearchQuery } from './query.js';
import { stopWords } from './stop-words.js';

/** Words that stand one after the other, folded as the index has them. */
export type Sequence = readonly string[];

/** One thing asked for: any of its spellings will do (`GPT-4`: `gpt 4` or `gpt4`). */
export type Term = readonly Sequence[];

/** What a query asks the text for, in the index's own words. */
export interface QueryTerms {
  /** Any of them makes a candidate; more of them rank higher. */
  readonly words: readonly Term[];
  /** Words inside of compounds (`vision` and `language` of `vision-language`): they make candidates too. */
  readonly parts: readonly Term[];
  /** All of them must be there. */
  readonly phrases: readonly Term[];
  /** None of them may be there. */
  readonly without: readonly Term[];
}

/** A bound on the cost of a query: 200 characters hold no more words that say something. */
const mostWords = 64;

const sameWords = (a: Sequence, b: Sequence): boolean => a.join(' ') === b.join(' ');

function termOf(typed: string): Term {
  const aliases = aliasesOf(typed).map(wordsOf);
  const spellings = isSigned(typed) ? aliases : [wordsOf(typed), ...aliases];
  return spellings.filter(
    (one, index) => one.length > 0 && spellings.findIndex((other) => sameWords(one, other)) === index,
  );
}

/** Word for word; a name or a formula alone has other spellings nevertheless. */
const phraseOf = (typed: string): Term => (/\s/u.test(typed.trim()) ? [wordsOf(typed)] : termOf(typed));

const isStopWord = (term: Term): boolean => term.every((spelling) => spelling.every((word) => stopWords.has(word)));

const shortestPart = 3;

/** Each word of a compound that says something by itself, and in a run of characters without spaces each two neighbours. */
export const partsOf = (term: Term): readonly Term[] =>
  term
    .slice(0, 1)
    .filter((spelling) => spelling.length > 1)
    .flatMap((spelling) => [
      ...spelling.filter((word) => word.length >= shortestPart).map((word) => [[word]]),
      ...(spelling.length > 2 ? pairsOf(spelling) : []),
    ])
    .filter((part) => !isStopWord(part));

const pairsOf = (spelling: Sequence): readonly Term[] =>
  spelling.flatMap((word, index) => {
    const next = spelling[index + 1];
    return next !== undefined && isUnspaced(word) && isUnspaced(next) ? [[[word, next]]] : [];
  });

function distinct(terms: readonly Term[]): readonly Term[] {
  const seen = new Map(terms.map((term) => [term.map((spelling) => spelling.join(' ')).join('|'), term]));
  return [...seen.values()];
}

const termsOfAll = (typed: readonly string[]): readonly Term[] =>
  distinct(typed.map(termOf).filter((term) => term.length > 0));

/** The terms of a query. Words that say nothing (`the`) are left out unless there are no others. */
export function termsOf(query: Pick<SearchQuery, 'words' | 'phrases' | 'without'>): QueryTerms {
  const words = termsOfAll(query.words);
  const telling = words.filter((term) => !isStopWord(term));
  const asked = (telling.length > 0 ? telling : words).slice(0, mostWords);
  return {
    words: asked,
    parts: distinct(asked.flatMap(partsOf)).slice(0, mostWords - asked.length),
    phrases: distinct(query.phrases.map(phraseOf).filter(([words]) => words !== undefined && words.length > 0)),
    without: termsOfAll(query.without),
  };
}
