import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatSearch, parseSearch } from '../../../src/search/parse-search.js';
import { plainWords } from '../../../src/search/plain-words.js';
import { emptyQuery } from '../../../src/search/query.js';

it('the words of whatever stands in quotation marks are read as words and nothing else', () => {
  const pieces = fc.constantFrom(
    ...['author:', 'since:', 'min:', 'page:', 'Cat:', 'id:', '-', '\u2013', ' ', ' ', ',', 'van', 'den', 'Y.', '2020'],
    ...['2405.14906', 'arxiv.', '<', '|', '>', 'GPT-4', 'who', '学'],
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (some) => {
      const words = plainWords(some.join(''));
      if (words.length === 0) return;
      const query = { ...emptyQuery, words };
      expect(parseSearch(formatSearch(query))).toEqual({ kind: 'query', query });
    }),
    { numRuns: 3_000 },
  );
});

it('keeps every word that is one', () => {
  expect(plainWords('GPT-4 and  state-of-the-art: what is: it')).toEqual([
    'GPT-4',
    'and',
    'state-of-the-art:',
    'what',
    'is:',
    'it',
  ]);
});
