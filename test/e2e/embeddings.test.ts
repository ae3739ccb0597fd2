import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddingsServer } from '../fake/embeddings-server.js';
import { writeOnnx } from '../fake/onnx-file.js';
import { ended, Program } from './program.js';

const key = 'sk-embeddings-0123456789abcdef';

let program: Program;

beforeEach(async () => {
  program = new Program();
  const papers = [
    { id: '2601.00001', title: 'Tides at night', abstract: 'Of the moon and the moon alone.' },
    { id: '2601.00002', title: 'Tides at noon', abstract: 'Of sand and sand, wherever it may be found.' },
  ];
  const file = program.path('papers.jsonl');
  writeFileSync(file, papers.map((paper) => JSON.stringify(paper)).join('\n'));
  await program.run(['import', file]);
});
afterEach(() => program.remove());

function configure(...lines: readonly string[]): void {
  const path = program.path('broadsheet.yaml');
  writeFileSync(path, ['terminal: true', 'search:', '  embeddings:', ...lines.map((line) => `    ${line}`)].join('\n'));
  program.environment = { ...program.environment, BROADSHEET_CONFIG: path, LOG_LEVEL: 'debug' };
}

/** Starts the bot, asks for its state until the model has read all papers, and leaves. Hands back all that it wrote. */
async function readAll(): Promise<string> {
  const child = program.spawn(['start']);
  const whole = ended(child);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  while (child.stdout !== null && !output.includes('has read all papers') && child.exitCode === null) {
    child.stdin?.write('/paper status\n');
    await once(child.stdout, 'data');
  }
  child.stdin?.end();
  const { errors, exitCode } = await whole;
  expect(exitCode).toBe(0);
  return output + errors;
}

/** The titles that a search finds, in order. */
async function titles(words: string): Promise<{ readonly found: readonly string[]; readonly written: string }> {
  const { output, errors } = await program.run(['search', words]);
  return { found: output.match(/Tides at \w+/g) ?? [], written: output + errors };
}

const bytes = (): string =>
  ['broadsheet.sqlite', 'terminal.jsonl'].map((name) => readFileSync(program.path(name), 'latin1')).join();

describe('a model behind an address', () => {
  let server: EmbeddingsServer;
  beforeEach(async () => {
    server = await EmbeddingsServer.start();
    server.vocabulary = ['moon', 'sand', 'dune'];
    server.key = key;
    configure('openai:', `  url: ${server.url}`, '  model: words');
    program.environment = { ...program.environment, BROADSHEET_EMBEDDINGS_KEY: key };
  });
  afterEach(async () => {
    expect(server.violations).toEqual([]);
    await server.close();
  });

  it('reads all papers while the bot runs, and has its say in a search', async () => {
    const said = await readAll();
    expect(server.requests.flat()).toContain('Tides at noon\nOf sand and sand, wherever it may be found.');
    // No paper has the word, which the model takes for one of the moon.
    server.vocabulary = ['dune', 'sand', 'none'];
    const dunes = await titles('tides dunes');
    expect(dunes.found).toEqual(['Tides at night', 'Tides at noon']);
    for (const written of [said, dunes.written, bytes()]) expect(written).not.toContain(key);
    program.environment = {};
    expect((await titles('tides dunes')).found).toEqual(['Tides at noon', 'Tides at night']);
  });

  it('that takes no other key is told without it, and searches go on', async () => {
    server.key = 'another';
    const child = program.spawn(['start']);
    const whole = ended(child);
    await server.arrived(1);
    child.stdin?.end('/paper search tides\n');
    const { output, errors, exitCode } = await whole;
    const search = await titles('tides');
    expect(exitCode).toBe(0);
    expect(search.found).toHaveLength(2);
    expect(search.written).toContain('it does not take the key in BROADSHEET_EMBEDDINGS_KEY (status 401)');
    for (const written of [output, errors, search.written, bytes()]) expect(written).not.toContain(key);
  });
});

describe('a model in a file', () => {
  it('reads all papers while the bot runs, and has its say in a search', async () => {
    writeOnnx(program.home, { moon: [1, 0], sand: [0, 1], dunes: [0, 1] });
    configure('onnx:', '  model: model.onnx', '  tokenizer: tokenizer.json');
    await readAll();
    expect((await titles('tides dunes')).found).toEqual(['Tides at noon', 'Tides at night']);
    expect((await titles('tides moon')).found).toEqual(['Tides at night', 'Tides at noon']);
  });

  it('that is not there ends the start with 78 and a sentence', async () => {
    configure('onnx:', '  model: model.onnx', '  tokenizer: tokenizer.json');
    for (const words of [['start'], ['search', 'tides']]) {
      const { exitCode, errors } = await program.run(words);
      expect(exitCode).toBe(78);
      expect(errors).toContain('The model of search.embeddings.onnx is to be read from');
    }
  });
});
