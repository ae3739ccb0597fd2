import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOnnxEmbedder } from '../../../src/embedding/models/onnx-embedder.js';
import type { TextEmbedder } from '../../../src/embedding/text-embedder.js';
import { FakeClock } from '../../fake/clock.js';
import { type OnnxFiles, writeOnnx } from '../../fake/onnx-file.js';
import { temporaryFolder } from '../store/fresh-store.js';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../../..');
/** The thread as it is built: Node runs no TypeScript. */
const workerUrl = pathToFileURL(resolve(root, 'dist/src/embedding/models/onnx-worker.js'));
const clock = new FakeClock('2026-11-24T09:00:00Z');
const anybody = new AbortController().signal;
const words = { tide: [4, 0], moon: [0, 4], 'query:': [8, 8], query: [8, 8], ':': [0, 0] };

let folder: ReturnType<typeof temporaryFolder>;
let files: OnnxFiles;
let opened: TextEmbedder[];

beforeEach(() => {
  folder = temporaryFolder();
  files = writeOnnx(folder.path, words);
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((embedder) => embedder.close()));
  folder.remove();
});

type Options = Parameters<typeof openOnnxEmbedder>[0];

async function open(more: Partial<Options> = {}): Promise<TextEmbedder> {
  const prefixes = { query: '', passage: '' };
  const settings = { ...files, pooling: 'mean' as const, maxTokens: 512, prefixes, clock, workerUrl };
  const embedder = await openOnnxEmbedder({ ...settings, ...more });
  opened.push(embedder);
  return embedder;
}

/** The numbers of each vector. */
async function numbers(embedder: TextEmbedder, texts: readonly string[], as: 'query' | 'passage' = 'passage') {
  const embedded = await embedder.embed(texts, as, anybody);
  return embedded.kind === 'embedded' ? embedded.vectors.map((vector) => [...vector]) : embedded;
}

describe('a model in the ONNX format', () => {
  it('makes a vector of each text, the mean of its tokens', async () => {
    const embedder = await open();
    // With the marks in front and behind, four tokens.
    expect(await numbers(embedder, ['Tide moon', 'tide tide', 'unheard of'])).toEqual([
      [1, 1],
      [2, 0],
      [0, 0],
    ]);
  });

  it('takes the first token alone where the model is made for that', async () => {
    files = writeOnnx(folder.path, words, ['input_ids']);
    expect(await numbers(await open({ pooling: 'cls' }), ['tide moon'])).toEqual([[0, 0]]);
  });

  it('reads no more than it is to, and the mark at the end always', async () => {
    expect(await numbers(await open({ maxTokens: 3 }), ['tide moon moon moon'])).toEqual([[4 / 3, 0].map(Math.fround)]);
  });

  it('has what it wants to read put in front, for queries and passages apart', async () => {
    const embedder = await open({ prefixes: { query: 'moon ', passage: 'tide ' } });
    expect(await numbers(embedder, ['tide'], 'query')).toEqual([[1, 1]]);
    expect(await numbers(embedder, ['tide'], 'passage')).toEqual([[2, 0]]);
  });

  it('answers a query before the passages that wait', async () => {
    const embedder = await open();
    const order: string[] = [];
    const passages = embedder.embed(Array(20).fill('tide'), 'passage', anybody).then(() => order.push('passages'));
    const query = embedder.embed(['moon'], 'query', anybody).then(() => order.push('query'));
    await Promise.all([passages, query]);
    expect(order).toEqual(['query', 'passages']);
  });

  it('stops when nobody waits any more, and goes on for others', async () => {
    const embedder = await open();
    const stopped = new AbortController();
    const left = embedder.embed(['tide', 'tide'], 'passage', stopped.signal);
    stopped.abort();
    expect(await left).toMatchObject({ kind: 'failed' });
    expect(await numbers(embedder, ['moon moon'])).toEqual([[0, 2]]);
    expect(clock.sleepers).toBe(0);
  });

  it('is another one when its file, its tokenizer or what it reads changes', async () => {
    const ids = [(await open()).id];
    expect((await open({ prefixes: { query: 'moon ', passage: '' } })).id).toBe(ids[0]);
    ids.push((await open({ maxTokens: 100 })).id, (await open({ pooling: 'cls' })).id);
    ids.push((await open({ prefixes: { query: '', passage: 'tide ' } })).id);
    writeFileSync(files.tokenizer, `${readFileSync(files.tokenizer, 'utf8')} `);
    ids.push((await open()).id);
    files = writeOnnx(folder.path, { ...words, tide: [4, 1] });
    ids.push((await open()).id);
    expect(new Set(ids).size).toBe(6);
  });
});

describe('trouble with a model in a file', () => {
  it('is told at once when a file is not there', async () => {
    for (const key of ['model', 'tokenizer'] as const) {
      await expect(open({ [key]: join(folder.path, 'absent') })).rejects.toMatchObject({
        code: 'config',
        message: `The ${key} of search.embeddings.onnx is to be read from ${join(folder.path, 'absent')}, but there is no file that can be read.`,
      });
    }
  });

  it.each([
    ['no model at all', () => writeFileSync(files.model, 'no model')],
    ['a broken tokenizer', () => writeFileSync(files.tokenizer, '{')],
    ['an input that no text has', () => void writeOnnx(folder.path, words, ['input_ids', 'pixel_values'])],
  ])('is a failure with a reason, and over when the file is right: %s', async (_, spoil) => {
    const embedder = await open();
    spoil();
    expect(await embedder.embed(['tide'], 'passage', anybody)).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/^the model cannot be run: .+/),
    });
    writeOnnx(folder.path, words);
    expect(await numbers(embedder, ['tide tide'])).toEqual([[2, 0]]);
  });

  it('is a text that it makes nothing of, and that is the text’s fault', async () => {
    files = writeOnnx(folder.path, { ...words, abyss: [Number.POSITIVE_INFINITY, 0] });
    const embedder = await open();
    expect(await embedder.embed(['tide', 'abyss'], 'passage', anybody)).toMatchObject({ kind: 'refused' });
  });

  it('does not end with the thread, which is started again', async () => {
    const path = join(folder.path, 'worker.mjs');
    writeFileSync(
      path,
      `import { existsSync, writeFileSync } from 'node:fs';
       import { parentPort, workerData } from 'node:worker_threads';
       const died = workerData.model + '.died';
       if (existsSync(died)) await import(${JSON.stringify(workerUrl.href)});
       else parentPort.on('message', () => { writeFileSync(died, ''); process.exit(9); });`,
    );
    const embedder = await open({ workerUrl: pathToFileURL(path) });
    expect(await embedder.embed(['tide'], 'passage', anybody)).toEqual({
      kind: 'failed',
      reason: 'the model stopped: it ended with code 9',
    });
    expect(await numbers(embedder, ['tide tide'])).toEqual([[2, 0]]);
  });

  /** A thread that answers with how many texts it was given so far, and never when the text is to hang. */
  const counting = (): URL => {
    const path = join(folder.path, 'counting.mjs');
    writeFileSync(
      path,
      `import { parentPort } from 'node:worker_threads';
       let texts = 0;
       parentPort.on('message', (text) => {
         texts += 1;
         if (text !== 'hang') parentPort.postMessage({ kind: 'read', vector: Float32Array.of(texts) });
       });`,
    );
    return pathToFileURL(path);
  };

  /** Nobody waits for it any more when the thread has just been started. */
  async function giveUp(embedder: TextEmbedder, text: string): Promise<void> {
    const stopped = new AbortController();
    const left = embedder.embed([text], 'query', stopped.signal);
    stopped.abort();
    expect(await left).toEqual({ kind: 'failed', reason: 'the model was stopped' });
  }

  it('is not that a query was given up: what it has loaded meanwhile serves the next one', async () => {
    const embedder = await open({ workerUrl: counting() });
    await giveUp(embedder, 'tide');
    expect(await numbers(embedder, ['moon'], 'query')).toEqual([[2]]);
    expect(clock.sleepers).toBe(0);
  });

  it('ends after two minutes when it hangs, whether or not somebody waits', async () => {
    const embedder = await open({ workerUrl: counting() });
    await giveUp(embedder, 'hang');
    await clock.advance(119_000);
    const next = numbers(embedder, ['moon'], 'query');
    await clock.advance(1_000);
    expect(await next).toEqual([[1]]);
    expect(clock.sleepers).toBe(0);
  });

  it('names the packages that run it when they are not installed, in the versions that were tried', async () => {
    // Built files in a folder that is nowhere near the packages.
    cpSync(resolve(root, 'dist/src'), join(folder.path, 'src'), { recursive: true });
    writeFileSync(join(folder.path, 'package.json'), '{"type":"module"}');
    const program = `
      const { openOnnxEmbedder } = await import(${JSON.stringify(join(folder.path, 'src/embedding/models/onnx-embedder.js'))});
      await openOnnxEmbedder(${JSON.stringify(files)}).catch(({ code, hint }) => console.log(JSON.stringify({ code, hint })));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program]);
    const { devDependencies } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));
    const named = ['onnxruntime-web', '@huggingface/tokenizers'].map((name) => `${name}@${devDependencies[name]}`);
    expect(JSON.parse(stdout)).toMatchObject({ code: 'config', hint: expect.stringContaining(named.join(' ')) });
  });
});
