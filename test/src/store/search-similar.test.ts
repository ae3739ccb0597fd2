import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { key } from '../../contract/store-samples.js';
import { knownPapers, shelveKnown } from './known-shelf.js';
import { openSearchWorld, type SearchWorld, shippedModel } from './search-world.js';

let world: SearchWorld;

const similar = (name: string, limit = 5): Promise<readonly string[]> => world.search.similar(key(name), limit);

describe.each([
  ['by words alone', undefined],
  ['with the shipped model', shippedModel],
])('papers like one of a shelf, %s', (_, model) => {
  beforeAll(async () => {
    world = await openSearchWorld(model);
    await shelveKnown(world);
  });
  afterAll(() => world.close());

  it.each([
    ['graph-oversmooth', ['graph-audit']],
    ['lowrank-adapt', ['lora-audit']],
    ['noise-schedule', ['diffusion-history']],
    ['gpt4-judge', ['judge-audit']],
    ['beta-vae', ['vae-survey', 'vae-speech']],
  ])('are of its topic first: %s', async (name, topic) => {
    expect(topic).toContain((await similar(name))[0]);
  });

  it('are never itself, each once, and no more than asked for', async () => {
    for (const { key: name } of knownPapers.slice(0, 12)) {
      const found = await similar(name, 200);
      expect(found).not.toContain(name);
      expect(new Set(found).size).toBe(found.length);
      expect(found.length).toBeGreaterThan(0);
      expect(await similar(name, 3)).toEqual(found.slice(0, 3));
    }
  });

  it('are found without an abstract, and by it where the title says nothing', async () => {
    await world.shelve('title-only', { title: 'Deep Graph Networks', abstract: '' });
    await world.shelve('abstract-only', { title: 'What Is It', abstract: 'Why deep graph networks oversmooth.' });
    expect((await similar('title-only', 3)).toSorted()).toEqual(['abstract-only', 'graph-audit', 'graph-oversmooth']);
    expect((await similar('abstract-only', 3)).toSorted()).toEqual(['graph-audit', 'graph-oversmooth', 'title-only']);
  });
});

describe('papers like one of them', () => {
  beforeEach(async () => {
    world = await openSearchWorld();
  });
  afterEach(() => world.close());

  it('are none for a paper that is not here, or where there is no other', async () => {
    expect(await similar('nowhere')).toEqual([]);
    await world.shelve('only', { title: 'Tides of the Moon', abstract: 'Of the sea.' });
    expect(await similar('only')).toEqual([]);
    expect(await similar('only', 0)).toEqual([]);
  });

  it('are of one of two topics, and then of the other', async () => {
    const graph = 'Messages between the nodes of a graph, and how a graph network learns them';
    const speech = 'Voices of speakers, and how speech in noise is recognised';
    for (const name of ['g1', 'g2', 'g3']) await world.shelve(name, { title: `Graphs ${name}`, abstract: graph });
    for (const name of ['s1', 's2', 's3']) await world.shelve(name, { title: `Speech ${name}`, abstract: speech });
    expect((await similar('g2')).slice(0, 2).toSorted()).toEqual(['g1', 'g3']);
    expect((await similar('s2')).slice(0, 2).toSorted()).toEqual(['s1', 's3']);
  });

  it('are found without an abstract, by the title alone', async () => {
    await world.shelve('bare', { title: 'Graph Networks', abstract: '' });
    await world.shelve('near', { title: 'Networks over a Graph', abstract: '' });
    await world.shelve('far', { title: 'Networks of Roads', abstract: '' });
    await world.shelve('none', { title: 'Songs of Birds', abstract: '' });
    expect(await similar('bare')).toEqual(['near', 'far']);
  });

  it('are found by the abstract where the title says nothing, and are none where neither does', async () => {
    await world.shelve('what', { title: 'What Is It All About', abstract: 'Graph networks.' });
    await world.shelve('near', { title: 'Deep', abstract: 'Graph networks oversmooth.' });
    await world.shelve('says-nothing', { title: 'The Who', abstract: '' });
    await world.shelve('signs', { title: '???', abstract: '…' });
    await world.shelve('also', { title: 'The Who of it', abstract: '' });
    expect(await similar('what')).toEqual(['near']);
    expect(await similar('says-nothing')).toEqual([]);
    expect(await similar('signs')).toEqual([]);
  });

  it('are found at once when they come in, and go by what a paper says now', async () => {
    await world.shelve('one', { title: 'Graph Networks', abstract: 'Nodes.' });
    await world.shelve('two', { title: 'Speech Noise', abstract: 'Voices.' });
    expect(await similar('one')).toEqual([]);
    await world.shelve('three', { title: 'Graph Networks Too', abstract: 'Nodes.' });
    expect(await similar('one')).toEqual(['three']);
    await world.shelve('one', { title: 'Noise in Speech', abstract: 'Voices.' });
    expect(await similar('one')).toEqual(['two']);
  });

  it('come in the same order each time, what is alike last come first', async () => {
    for (const name of ['a', 'c', 'b', 'd']) await world.shelve(name, { title: 'Graph Networks', abstract: 'Nodes.' });
    expect(await similar('c')).toEqual(['d', 'b', 'a']);
    expect(await similar('c')).toEqual(['d', 'b', 'a']);
  });
});
