import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { date } from '../../contract/store-samples.js';
import { marked, openSearchWorld, type SearchWorld } from './search-world.js';

let world: SearchWorld;

beforeAll(async () => {
  world = await openSearchWorld();
  const { shelve } = world;
  await shelve('title', {
    title: 'Diffusion for Everyone',
    abstract: 'Images from noise.',
    publishedOn: date('2025-03-01'),
  });
  await shelve('abstract', {
    title: 'Images',
    abstract: 'We use diffusion once, among many other things.',
    publishedOn: date('2025-03-31'),
  });
  await shelve(
    'names',
    {
      title: 'World Models',
      abstract: 'Energy and prediction.',
      authors: ['Yann A. LeCun', 'Jürgen Schmidhuber', 'Wei Li', 'Jun Wang'],
      categories: ['cs.LG', 'cs.AI'],
      organization: 'Hugging Face',
      publishedOn: date('2024-12-31'),
    },
    12,
  );
  await shelve(
    'man',
    {
      title: 'Energy of Words',
      authors: ['Man Luo', 'Chris Manning'],
      categories: ['cs.CL'],
      organization: 'Métà AI',
      publishedOn: date('2026-01-15'),
    },
    40,
  );
  await shelve('german', {
    title: 'Names',
    authors: ['Klaus-Robert Müller', 'Ingmar Schröder', "Tim O'Brien", 'Aäron van den Oord', '李飞飞', 'Wei Xu'],
  });
  await shelve('luo', {
    title: 'Luo alone',
    authors: ['Man Luo'],
    categories: ['cs.CL', 'stat.ML'],
    publishedOn: date('2026-02-01'),
  });
  await shelve(
    'phrase',
    { title: 'Flow Matching in Practice', abstract: 'Matching as it flows.', publishedOn: date('2025-05-05') },
    3,
  );
  await shelve(
    'loose',
    { title: 'Matching the Flow', abstract: 'A flow that is matching video.', publishedOn: date('2025-06-06') },
    8,
  );
  await shelve('gpt', { title: 'GPT-4 as a Judge', abstract: 'About Qwen2.5-VL and low-rank adapters.' });
  await shelve('coder', { title: 'AutoCoder', abstract: 'Written in C++ mostly.' });
  await shelve('plain-c', { title: 'The Programming Language C', abstract: 'Nothing added.' });
  await shelve('han', { title: '图像扩散模型的研究', abstract: '我们研究扩散模型。' });
  await shelve('bridge', { title: 'The Schrödinger Bridge', keywords: ['optimal transport'] });
  await shelve('undated', { title: 'Undated Tides', publishedOn: null }, 1);
  await shelve('2503.02130', { title: 'Forgetting Transformer' });
});
afterAll(() => world.close());

describe('ranking', () => {
  it('puts a match in the title before one in the abstract', async () => {
    expect(await world.keys('diffusion')).toEqual(['title', 'abstract']);
  });

  it('finds papers with any of the words, those with more of them first', async () => {
    expect((await world.keys('transformer bridge schrodinger'))[0]).toBe('bridge');
    expect(await world.keys('transformer bridge schrodinger')).toContain('2503.02130');
  });

  it('finds other forms of a word, without case and accents', async () => {
    expect(await world.keys('SCHRÖDINGERS bridges')).toEqual(['bridge']);
    expect(await world.keys('schrodinger')).toEqual(['bridge']);
    expect(await world.keys('forgets')).toEqual(['2503.02130']);
  });

  it('finds papers by authors and keywords', async () => {
    expect(await world.keys('lecun')).toEqual(['names']);
    expect(await world.keys('optimal')).toEqual(['bridge']);
  });

  it('leaves out words that say nothing, unless there are no others', async () => {
    expect(await world.keys('the diffusion of')).toEqual(['title', 'abstract']);
    expect((await world.ask('the')).total).toBeGreaterThan(2);
  });
});

describe('spellings', () => {
  it.each([
    ['gpt4', 'gpt'],
    ['GPT 4', 'gpt'],
    ['gpt-4', 'gpt'],
    ['qwen25vl', 'gpt'],
    ['lowrank', 'gpt'],
    ['auto coder', 'coder'],
    ['autocoder', 'coder'],
    ['c++', 'coder'],
    ['扩散', 'han'],
    ['扩散模型', 'han'],
  ])('%s', async (text, key) => {
    expect((await world.keys(text))[0]).toBe(key);
  });

  it('takes C++ for another language than C', async () => {
    expect(await world.keys('C++')).toEqual(['coder']);
  });

  it('asks for characters of scripts without spaces in their order', async () => {
    expect(await world.keys('散扩')).toEqual([]);
  });
});

describe('what must and must not be there', () => {
  it('asks for a phrase word for word, in any form of its words', async () => {
    expect(await world.keys('"flow matching"')).toEqual(['phrase']);
    expect(await world.keys('"flows matched')).toEqual(['phrase']);
  });

  it('lets words beside a phrase only rank', async () => {
    expect(await world.keys('"flow matching" video')).toEqual(['phrase']);
  });

  it('leaves out what has an excluded word or phrase', async () => {
    expect(await world.keys('matching -video')).toEqual(['phrase']);
    expect(await world.keys('matching -"flow matching"')).toEqual(['loose']);
    expect(await world.keys('author:luo -alone')).toEqual(['man']);
  });

  it('takes an exclusion alone for a filter over everything, newest first', async () => {
    const page = await world.ask('-matching');
    expect(page.total).toBe(13);
    expect(page.hits[0]?.paper).not.toBe('phrase');
  });
});

describe('filters', () => {
  it.each([
    ['author:lecun', ['names']],
    ['author:"Yann LeCun"', ['names']],
    ['author:"LeCun, Yann"', ['names']],
    ['author:"Y. LeCun"', ['names']],
    ['author:schmidhuber', ['names']],
    ['author:"Jürgen Schmidhuber"', ['names']],
    ['author:manning', ['man']],
    ['author:man', ['luo', 'man']],
    ['author:"wei wang"', []],
    ['author:luo author:manning', ['man']],
    ['author:le', []],
    ['author:lec', ['names']],
    ['author:"yann lecu"', ['names']],
    ['author:"jun w"', ['names']],
    ['author:Müller', ['german']],
    ['author:mueller', ['german']],
    ['author:muller', ['german']],
    ['author:Schroeder', ['german']],
    ['author:"O\u2019Brien"', ['german']],
    ['author:obrien', ['german']],
    ["author:o'brien", ['german']],
    ['author:Oord', ['german']],
    ['author:van den Oord', ['german']],
    ['author:"den oord"', ['german']],
    ['author:A. van den Oord', ['german']],
    ['author:oor', ['german']],
    ['author:李飞飞', ['german']],
    ['author:李', ['german']],
    ['author:xue', []],
    ['author:"oord brien"', []],
    ['org:hugging', ['names']],
    ['org:"hugging face"', ['names']],
    ['org:meta', ['man']],
    ['org:meta org:hugging', ['man', 'names']],
    ['org:face', ['names']],
    ['org:fac', []],
    ['cat:cs.cl', ['luo', 'man']],
    ['cat:cs.CL cat:STAT.ML', ['luo']],
    ['cat:cs', ['luo', 'man', 'names']],
    ['cat:CS cat:stat', ['luo']],
    ['cat:c', []],
    ['energy author:lecun', ['names']],
    ['energy since:2025', ['man']],
    ['until:2024', ['names']],
    ['diffusion since:2025-03 until:2025-03', ['title', 'abstract']],
    ['diffusion until:2025-03-30', ['title']],
    ['tides since:2026-06-02 until:2026-06-02', ['undated']],
    ['min:12', ['man', 'names']],
    ['min:13', ['man']],
    ['energy min:20', ['man']],
  ])('%s', async (text, keys) => {
    expect(await world.keys(text)).toEqual(keys);
  });

  it('counts the most upvotes of any listing', async () => {
    expect(await world.keys('matching min:5')).toEqual(['loose']);
  });
});

describe('order', () => {
  it('is by date or by votes among papers with all of the words', async () => {
    expect(await world.keys('flow matching sort:date')).toEqual(['loose', 'phrase']);
    expect(await world.keys('flow matching sort:votes')).toEqual(['loose', 'phrase']);
    expect(await world.keys('matching practice sort:date')).toEqual(['phrase']);
  });

  it('is among the best matches when no paper has all of the words', async () => {
    expect(await world.keys('schmidhuber diffusion forgetting sort:date')).toEqual([
      '2503.02130',
      'abstract',
      'title',
      'names',
    ]);
  });

  it('is by votes, then newest first, when nothing else is asked', async () => {
    expect(await world.keys('sort:votes')).toEqual(['man', 'names', 'loose', 'phrase', 'undated']);
  });
});

describe('an id or a link', () => {
  it.each(['2503.02130', 'arxiv:2503.02130v4', 'https://huggingface.co/papers/2503.02130'])('%s', async (text) => {
    const page = await world.ask(text);
    expect(page).toMatchObject({ total: 1, first: 1, capped: false, didYouMean: null });
    expect(page.hits[0]).toMatchObject({
      paper: '2503.02130',
      title: [{ kind: 'text', text: 'Forgetting Transformer' }],
    });
  });

  it('finds nothing else when the paper is not there', async () => {
    expect(await world.ask('2503.02131 transformer')).toMatchObject({ hits: [], total: 0, didYouMean: null });
  });
});

describe('a hit', () => {
  it('shows where it matches', async () => {
    const [hit] = (await world.ask('diffusion')).hits.slice(1);
    expect(marked(hit?.title ?? [])).toBe('Images');
    expect(marked(hit?.snippet ?? [])).toBe('We use *diffusion* once, among many other things.');
  });
});

describe('a slip of the keyboard', () => {
  it.each([
    ['difusion', 'diffusion', 'diffusion'],
    ['Shcrodinger', 'schrodinger', 'schrodinger'],
    ['transfomer difusion', 'transformer diffusion', 'transformer diffusion'],
    ['difusion author:example', 'diffusion', 'diffusion author:example'],
    ['lecnu', 'lecun', 'lecun'],
    ['schmidhuberr', 'schmidhuber', 'schmidhuber'],
  ])('%s finds what %s finds, and says so', async (text, didYouMean, right) => {
    const page = await world.ask(text);
    expect(page.didYouMean).toBe(didYouMean);
    expect(page.hits.map(({ paper }) => paper)).toEqual(await world.keys(right));
    expect(page.total).toBeGreaterThan(0);
  });

  it('is told beside papers that have only the other words', async () => {
    const page = await world.ask('difusion everyone');
    expect(page.didYouMean).toBe('diffusion everyone');
    expect(page.total).toBe(2);
  });
});

describe('nothing found', () => {
  it.each([
    ['"flwo matchign"', '"flow matching"'],
    ['-difusion min:99', null],
    ['zzzzzzzz', null],
    ['diffusion until:1999', null],
    ['difusion until:1999', null],
  ])('%s: did you mean %s', async (text, didYouMean) => {
    expect(await world.ask(text)).toMatchObject({ hits: [], total: 0, didYouMean });
  });

  it('suggests nothing where something was found', async () => {
    expect((await world.ask('diffusion')).didYouMean).toBeNull();
  });
});
