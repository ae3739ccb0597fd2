import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BackFill } from '../../../src/embedding/back-fill.js';
import type { Store } from '../../../src/store/store.js';
import { paper } from '../../contract/store-samples.js';
import { FakeClock } from '../../fake/clock.js';
import { FakeEmbedder } from '../../fake/embedder.js';
import { MemoryLog } from '../../fake/log.js';
import { openFreshStore } from '../store/fresh-store.js';

let clock: FakeClock;
let log: MemoryLog;
let store: Store;
let embedder: FakeEmbedder;
let begun: BackFill[];

beforeEach(async () => {
  clock = new FakeClock('2026-11-24T09:00:00Z');
  log = new MemoryLog();
  store = await openFreshStore(clock);
  embedder = new FakeEmbedder();
  begun = [];
});
afterEach(async () => {
  await Promise.all(begun.map((one) => one.stop()));
  expect(clock.sleepers).toBe(0);
  await store.close();
});

const shelve = (...names: readonly string[]) =>
  store.papers.save(names.map((name) => ({ paper: paper(name), listings: [] })));

function begin(): BackFill {
  const backFill = new BackFill({ embedder, embeddings: store.embeddings, clock, log });
  begun.push(backFill);
  backFill.begin();
  return backFill;
}

const read = async () => (await store.embeddings.progress(embedder.id)).read;
const asked = () => embedder.asked.map(({ texts }) => texts.map((text) => text.split('\n')[0]));
const events = () => log.lines.map(({ event }) => event);

describe('reading papers in the background', () => {
  it('takes the newest first, in small batches, and says when it begins and ends', async () => {
    await shelve('a', 'b', 'c', 'd', 'e');
    begin();
    await clock.advance(1_000);
    expect(asked()).toEqual([['On e', 'On d'], ['On c', 'On b'], ['On a']]);
    expect(embedder.asked[0]).toMatchObject({ as: 'passage', texts: ['On e\nWhat we know of e.', expect.anything()] });
    await clock.advance(60_000);
    expect(asked()).toHaveLength(3);
    expect(log.lines).toMatchObject([
      { event: 'embedding.begun', fields: { read: 0, papers: 5 } },
      { event: 'embedding.done', fields: { read: 5, papers: 5 } },
    ]);
  });

  it('reads within a minute what comes later, and what has another text', async () => {
    await shelve('a', 'b');
    begin();
    await clock.advance(1_000);
    await shelve('c');
    await store.papers.save([{ paper: paper('a', { title: 'On a, again' }), listings: [] }]);
    await clock.advance(61_000);
    expect(asked().slice(1)).toEqual([['On c', 'On a, again']]);
    expect(await read()).toBe(3);
  });

  it('goes on after a stop where it was', async () => {
    await shelve('a', 'b', 'c', 'd', 'e');
    embedder.instead = () => (embedder.asked.length === 2 ? 'hang' : undefined);
    const first = begin();
    await clock.advance(1_000);
    await first.stop();
    expect(await read()).toBe(2);
    begin();
    await clock.advance(1_000);
    expect(asked().slice(2)).toEqual([['On c', 'On b'], ['On a']]);
    expect(await read()).toBe(5);
  });

  it('asks the model once when everything is read already, so that it is loaded before somebody searches', async () => {
    await shelve('a');
    const first = begin();
    await clock.advance(1_000);
    await first.stop();
    embedder = new FakeEmbedder();
    begin();
    await clock.advance(600_000);
    expect(asked()).toEqual([['paper']]);
    expect(await read()).toBe(1);
  });

  it('tells when a model with nothing to read cannot be used, and tries again', async () => {
    embedder.instead = () => ({ kind: 'failed', reason: 'the model cannot be run' });
    const backFill = begin();
    await clock.advance(1_000);
    expect(backFill.trouble).toBe('the model cannot be run');
    embedder.instead = () => undefined;
    await clock.advance(10_000);
    expect(backFill.trouble).toBeNull();
    expect(embedder.asked).toHaveLength(2);
  });

  it('has another model read everything again', async () => {
    await shelve('a', 'b');
    const first = begin();
    await clock.advance(1_000);
    await first.stop();
    embedder = new FakeEmbedder('other');
    begin();
    await clock.advance(1_000);
    expect(asked()).toEqual([['On b', 'On a']]);
    expect(await read()).toBe(2);
  });
});

describe('trouble with the model', () => {
  it('is waited for, longer each time, and told once, and once when it is over', async () => {
    await shelve('a');
    embedder.instead = () => ({ kind: 'failed', reason: 'it cannot answer (status 503)' });
    const backFill = begin();
    await clock.advance(4_900);
    expect(embedder.asked).toHaveLength(1);
    await clock.advance(5_000 + 10_000 + 20_000);
    expect(embedder.asked).toHaveLength(4);
    expect(backFill.trouble).toBe('it cannot answer (status 503)');
    await clock.advance(24 * 3_600_000);
    // Every ten minutes at most.
    expect(embedder.asked.length).toBeGreaterThan(140);
    embedder.instead = () => undefined;
    await clock.advance(600_000);
    expect(await read()).toBe(1);
    expect(backFill.trouble).toBeNull();
    expect(events()).toEqual(['embedding.begun', 'embedding.paused', 'embedding.resumed', 'embedding.done']);
  });

  it('is waited for as long as the model asks', async () => {
    await shelve('a');
    embedder.instead = () => ({ kind: 'failed', reason: 'it is asked too often', waitMs: 90_000 });
    begin();
    await clock.advance(89_000);
    expect(embedder.asked).toHaveLength(1);
    await clock.advance(2_000);
    expect(embedder.asked).toHaveLength(2);
  });

  it('with one text lets that paper be, and reads the others', async () => {
    await shelve('a', 'b', 'c');
    embedder.instead = (texts) =>
      texts.some((text) => text.startsWith('On b\n'))
        ? { kind: 'refused', reason: 'it does not take the text' }
        : undefined;
    begin();
    await clock.advance(1_000);
    expect(await read()).toBe(3);
    expect(log.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { event: 'embedding.refused', fields: { reason: 'it does not take the text' } },
    ]);
    const times = embedder.asked.length;
    await clock.advance(120_000);
    expect(embedder.asked).toHaveLength(times);
  });

  it('with every text is no paper’s fault', async () => {
    await shelve('a', 'b');
    embedder.instead = () => ({ kind: 'refused', reason: 'it does not take the text' });
    const backFill = begin();
    await clock.advance(1_000);
    expect(backFill.trouble).toBe('it does not take the text');
    expect(await read()).toBe(0);
  });

  it('that nobody expected does not end it', async () => {
    await shelve('a');
    embedder.instead = () => {
      throw new Error('a surprise');
    };
    const backFill = begin();
    await clock.advance(1_000);
    expect(backFill.trouble).toBe('a surprise');
    embedder.instead = () => undefined;
    await clock.advance(10_000);
    expect(await read()).toBe(1);
  });
});
