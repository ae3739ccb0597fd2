import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorsCalled, authorsWith } from '../../../src/search/authors-found.js';
import { wordsOf } from '../../../src/search/fold.js';
import { parseSearch } from '../../../src/search/parse-search.js';
import { emptyQuery } from '../../../src/search/query.js';
import { stem } from '../../../src/search/stem.js';
import { termsOf } from '../../../src/search/terms.js';

const authors = [
  'Yann A. LeCun',
  'Klaus-Robert Müller',
  'Ingmar Schröder',
  "Tim O'Brien",
  'Aäron van den Oord',
  'Ashish Vaswani',
  'Michal Valko',
  'Wei Xu',
  'Jaehoon Lee',
  '李飞飞',
  'Søren Kierkegaard',
];

describe('somebody is called', () => {
  it.each([
    ['lecun', ['Yann A. LeCun']],
    ['LeCun, Yann', ['Yann A. LeCun']],
    ['Y. LeCun', ['Yann A. LeCun']],
    ['Y LeCun', ['Yann A. LeCun']],
    ['müller', ['Klaus-Robert Müller']],
    ['Mueller', ['Klaus-Robert Müller']],
    ['muller', ['Klaus-Robert Müller']],
    ['klaus-robert', ['Klaus-Robert Müller']],
    ['robert klaus', ['Klaus-Robert Müller']],
    ['Schroeder', ['Ingmar Schröder']],
    ["O'Brien", ["Tim O'Brien"]],
    ['O\u2019Brien', ["Tim O'Brien"]],
    ['obrien', ["Tim O'Brien"]],
    ['van den Oord', ['Aäron van den Oord']],
    ['oord', ['Aäron van den Oord']],
    ['Aaron', ['Aäron van den Oord']],
    ['vasw', ['Ashish Vaswani']],
    ['a. vaswani', ['Ashish Vaswani']],
    ['va', []],
    ['Michael', []],
    ['Xue', []],
    ['Jaehoon', ['Jaehoon Lee']],
    ['李飞飞', ['李飞飞']],
    ['李', ['李飞飞']],
    ['飞李', []],
    ['Soeren', ['Søren Kierkegaard']],
  ])('%s', (name, called) => {
    expect(authorsCalled(name, authors, 5)).toEqual(called);
  });
});

describe('an author is found by words', () => {
  it.each([
    ['vaswani', ['Ashish Vaswani']],
    ['klaus robert', ['Klaus-Robert Müller']],
    ['MÜLLER', ['Klaus-Robert Müller']],
    ['"tim o\'brien"', ["Tim O'Brien"]],
    ['飞', ['李飞飞']],
    ['wei valko lee', ['Michal Valko', 'Wei Xu']],
    ['aswani', []],
    ['the', []],
  ])('%s', (typed, found) => {
    const parsed = parseSearch(typed);
    expect(authorsWith(parsed.kind === 'query' ? parsed.query : emptyQuery, authors, 2)).toEqual(found);
  });

  it('whatever the names are, as if each were looked at', () => {
    const letters = fc.constantFrom('a', 'b', 'study', 'studies', 'ing', 'é', '学', ' ', ' ', '-', '.', 'ß', 'Й', '1');
    const text = fc.array(letters, { minLength: 1, maxLength: 6 }).map((some) => some.join(''));
    const stemsIn = (name: string) => wordsOf(name).map(stem);
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), text, (names, typed) => {
        const terms = termsOf({ words: [typed], phrases: [], without: [] });
        const wanted = [...terms.words, ...terms.parts].flat().map((words) => ` ${words.map(stem).join(' ')} `);
        const having = names.filter((name) => wanted.some((one) => ` ${stemsIn(name).join(' ')} `.includes(one)));
        expect(authorsWith({ words: [typed], phrases: [] }, names, 9)).toEqual(having);
      }),
      { numRuns: 3_000 },
    );
  });
});

it('finds nobody among the authors of five large papers in a moment', () => {
  const names = ['Ashish', 'Søren', 'Wei', 'Klaus-Robert', 'Tim', 'Song-Chun', 'Ana'];
  const surnames = ['Müller', 'Zhang', 'Sonnenberg', 'Vannucci', "O'Brien", 'Kim', 'Stevenson', 'Andersen', 'Xu'];
  const many = Array.from({ length: 3_000 }, (_, at) => `${names[at % 7]} ${at % 26}. ${surnames[at % 9]}`);
  const once = (): number => {
    const start = performance.now();
    for (let hit = 0; hit < 5; hit += 1) {
      authorsWith({ words: ['son', 'diffusion', 'networks'], phrases: ['flow matching'] }, many, 2);
      authorsCalled('an', many, 2);
      authorsCalled('Y. LeCun', many, 2);
    }
    return performance.now() - start;
  };
  // A few milliseconds; all names cut into words and stemmed took a hundred and more.
  expect(Math.min(...Array.from({ length: 5 }, once))).toBeLessThan(40);
});
