import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Program } from './program.js';

const sample = resolve(import.meta.dirname, '../../config/sample/papers.jsonl');

let program: Program;

beforeEach(async () => {
  program = new Program();
  await program.run(['import', sample]);
});

afterEach(() => program.remove());

describe('a search on the command line', () => {
  it('that cannot be understood ends with 64, what is wrong and the right form', async () => {
    for (const [words, wrong] of [
      [[], 'A search needs words or a filter'],
      [[' '], 'A search needs words or a filter'],
      [['cat:'], 'cat: takes one arXiv category'],
      [['agents', 'min:many'], 'min: takes a number of upvotes'],
    ] as const) {
      const { exitCode, output, errors } = await program.run(['search', ...words]);
      expect({ exitCode, output }).toEqual({ exitCode: 64, output: '' });
      expect(errors).toContain(wrong);
      expect(errors).toContain('The right form: search <words>');
    }
  });

  it('says how to turn the page where there are no buttons', async () => {
    const first = await program.run(['search', 'agent']);
    expect(first.exitCode).toBe(0);
    expect(first.output).toContain('For the next page add page:2.');
    const second = await program.run(['search', 'agent', 'page:2']);
    expect(second.output).toContain('6-10 of');
    expect(second.output).toContain('add page:3');
  });

  it('that finds nothing has ended well', async () => {
    const { exitCode, output } = await program.run(['search', 'zzzqqq']);
    expect(exitCode).toBe(0);
    expect(output).toContain('Nothing for "zzzqqq".');
    expect(output).not.toContain('page:');
  });

  it('that goes wrong inside ends with 70', async () => {
    program.alter('drop table paper_text');
    const { exitCode, output, errors } = await program.run(['search', 'agent']);
    expect({ exitCode, output }).toEqual({ exitCode: 70, output: '' });
    expect(errors).toContain('The search failed.');
  });

  it('in a damaged database ends with 65', async () => {
    const file = program.path('broadsheet.sqlite');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xaa, 8192, bytes.length - 8192));
    const { exitCode, output, errors } = await program.run(['search', 'agent']);
    expect({ exitCode, output }).toEqual({ exitCode: 65, output: '' });
    expect(errors).toContain('broadsheet.sqlite');
  });
});

describe('papers like one of them on the command line', () => {
  it('are listed as a search lists what it found, page by page', async () => {
    const first = await program.run(['similar', '2606.16613']);
    expect(first.exitCode).toBe(0);
    expect(first.output).toContain('Like CoffeeBench');
    expect(first.output).toContain('For the next page add page:2.');
    const second = await program.run(['similar', 'https://arxiv.org/abs/2606.16613v1', 'page:2']);
    expect(second.output).toContain('6-10 of');
  });

  it('are none for a paper that is not there, which has ended well', async () => {
    const { exitCode, output } = await program.run(['similar', '2405.14906']);
    expect(exitCode).toBe(0);
    expect(output).toContain('There is no paper 2405.14906 here');
  });

  it('cannot be told of what names no paper: 64, and the right form', async () => {
    for (const words of [[], ['cats'], ['2606.16613', 'page:9']]) {
      const { exitCode, output, errors } = await program.run(['similar', ...words]);
      expect({ exitCode, output }).toEqual({ exitCode: 64, output: '' });
      expect(errors).toContain('The right form: similar <id|url|number>');
    }
  });
});
