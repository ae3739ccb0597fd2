import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAiEmbedder } from '../../../src/embedding/models/openai-embedder.js';
import { FakeClock, settle } from '../../fake/clock.js';
import { type EmbeddingsAnswer, EmbeddingsServer } from '../../fake/embeddings-server.js';

const key = 'sk-embeddings-0123456789abcdef';
const anybody = new AbortController().signal;

let server: EmbeddingsServer;
let clock: FakeClock;

beforeEach(async () => {
  server = await EmbeddingsServer.start();
  clock = new FakeClock('2026-11-24T09:00:00Z');
});
afterEach(async () => {
  expect(server.violations).toEqual([]);
  expect(clock.sleepers).toBe(0);
  await server.close();
});

type Options = Parameters<typeof openAiEmbedder>[0];

const embedder = (more: Partial<Options> = {}) =>
  openAiEmbedder({
    ...{ url: server.url, model: 'words', dimensions: null, key: null, clock, version: '1.2.3' },
    prefixes: { query: '', passage: '' },
    ...more,
  });

const embed = (texts: readonly string[], more: Partial<Options> = {}) =>
  embedder(more).embed(texts, 'passage', anybody);

const vectors = async (texts: readonly string[], more: Partial<Options> = {}) => {
  const embedded = await embed(texts, more);
  return embedded.kind === 'embedded' ? embedded.vectors.map((vector) => [...vector].map(Math.round)) : embedded;
};

describe('an address that speaks as OpenAI does', () => {
  it('gives each text its vector, in whatever order they are answered', async () => {
    expect(await vectors(['Tide and moon', 'sand sand', 'nothing'])).toEqual([
      [1, 1, 0],
      [0, 0, 2],
      [0, 0, 0],
    ]);
    expect(server.requests).toHaveLength(1);
  });

  it('is asked for the dimensions that are wanted, and held to them', async () => {
    expect(await vectors(['tide'], { dimensions: 2 })).toEqual([[1, 0]]);
    expect(await vectors(['tide'], { dimensions: 9 })).toEqual({
      kind: 'failed',
      reason: 'it answered 3 dimensions where 9 are expected',
    });
  });

  it('gets the key and what is to stand in front of a text', async () => {
    server.key = key;
    const prefixes = { query: 'moon ', passage: 'sand ' };
    expect(await vectors(['tide'], { key, prefixes })).toEqual([[1, 0, 1]]);
    await embedder({ key, prefixes }).embed(['tide'], 'query', anybody);
    expect(server.requests).toEqual([['sand tide'], ['moon tide']]);
  });

  it('gets fewer texts at once, and shorter ones, when they are too much for it', async () => {
    server.mostTexts = 2;
    server.mostCharacters = 400;
    const long = `tide ${'and so on '.repeat(120)}`;
    expect(await vectors(['moon', long, 'sand', 'moon moon', 'tide'])).toEqual([
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
      [0, 2, 0],
      [1, 0, 0],
    ]);
  });

  it('is another one with another address, model, size or passage, and the same for another key', () => {
    const ids = [
      embedder(),
      embedder({ url: 'http://127.0.0.1:1/v1' }),
      embedder({ model: 'other' }),
      embedder({ dimensions: 2 }),
      embedder({ prefixes: { query: '', passage: 'p' } }),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(5);
    expect(embedder({ key, prefixes: { query: 'q', passage: '' } }).id).toBe(ids[0]);
    expect(ids.join()).not.toContain('sk-');
  });
});

const changed = (change: (answer: EmbeddingsAnswer) => unknown) => ({ kind: 'changed', change }) as const;
const withVector = (embedding: unknown) =>
  changed((answer) => ({ ...answer, data: answer.data.map((entry) => ({ ...entry, embedding })) }));

describe('trouble with the address', () => {
  it.each([
    [401, null, 'it wants a key, which goes into the environment as BROADSHEET_EMBEDDINGS_KEY (status 401)'],
    [401, key, 'it does not take the key in BROADSHEET_EMBEDDINGS_KEY (status 401)'],
    [403, key, 'it does not take the key in BROADSHEET_EMBEDDINGS_KEY (status 403)'],
    [404, key, 'it has nothing at /embeddings, or no model "words" (status 404)'],
    [429, key, 'it is asked too often, or its quota is used up (status 429)'],
    [503, key, 'it cannot answer (status 503)'],
  ])('is said in a sentence that repeats nothing of the answer: status %d', async (status, own, reason) => {
    server.key = key;
    server.next({ kind: 'status', status });
    expect(await embed(['tide'], { key: own })).toEqual({ kind: 'failed', reason });
  });

  it('says how long it asks to be left alone', async () => {
    server.next({ kind: 'status', status: 429, headers: { 'retry-after': '40' } });
    expect(await embed(['tide'])).toMatchObject({ kind: 'failed', waitMs: 40_000 });
  });

  it.each([
    ['no JSON', { kind: 'body', body: '<html>' } as const, 'its answer is no JSON'],
    ['no list', { kind: 'body', body: '{"data":{}}' } as const, 'its answer holds no list of embeddings'],
    ['null', { kind: 'body', body: 'null' } as const, 'its answer holds no list of embeddings'],
    ['too few', changed((all) => ({ data: all.data.slice(1) })), 'it answered 1 embeddings for 2 texts'],
    ['one twice', changed(({ data }) => ({ data: [data[0], data[0]] })), /do not say whose they are$/],
    ['another place', changed(({ data }) => ({ data: [data[0], { ...data[1], index: 2 }] })), /whose they are$/],
    ['text', withVector('AACAPw=='), /no lists of numbers/],
    ['nothing', withVector([]), /no lists of numbers/],
    ['no number', withVector([1, null, 2]), /no lists of numbers/],
    ['an overflow', withVector([1e39, 0, 0]), /no lists of numbers/],
    ['the connection', { kind: 'reset' } as const, 'it cut the connection off'],
  ])('is an answer that is wrong: %s', async (_, fault, reason) => {
    server.next(fault);
    const matching = typeof reason === 'string' ? reason : expect.stringMatching(reason);
    expect(await embed(['tide', 'moon'])).toEqual({ kind: 'failed', reason: matching });
  });

  it('is an answer of another length than the one before', async () => {
    const one = embedder();
    await one.embed(['tide'], 'passage', anybody);
    server.vocabulary = ['tide', 'moon'];
    expect(await one.embed(['tide'], 'query', anybody)).toEqual({
      kind: 'failed',
      reason: 'it answered 2 dimensions where 3 are expected',
    });
  });

  it('is an answer that does not come, for a minute or as long as somebody waits', async () => {
    server.always = { kind: 'hang' };
    const late = embed(['tide']);
    await server.arrived(1);
    await clock.advance(60_000);
    expect(await late).toEqual({ kind: 'failed', reason: 'it did not answer within 60 s' });
    const leaving = new AbortController();
    const left = embedder().embed(['tide'], 'query', leaving.signal);
    await server.arrived(2);
    leaving.abort();
    expect(await left).toEqual({ kind: 'failed', reason: 'the request was stopped' });
    const closing = embedder();
    const closed = closing.embed(['tide'], 'passage', anybody);
    await server.arrived(3);
    await closing.close();
    expect(await closed).toMatchObject({ kind: 'failed' });
    await settle();
  });

  it('is a text that is refused however short', async () => {
    server.mostCharacters = 10;
    expect(await embed(['a text of twenty and some letters'])).toEqual({
      kind: 'refused',
      reason: 'it does not take the text (status 413)',
    });
  });

  it('is a way elsewhere, which the key never goes', async () => {
    const visits: string[] = [];
    const elsewhere = createServer((request, response) => {
      visits.push(String(request.headers.authorization));
      response.end();
    });
    await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening));
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/v1/embeddings`;
    for (const status of [301, 302, 307, 308]) {
      server.next({ kind: 'status', status, headers: { location } });
      expect(await embed(['tide'], { key })).toMatchObject({
        kind: 'failed',
        reason: expect.stringMatching(/^it redirects/),
      });
    }
    expect(visits).toEqual([]);
    await new Promise((done) => elsewhere.close(done));
  });
});
