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
