import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSearch, parseSearch } from '../../../src/search/parse-search.js';
import { emptyQuery, type SearchQuery } from '../../../src/search/query.js';

/** What a text is understood as; the test fails on a problem. */
function queryOf(text: string): SearchQuery {
  const parsed = parseSearch(text);
  if (parsed.kind === 'problem') throw new Error(parsed.message);
  return parsed.query;
}

/** What a text is understood as, without all that nobody asked for. */
const asked = (text: string): Partial<SearchQuery> =>
  Object.fromEntries(
    Object.entries(queryOf(text)).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(emptyQuery[field as keyof SearchQuery]),
    ),
  );

function problemOf(text: string): { readonly message: string; readonly part: string } {
  const parsed = parseSearch(text);
  if (parsed.kind === 'query') throw new Error(`understood as ${JSON.stringify(parsed.query)}`);
  return { message: parsed.message, part: text.slice(parsed.at, parsed.at + parsed.length) };
}

describe('a search', () => {
  it.each<[string, Partial<SearchQuery>]>([
    ['diffusion transformer', { words: ['diffusion', 'transformer'] }],
    ['  flow \t matching\n', { words: ['flow', 'matching'] }],
    ['"flow matching" image', { phrases: ['flow matching'], words: ['image'] }],
    ['\u201cflow matching\u201d', { phrases: ['flow matching'] }],
    ['\u201eflow matching\u201c', { phrases: ['flow matching'] }],
    ['\u00abflow  matching\u00bb', { phrases: ['flow matching'] }],
    ['video "flow matching', { phrases: ['flow matching'], words: ['video'] }],
    ['image -video -"flow matching"', { words: ['image'], without: ['video', 'flow matching'] }],
    ['image \u2013video \u2014audio', { words: ['image'], without: ['video', 'audio'] }],
    ['state-of-the-art GPT-4 C++', { words: ['state-of-the-art', 'GPT-4', 'C++'] }],
    ['vision - language & speech', { words: ['vision', 'language', 'speech'] }],
    ['author:"Yann LeCun" energy', { authors: ['Yann LeCun'], words: ['energy'] }],
    ['author:\u201cYann LeCun\u201d', { authors: ['Yann LeCun'] }],
    [
      'AUTHOR: lecun Cat:cs.CL org:"hugging face',
      { authors: ['lecun'], categories: ['cs.CL'], organizations: ['hugging face'] },
    ],
    ['author:lecun author:bengio', { authors: ['lecun', 'bengio'] }],
    ['min:20 sort:Votes page:2', { minUpvotes: 20, sort: 'votes', page: 2 }],
    ['LoRA: adapters foo:bar', { words: ['LoRA:', 'adapters', 'foo:bar'] }],
    ['transformer sort:relevance page:1', { words: ['transformer'] }],
  ])('%s', (text, query) => {
    expect(asked(text)).toEqual(query);
  });

  it.each([
    ['since:2025', '2025-01-01', null],
    ['since:2025-03', '2025-03-01', null],
    ['since:2025-03-04', '2025-03-04', null],
    ['until:2025', null, '2025-12-31'],
    ['until:2025-03', null, '2025-03-31'],
    ['until:2024-02', null, '2024-02-29'],
    ['until:2025-12', null, '2025-12-31'],
    ['since:2025-03 until:2025-03', '2025-03-01', '2025-03-31'],
  ])('reads the dates of %s', (text, since, until) => {
    expect(queryOf(text)).toMatchObject({ since, until });
  });

  it.each([
    '2405.14906',
    '2405.14906v2',
    'arXiv:2405.14906',
    'arXiv: 2405.14906v1 [cs.CL]',
    'https://arxiv.org/abs/2405.14906',
    'https://arxiv.org/pdf/2405.14906v3.pdf',
    'https://huggingface.co/papers/2405.14906',
    'https://www.alphaxiv.org/abs/2405.14906',
    'https://doi.org/10.48550/arXiv.2405.14906',
    '<https://arxiv.org/abs/2405.14906>',
    '<https://arxiv.org/abs/2405.14906|the paper>',
    'what about (2405.14906)?',
    'see arxiv.org/abs/2405.14906v2, please',
    'https://arxiv.org/html/2405.14906v1#S2',
    'hf.co/papers/2405.14906',
    'alphaxiv.org/overview/2405.14906',
    'https://ar5iv.org/abs/2405.14906',
    'https://doi.org/10.48550/arXiv.2405.14906.',
    'doi:10.48550/arXiv.2405.14906',
    'read arXiv:2405.14906v2 [cs.CL] today',
    'arXiv.2405.14906',
    'id:2405.14906',
    'what about <https://arxiv.org/abs/2405.14906|the new paper> then',
    '[the paper](https://arxiv.org/abs/2405.14906)',
    '"2405.14906"',
    '`2405.14906`',
    '*2405.14906*',
    '2405.14906 https://arxiv.org/abs/2405.14906',
  ])('finds the paper in %s', (text) => {
    expect(queryOf(text).paper).toBe('2405.14906');
  });

  it.each([
    ['10.1145/3292500.3330701', 'doi:10.1145/3292500.3330701'],
    ['see 10.1145/3292500.3330701.', 'doi:10.1145/3292500.3330701'],
    ['(https://doi.org/10.1145/3292500.3330701)', 'doi:10.1145/3292500.3330701'],
    ['https://doi.org/10.1016/S0140-6736(05)66545-2', 'doi:10.1016/s0140-6736(05)66545-2'],
    ['cs.CL/0112017v1', 'cs/0112017'],
    ['https://papers.example.com/a_(b)', 'https://papers.example.com/a_(b)'],
  ])('takes %s for %s', (text, paper) => {
    expect(queryOf(text).paper).toBe(paper);
  });

  it.each([
    ['author:van den Oord wavenet', ['van den Oord'], ['wavenet']],
    ['author:Y. LeCun energy', ['Y. LeCun'], ['energy']],
    ['author:LeCun, Yann energy', ['LeCun, Yann'], ['energy']],
    ['author:van der maaten', ['van der maaten'], []],
    ['author:Van diffusion', ['Van'], ['diffusion']],
    ['author:lecun, energy', ['lecun,'], ['energy']],
    ['author:"van den" Oord', ['van den'], ['Oord']],
    ['author:de -Boer', ['de'], []],
    ['author:von cat:cs.CL', ['von'], []],
  ])('reads the name in %s', (text, authors, words) => {
    expect(queryOf(text)).toMatchObject({ authors, words });
  });

  it('takes a link that is longer than a search may be', () => {
    const link = `https://arxiv.org/abs/2405.14906?utm_source=${'x'.repeat(300)}`;
    expect(queryOf(link).paper).toBe('2405.14906');
  });

  it.each([
    ['since:yesterday', 'since: takes a year, a month or a day, as in since:2025-03-01, not "yesterday".'],
    ['foo since:2025-13', 'since: takes a year, a month or a day, as in since:2025-03-01, not "2025-13".'],
    ['until:2025-02-30', 'until: takes a year, a month or a day, as in until:2025-03, not "2025-02-30".'],
    ['min:many', 'min: takes a number of upvotes, as in min:20, not "many".'],
    ['min:-5', 'min: takes a number of upvotes, as in min:20.'],
    ['sort:best', 'sort: takes one of relevance, date and votes, as in sort:date, not "best".'],
    ['page:0', 'page: takes a number from 1 to 40, as in page:2, not "0".'],
    ['cat:"computer vision"', 'cat: takes one arXiv category or archive, as in cat:cs.CL, not "computer vision".'],
    ['author:', "author: takes an author's name or a part of it, as in author:LeCun."],
    ['author: since:2025', "author: takes an author's name or a part of it, as in author:LeCun."],
    ['org:!!', 'org: takes an organization\'s name or a part of it, as in org:Microsoft, not "!!".'],
    ['-cat:cs.CV', 'A filter cannot be excluded: write cat:cs.CL without a dash.'],
    ['min:1 min:2', 'min: can stand only once, as in min:20.'],
    ['since:2025 until:2024', 'Nothing can be both since 2025-01-01 and until 2024-12-31.'],
    ['2405.14906 2405.14907', 'Only one paper can be looked up at a time, 2405.14906 or 2405.14907.'],
  ])('says what is wrong with %s', (text, message) => {
    expect(problemOf(text).message).toBe(message);
  });

  it('points at the mistake', () => {
    expect(problemOf('diffusion since:yesterday author:ho').part).toBe('since:yesterday');
    expect(problemOf('min:20 diffusion min:30').part).toBe('min:30');
    expect(problemOf('until:2024 foo since:2025').part).toBe('since:2025');
  });

  it.each(['', '   ', '""', '-', 'page:2', 'sort:relevance'])(
    'needs something to look for, which %j is not',
    (text) => {
      expect(problemOf(text).message).toContain('search needs words or a filter');
    },
  );

  it('says that signs are nothing to look for', () => {
    expect(problemOf('??? !!!').message).toContain('There is nothing to look for in "??? !!!"');
  });

  it('has at most 200 characters', () => {
    expect(queryOf('x'.repeat(200)).words).toHaveLength(1);
    expect(problemOf('x'.repeat(201)).message).toContain('at most 200 characters');
    expect(problemOf('word '.repeat(41)).message).toContain('at most 200 characters');
    expect(problemOf('"'.repeat(1_000_000)).message).toContain('at most 200 characters');
  });

  it('never throws, and points into the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        'author:',
        'since:',
        'min:',
        '-',
        '"',
        '\u201c',
        ' ',
        'page:',
        '2405.14906',
        'https://',
        ':',
        '\u0000',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const parsed = parseSearch(text);
        if (parsed.kind === 'query') return;
        expect(parsed.at).toBeGreaterThanOrEqual(0);
        expect(parsed.at + parsed.length).toBeLessThanOrEqual(text.length);
        expect(parsed.message).toMatch(/\.$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the canonical text of a search', () => {
  it('is short', () => {
    const text = '  since:2025-01-01 "flow  matching  author:\u201cYann LeCun\u201d';
    expect(formatSearch(queryOf(text))).toBe('Yann LeCun "flow matching author:" since:2025');
    expect(formatSearch(queryOf('until:2025-03-31 cat:cs.CL foo -"a b" -c'))).toBe(
      'foo -"a b" -c cat:cs.CL until:2025-03',
    );
  });

  it('names the page, so that a button can turn it', () => {
    expect(formatSearch({ ...queryOf('flow matching'), page: 3 })).toBe('flow matching page:3');
  });

  const word = fc.oneof(
    fc.constantFrom('flow', 'GPT-4', 'C++', 'foo:bar', 'état', '扩散', "don't", '2405.14906', '--x', 'author', 'a,b'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  );
  const token = fc.oneof(
    word,
    word.map((one) => `-${one}`),
    fc.tuple(word, word).map(([a, b]) => `"${a} ${b}"`),
    fc.tuple(word, word).map(([a, b]) => `-"${a} ${b}"`),
    fc.tuple(fc.constantFrom('author', 'org', 'cat'), word).map(([name, value]) => `${name}:${value}`),
    fc.tuple(fc.constantFrom('author', 'org'), word, word).map(([name, a, b]) => `${name}:"${a} ${b}"`),
    fc.constantFrom('author:van den Oord', 'author:Y. LeCun', 'author:LeCun, Yann', 'author:de', 'org:van den'),
    fc.constantFrom(
      'β',
      '$\\ell_1$',
      '.NET',
      'F*',
      '(2405.14906).',
      '<https://arxiv.org/abs/2405.14906|x',
      '10.1145/1.2).',
    ),
    fc.constantFrom('since:2025', 'until:2025-06', 'min:7', 'sort:date', 'page:3', 'cat:cs.CL'),
  );
  const typed = fc
    .tuple(fc.array(token, { maxLength: 12 }), fc.constantFrom(' ', '  ', ''))
    .map(([tokens, gap]) => tokens.join(gap));

  it('is read back as the same search, and once more as itself', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const parsed = parseSearch(text);
        fc.pre(parsed.kind === 'query');
        const written = formatSearch(parsed.query);
        expect(parseSearch(written)).toEqual(parsed);
        expect(formatSearch(queryOf(written))).toBe(written);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is read back at any page, however long the search is', () => {
    fc.assert(
      fc.property(typed, fc.integer({ min: 1, max: 40 }), (text, page) => {
        const parsed = parseSearch(text);
        fc.pre(parsed.kind === 'query');
        const turned = { ...parsed.query, page };
        expect(queryOf(formatSearch(turned))).toEqual(turned);
      }),
      { numRuns: 1_000 },
    );
  });
});
