import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Paper } from '../../../src/papers/paper.js';
import { paper } from '../../contract/store-samples.js';
import { openSearchWorld, type SearchWorld } from './search-world.js';

const count = 10_000;
let world: SearchWorld;

/** Every third paper has `model`, every second one `data`, every twentieth `tides`; one has `tides` and `moon` in its title. */
function made(index: number): Paper {
  const data = index % 2 === 0 ? 'Data.' : 'None.';
  const tides = index % 20 === 7 ? 'Tides.' : 'Sand.';
  const title = index === 4_007 ? 'Moon and tides of a model' : index % 3 === 0 ? 'A model' : 'A map';
  return paper(`p${index}`, { title, abstract: `${data} ${tides}`, authors: [], keywords: [] });
}

beforeAll(async () => {
  world = await openSearchWorld();
  for (let start = 0; start < count; start += 500) {
    const papers = Array.from({ length: 500 }, (_, index) => made(start + index));
    await world.store.papers.save(papers.map((one) => ({ paper: one, listings: [] })));
  }
});
afterAll(() => world.close());

const indexOf = (key: string): number => Number(key.slice(1));

async function firstPages(text: string): Promise<readonly number[]> {
  const pages = await Promise.all([1, 2, 7, 40].map((page) => world.keys(`${text} page:${page}`)));
  return pages.flat().map(indexOf);
}

describe('among many papers', () => {
  it('a rare word leads, and the common ones still rank', async () => {
    const page = await world.ask('model tides');
    expect(page).toMatchObject({ total: 200, capped: true });
    expect(page.hits[0]?.paper).toBe('p4007');
    const found = await firstPages('model tides');
    expect(found).toHaveLength(20);
    expect(found.every((index) => index % 20 === 7)).toBe(true);
    const second = page.hits[1]?.paper ?? '';
    expect(indexOf(second) % 3).toBe(0);
  });

  it('common words are asked for together', async () => {
    const found = await firstPages('data model');
    expect(found.every((index) => index % 6 === 0)).toBe(true);
  });

  it('papers with the common word fill up what the rare one leaves', async () => {
    const page = await world.ask('moon model');
    expect(page).toMatchObject({ total: 200, capped: true });
    expect(page.hits[0]?.paper).toBe('p4007');
  });

  it('excluded words stay out', async () => {
    const found = await firstPages('model tides -data');
    expect(found.every((index) => index % 2 === 1)).toBe(true);
    const without = await firstPages('model tides -model');
    expect(without.length).toBeGreaterThan(0);
    expect(without.every((index) => index % 20 === 7 && index % 3 !== 0)).toBe(true);
  });

  it('filters hold', async () => {
    expect((await world.ask('model tides since:2026-06-02')).total).toBe(0);
    expect((await world.ask('model tides until:2026-06-01')).total).toBe(200);
  });
});
