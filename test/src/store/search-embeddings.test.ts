import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyQuery, type SearchQuery } from '../../../src/search/query.js';
import type { QueryEmbedding } from '../../../src/search/repository.js';
import { quantized } from '../../../src/search/vector.js';
import { openSearchWorld, type SearchWorld } from './search-world.js';

let world: SearchWorld;

beforeEach(async () => {
  world = await openSearchWorld();
  // Three that match alike, the newest last.
  for (const name of ['north', 'east', 'south']) await world.shelve(name, { title: 'Tides', abstract: name });
});
afterEach(() => world.close());

const directions: Readonly<Record<string, readonly number[]>> = { north: [0, 1], east: [1, 0], south: [0, -1] };

/** Has the papers of these names read by a model that knows where they point. */
async function read(...names: readonly string[]): Promise<void> {
  const { papers } = await world.store.embeddings.unread('compass', null, 100);
  const known = papers.filter(({ abstract }) => names.includes(abstract));
  const vectors = known.map((one) => ({
    ...one,
    vector: quantized(Float32Array.from(directions[one.abstract] ?? [])),
  }));
  await world.store.embeddings.save('compass', vectors);
}

const tides: SearchQuery = { ...emptyQuery, words: ['tides'] };

async function keys(vector?: readonly number[], more: Partial<QueryEmbedding> = {}, query = tides) {
  const embedding =
    vector === undefined ? undefined : { embedder: 'compass', vector: Float32Array.from(vector), weight: 0.5, ...more };
  const { hits } = await world.search.search(query, embedding);
  return hits.map(({ paper }) => paper);
}

describe('a search in which a model has a say', () => {
  it('puts what the words find equally well into the order of the model', async () => {
    await read('north', 'east', 'south');
    expect(await keys()).toEqual(['south', 'east', 'north']);
    expect(await keys([0, 1])).toEqual(['north', 'east', 'south']);
    expect(await keys([1, -0.1])).toEqual(['east', 'south', 'north']);
  });

  it('finds no other papers than the words do', async () => {
    await world.shelve('far', { title: 'Mountains', abstract: 'south' });
    await read('north', 'east', 'south');
    expect(await keys([0, -1])).toEqual(['south', 'east', 'north']);
  });

  it('goes by the words where their match is better by more than the weight', async () => {
    await world.shelve('both', { title: 'Tides of the moon', abstract: 'north' });
    await read('north', 'east', 'south');
    const query = { ...emptyQuery, words: ['tides', 'moon'] };
    expect((await keys([0, -1], { weight: 0.1 }, query))[0]).toBe('both');
    expect(await keys([0, -1], { weight: 10 }, query)).toEqual(['south', 'east', 'both', 'north']);
  });

  it('leaves a paper in the middle that the model has not read yet', async () => {
    await read('north', 'south');
    expect(await keys([0, -1])).toEqual(['south', 'east', 'north']);
    expect(await keys([0, 1])).toEqual(['north', 'east', 'south']);
  });

  it('is one by words alone while no paper has been read, or by another model', async () => {
    expect(await keys([0, 1])).toEqual(['south', 'east', 'north']);
    await read('north', 'east', 'south');
    expect(await keys([0, 1], { embedder: 'other' })).toEqual(['south', 'east', 'north']);
    expect(await keys([0, 1, 0])).toEqual(['south', 'east', 'north']);
  });

  it('keeps the order that somebody asked for', async () => {
    await read('north', 'east', 'south');
    expect(await keys([0, 1], {}, { ...tides, sort: 'date' })).toEqual(['south', 'east', 'north']);
  });
});
