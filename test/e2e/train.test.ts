import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readModel } from '../../src/search/model.js';
import { madeUpPapers } from '../src/training/made-up-papers.js';
import { ended, Program } from './program.js';

let program: Program;
let archive: string;
let out: string;

const lines = madeUpPapers(220).map((paper, index) =>
  JSON.stringify({
    id: `2405.${String(index + 1).padStart(5, '0')}`,
    submittedOn: '2024-05-27',
    categories: [],
    ...paper,
  }),
);

beforeEach(() => {
  program = new Program();
  archive = program.path('papers.jsonl');
  out = program.path('model.bin');
  writeFileSync(archive, lines.join('\n'));
});
afterEach(() => program.remove());

/** What stands beside the archive and must not be left there. */
const leftovers = (): readonly string[] => readdirSync(program.home).filter((name) => name.endsWith('.new'));

describe('training on the command line', () => {
  it('makes a model from archives, says how good it is, and makes the same one again', async () => {
    const more = program.path('more.jsonl.gz');
    writeFileSync(more, gzipSync(`${lines.slice(0, 50).join('\n')}\nno paper\n`));
    const { exitCode, output, errors } = await program.run(['train', '--archive', archive, more, '--out', out]);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output).toMatch(/^Read 220 papers; 1 entry could not be used\.$/m);
    expect(output).toMatch(/^Learnt from 209 of them in \d+ steps: \d+ stems in 8 dimensions\.$/m);
    expect(output).toMatch(
      /^Of 11 papers that were kept apart, the title finds its abstract first among 220 in \d+\.\d %\.$/m,
    );
    expect(output).toMatch(/^Wrote .*model\.bin \(\d+ kB, model [0-9a-f]{16}\) after /m);
    const bytes = readFileSync(out);
    const { origin } = readModel(bytes);
    expect(origin).toMatchObject({ source: 'papers.jsonl, more.jsonl.gz', papers: 209, from: '2024-05-27', seed: 1 });

    await program.run(['import', archive]);
    const again = program.path('again.bin');
    expect((await program.run(['train', '--out', again, '--seed', '7'])).exitCode).toBe(0);
    expect(readModel(readFileSync(again)).origin).toMatchObject({ source: 'the papers of a Broadsheet', seed: 7 });
    expect((await program.run(['train', '--archive', archive, more, '--out', again])).exitCode).toBe(0);
    expect(readFileSync(again).equals(bytes)).toBe(true);
    expect(leftovers()).toEqual([]);
  });

  it('refuses what it cannot use before it begins, in one sentence', async () => {
    const small = program.path('small.jsonl');
    writeFileSync(small, lines.slice(0, 20).join('\n'));
    const broken = program.path('broken.jsonl.gz');
    writeFileSync(broken, gzipSync(lines.join('\n')).subarray(0, -20));
    mkdirSync(program.path('folder'));
    const refusals = await Promise.all(
      [
        ['--shipped', '--out', out],
        [],
        ['--archive', small],
        ['--archive', archive, '--out', out, '--seed', 'one'],
        ['--archive', program.path('none.jsonl'), '--out', out],
        ['--archive', small, '--out', out],
        ['--archive', broken, '--out', out],
        ['--archive', archive, '--out', program.path('none/model.bin')],
        ['--archive', archive, '--out', program.path('folder')],
        ['--archive', archive, '--out', archive],
      ].map(async (words) => {
        const { exitCode, errors } = await program.run(['train', ...words]);
        return `${exitCode} ${errors.split('\n')[0]?.replaceAll(`${program.home}/`, '')}`;
      }),
    );
    expect(refusals).toEqual([
      "64 error: option '--shipped' cannot be used with option '--out <file>'",
      '65 There is no database at broadsheet.sqlite yet.',
      '65 A search model needs 200 papers with a title and an abstract to learn from; here are 20.',
      '64 --seed takes a whole number from 0 to 4294967295, not "one".',
      '65 none.jsonl cannot be read: there is no such file.',
      '65 A search model needs 200 papers with a title and an abstract to learn from; here are 20.',
      '65 broken.jsonl.gz breaks off: the compressed data is cut off.',
      '73 none/model.bin cannot be written: there is no such folder.',
      '73 folder cannot be written: it is a folder.',
      '73 papers.jsonl is there already, is no search model, and was left alone.',
    ]);
    expect(existsSync(out)).toBe(false);
    expect(leftovers()).toEqual([]);
  });

  it('writes nothing when it is interrupted', async () => {
    const child = program.spawn(['train', '--archive', archive, '--out', out]);
    while (!existsSync(`${out}.new`)) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGINT');
    expect(await ended(child)).toMatchObject({
      exitCode: 130,
      errors: 'Stopped before the end; nothing was written.\n',
    });
    expect(existsSync(out)).toBe(false);
    expect(leftovers()).toEqual([]);
  });
});

/** What the store says of models: the trained one's id, and of which model its papers have how many directions. */
function stored(): unknown {
  const database = new Sqlite(program.path('broadsheet.sqlite'), { readonly: true });
  const all = (sql: string): readonly unknown[] => database.prepare(sql).raw().all();
  try {
    return {
      trained: all('select id from search_model').flat(),
      directions: all('select model, count(*) from paper_vector group by model'),
    };
  } finally {
    database.close();
  }
}

const shippedId = readModel(readFileSync(resolve(import.meta.dirname, '../../config/search-model.bin'))).id;

describe('a model trained for the store', () => {
  beforeEach(async () => {
    await program.run(['import', archive]);
  });

  it('takes the place of the one that ships, for all papers, until that is asked for again', async () => {
    expect(stored()).toEqual({ trained: [], directions: [[shippedId, 220]] });
    const { exitCode, output, errors } = await program.run(['train']);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    const [, id] =
      /^Search goes by this model from now on \(([0-9a-f]{16})\), for 220 stored papers; /m.exec(output) ?? [];
    expect(output).toMatch(/^Learnt from 209 of them in /m);
    expect(stored()).toEqual({ trained: [id], directions: [[id, 220]] });
    expect((await program.run(['train', '--out', out])).exitCode).toBe(0);
    expect(readModel(readFileSync(out)).id).toBe(id);
    expect((await program.run(['search', 'protein'])).exitCode).toBe(0);

    const other = await program.run(['train', '--archive', archive, '--seed', '2']);
    expect(other.output).toMatch(/^Read 220 papers\.$/m);
    expect(stored()).not.toMatchObject({ trained: [id] });

    const back = await program.run(['train', '--shipped']);
    expect(back.output).toBe(`Search goes by the model that ships with the program again (${shippedId}).\n`);
    expect(stored()).toEqual({ trained: [], directions: [[shippedId, 220]] });
    const nothing = await program.run(['train', '--shipped']);
    expect(nothing).toMatchObject({ exitCode: 0, output: expect.stringContaining('nothing was changed') });
  });

  it('leaves everything as it was when it is interrupted, and holds the store until then', async () => {
    const before = stored();
    const child = program.spawn(['train'], { LOG_LEVEL: 'info' });
    const whole = ended(child);
    // While it still opens the database nobody else could.
    await new Promise<void>((resolve) => {
      let said = '';
      child.stderr?.on('data', (chunk) => {
        said += String(chunk);
        if (said.includes('train.learning')) resolve();
      });
    });
    const busy = 'Another Broadsheet is already using';
    // Trained on 220 papers it takes a second; it stands still while the others are asked.
    child.kill('SIGSTOP');
    for (const words of [['train'], ['train', '--shipped'], ['import', archive]]) {
      expect(await program.run(words)).toMatchObject({ exitCode: 75, errors: expect.stringContaining(busy) });
    }
    expect(await program.run(['search', 'protein'])).toMatchObject({ exitCode: 0, errors: '' });
    child.kill('SIGINT');
    child.kill('SIGCONT');
    expect(await whole).toMatchObject({
      exitCode: 130,
      output: '',
      errors: expect.stringMatching(/^Stopped before the end; search goes by the model that it had\.$/m),
    });
    expect(stored()).toEqual(before);
    expect((await program.run(['import', archive])).exitCode).toBe(0);
  });
});
