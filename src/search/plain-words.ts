import { parseSearch } from './parse-search.js';
import { withoutSigns } from './search-tokens.js';

/** The words of a phrase, each of which is read as a word where it stands outside of quotation marks; others are left out. */
export const plainWords = (phrase: string): readonly string[] =>
  phrase
    .split(/\s+/u)
    .map(withoutSigns)
    .filter((word) => {
      const parsed = parseSearch(word);
      return parsed.kind === 'query' && parsed.query.words.length === 1 && parsed.query.words[0] === word;
    });
