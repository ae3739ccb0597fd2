import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { date } from '../../contract/store-samples.js';
import { shelveKnown } from './known-shelf.js';
import { openSearchWorld, type SearchWorld } from './search-world.js';

let world: SearchWorld;

beforeAll(async () => {
  world = await openSearchWorld();
  await shelveKnown(world);
});
afterAll(() => world.close());

const allKeys = async (text: string): Promise<readonly string[]> => {
  const { total } = await world.ask(text);
  const pages = Array.from({ length: Math.ceil(total / 5) }, (_, index) => world.keys(`${text} page:${index + 1}`));
  return (await Promise.all(pages)).flat();
};

/** Whether one paper stands before the other, both being found. */
async function expectBefore(text: string, first: string, then: string): Promise<void> {
  const keys = await allKeys(text);
  expect(keys).toEqual(expect.arrayContaining([first, then]));
  expect(keys.indexOf(first), keys.join(' ')).toBeLessThan(keys.indexOf(then));
}

describe('a paper that somebody remembers', () => {
  it.each([
    // Distractors share each of the words, most of them more often.
    ['by words of the title', 'fewer denoising steps', 'lantern'],
    ['by surname and a word', 'okafor diffusion', 'lantern'],
    ['by a word with a slip in it', 'diffusion insructions', 'inkflow'],
    ['by nothing but a slip', 'lantren', 'lantern'],
    ['by one word typed as two', 'electro cardiograms', 'ecg'],
    ['by a piece of the abstract, stop words and all', 'when its own memory is enough', 'hiprag'],
    ['by a compound in one word', 'lowrank gradient', 'lowrank-adapt'],
    ['by a version without its hyphen', 'gpt4 essays teachers', 'gpt4-judge'],
    ['by a name in its parts', 'hi prag', 'hiprag'],
    ['by a name in one word, parts and capitals aside', 'glideformer', 'linear-attn'],
    ['by the name before the colon', 'lantern', 'lantern'],
    ['by an acronym of the abstract', 'tgn accounts', 'graph-fraud'],
  ])('is found first %s: %s', async (_, text, key) => {
    expect((await world.keys(text))[0]).toBe(key);
  });

  it('is found first whatever its words stand between', async () => {
    expect((await world.keys('where is the one about the pointers of code'))[0]).toBe('code-llm');
  });
});

describe('what comes before what', () => {
  it('a paper of the first author before one of a co-author', async () => {
    await expectBefore('okafor', 'lantern', 'inkflow');
    await expectBefore('okafor', 'lantern', 'music-gen');
    await expectBefore('rahmani', 'lowrank-adapt', 'quant-calib');
  });

  it.each(['β-VAE', 'beta-vae', 'beta vae', 'betavae', '$\\beta$-VAE'])(
    'a β-VAE before plain VAEs: %s',
    async (text) => {
      const keys = await allKeys(text);
      expect(keys[0]).toBe('beta-vae');
      expect(keys).toContain(text.includes(' ') ? 'vae-survey' : 'beta-vae');
    },
  );

  it('the words side by side and in order before the same words apart', async () => {
    await world.shelve('apart', {
      title: 'Kites',
      abstract: 'Gardens have paper kites. Whoever kites in gardens smiles.',
    });
    await world.shelve('side', { title: 'Kites', abstract: 'Whoever flies kites over gardens smiles, paper or silk.' });
    await expectBefore('kites over gardens', 'side', 'apart');
    await expectBefore('paper kites', 'apart', 'side');
  });

  it('a rare word before a frequent one', async () => {
    await expectBefore('models lanternfish', 'lantern-fish', 'noise-schedule');
    await expectBefore('models pans', 'robot-cook', 'rag-noise');
    await world.shelve('rare-rock', { title: 'Basalt', abstract: 'Cliffs.' });
    for (const name of ['a', 'b', 'c']) await world.shelve(`rock-${name}`, { title: 'Granite', abstract: 'Cliffs.' });
    expect(await world.keys('granite basalt')).toEqual(['rare-rock', 'rock-c', 'rock-b', 'rock-a']);
  });

  it('a title that is the query before longer titles with it', async () => {
    await world.shelve('whole', { title: 'Harbour Seals', abstract: 'Seals.' });
    await world.shelve('longer', {
      title: 'Harbour Seals and Sea Lions off the Coast of Peru',
      abstract: 'Harbour seals.',
    });
    await world.shelve('later', { title: 'Counting Harbour Seals', abstract: 'Harbour seals.' });
    expect((await world.keys('harbour seals'))[0]).toBe('whole');
  });
});

describe('a phrase', () => {
  it('must occur, its stop words too', async () => {
    expect(await allKeys('"a third of the web"')).toEqual(['dedup']);
    expect(await allKeys('"third of a web"')).toEqual([]);
    expect(await allKeys('"large language" models')).toEqual([]);
  });

  it('in quotation marks finds no paper that has its words apart', async () => {
    const keys = await allKeys('"search agents"');
    expect(keys).toEqual(['agents-audit']);
  });
});

describe('a paper that changes', () => {
  it('is found at once under its new words, and by its new order, no longer by the old ones', async () => {
    await world.shelve('moving', { title: 'Volcanoes', abstract: 'Lava.', authors: ['Ada Ash'] }, 2);
    expect(await world.keys('volcanoes lava')).toEqual(['moving']);
    const changed = {
      title: 'Glaciers',
      abstract: 'Crevasses.',
      authors: ['Eva Ice'],
      publishedOn: date('2026-06-03'),
    };
    await world.shelve('moving', changed, 7);
    expect(await world.keys('volcanoes lava ash')).toEqual([]);
    expect(await world.keys('glaciers crevasses ice since:2026-06-03 min:7')).toEqual(['moving']);
    await world.shelve('newer', { title: 'Glaciers too', abstract: 'Melting.' });
    expect(await world.keys('glaciers')).toEqual(['moving', 'newer']);
  });
});

describe('a word that comes in', () => {
  it('is no longer taken for a slip of another', async () => {
    await world.shelve('fruit', { title: 'Kumquat', abstract: 'Sweet.' });
    expect(await world.ask('kumquatt')).toMatchObject({ didYouMean: 'kumquat', hits: [{ paper: 'fruit' }] });
    await world.shelve('company', { title: 'Kumquatt', abstract: 'A company.' });
    expect(await world.ask('kumquatt')).toMatchObject({ didYouMean: null, hits: [{ paper: 'company' }] });
    expect(await world.keys('kumquatt')).toEqual(['company']);
  });
});

describe('the order', () => {
  it('is the same each time', async () => {
    const texts = ['diffusion models', 'agents', 'language model memory', 'lindqvist'];
    for (const text of texts) expect(await allKeys(text)).toEqual(await allKeys(text));
  });

  it('puts what matches alike last come first', async () => {
    for (const name of ['a', 'c', 'b']) await world.shelve(`tie-${name}`, { title: 'Sundials', abstract: 'Shadows.' });
    expect(await world.keys('sundials')).toEqual(['tie-b', 'tie-c', 'tie-a']);
    expect(await world.keys('shadows sundials')).toEqual(['tie-b', 'tie-c', 'tie-a']);
  });

  it('by date and by votes is that of all papers with the words, by their date or upvotes', async () => {
    for (const [name, day, upvotes] of [
      ['old', '2024-01-01', 20],
      ['new', '2026-01-01', 30],
      ['middle', '2025-01-01', 10],
    ] as const) {
      const title = name === 'old' ? 'Windmills' : 'On windmills and much else that turns';
      await world.shelve(`mill-${name}`, { title, abstract: 'Of the North.', publishedOn: date(day) }, upvotes);
    }
    expect((await world.keys('windmills'))[0]).toBe('mill-old');
    expect(await world.keys('windmills north sort:date')).toEqual(['mill-new', 'mill-middle', 'mill-old']);
    expect(await world.keys('windmills north sort:votes')).toEqual(['mill-new', 'mill-old', 'mill-middle']);
  });
});
