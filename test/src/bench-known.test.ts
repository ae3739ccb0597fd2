import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchiveRecord } from '../../src/papers/feeds/archive-record.js';
import type { Paper } from '../../src/papers/paper.js';
import { slipsBetween } from '../../src/search/spelling.js';
import { benchKnown } from '../bench/known/bench.js';
import { Chance, withTypo } from '../bench/known/chance.js';
import { knownItems } from '../bench/known/known-items.js';
import { queryKinds } from '../bench/known/query-kinds.js';
import { firstHits, scoreOf } from '../bench/known/success.js';
import { pairedTest } from '../bench/peers/paired-test.js';
import { seededRandom } from '../fake/ids.js';

const record = {
  id: '2405.14906',
  title: 'AutoCoder: Tuning Code Models with AIEV-Instruct',
  abstract: `A Made Up (MUP) text of ${Array.from({ length: 30 }, (_, index) => `word${index}`).join(' ')}`,
  authors: ['Bin Lei', { name: 'Yuchen Li' }],
};
const records = [
  record,
  { ...record, id: '2405.14907', title: 'Sparse Attention Kernels for Fast Decoding', authors: ['Ada B. Sørensen'] },
  { ...record, id: '2405.14908', title: 'On it', authors: ['Nobody Else'] },
  { ...record, id: '2405.14909', title: 'Sparse Mixture Routing without Authors', authors: [] },
];

const papers: readonly Paper[] = records.map((one) => {
  const read = readArchiveRecord(one);
  if (read.kind === 'unusable') throw new Error(read.reason);
  return read.paper;
});

const items = knownItems(papers, 300, 42);
const textsOf = (kind: string, key = record.id): readonly string[] =>
  items.filter((item) => item.kind === kind && item.paper === key).map(({ text: typed }) => typed);

describe('queries for papers that somebody knows', () => {
  it('are made of papers with authors, an abstract and three telling words in the title', () => {
    expect([...new Set(items.map(({ paper }) => paper))].sort()).toEqual(['2405.14906', '2405.14907']);
  });

  it('are of all nine kinds, as people type them', () => {
    expect(queryKinds).toHaveLength(9);
    expect(textsOf('title words')[0]?.split(' ').length).toBeOneOf([2, 3]);
    expect(textsOf('3 random title words')[0]?.split(' ')).toHaveLength(3);
    expect(textsOf('surname + title word')[0]).toMatch(/^lei \w+$/);
    expect(textsOf('surname + title word', '2405.14907')[0]).toMatch(/^sørensen \w+$/);
    expect(record.abstract).toContain(textsOf('5-word phrase of abstract')[0]);
    expect(textsOf('joined compound + 1 word')[0]).toMatch(/^aievinstruct \w+$/);
    expect(textsOf('split CamelCase name')).toEqual(['auto coder']);
    expect(textsOf('name before the colon')).toEqual(['autocoder']);
    expect(textsOf('abstract acronym + title word')[0]).toMatch(/^mup \w+$/);
  });

  it('are left out where a paper has nothing of a kind', () => {
    expect(textsOf('joined compound + 1 word', '2405.14907')).toEqual([]);
    expect(textsOf('split CamelCase name', '2405.14907')).toEqual([]);
    expect(textsOf('name before the colon', '2405.14907')).toEqual([]);
  });

  it('are the same for the same seed, in whatever order the papers come', () => {
    expect(knownItems(papers.toReversed(), 300, 42)).toEqual(items);
    expect(knownItems(papers, 300, 43)).not.toEqual(items);
  });

  it('have one word with one slip where a typo is asked for', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        for (const { kind, text: typed, paper } of knownItems(papers, 300, seed)) {
          if (kind !== '3 title words, one typo') continue;
          const meant = papers.find(({ key }) => key === paper)?.title.toLowerCase() ?? '';
          const title: readonly string[] = meant.match(/[a-z]+/g) ?? [];
          const wrong = typed.split(' ').filter((word) => !title.includes(word));
          expect(wrong).toHaveLength(1);
          const [word = ''] = wrong;
          expect(title.some((one) => one[0] === word[0] && slipsBetween(one, word, 2) === 1)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('a typo', () => {
  it('is one slip and keeps the first letter', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{5,20}$/), fc.nat(), (word, seed) => {
        const typed = withTypo(word, new Chance(seededRandom(seed)));
        expect(typed[0]).toBe(word[0]);
        expect(slipsBetween(word, typed, 2)).toBe(1);
      }),
    );
  });
});

describe('success', () => {
  const [first, second] = queryKinds.map(({ name }) => name);
  const item = (kind = '', key = ''): (typeof items)[number] => ({ kind, text: 'x', paper: key as Paper['key'] });
  const asked = [item(first, 'a'), item(first, 'b'), item(second, 'c'), item(second, 'd')];
  const found = [['a'], ['x', 'b'], ['c'], ['1', '2', '3', '4', '5', 'd']];

  it('counts the first result and the first five, kind by kind', () => {
    const { kinds, s1, s5 } = scoreOf(asked, found);
    expect(kinds[first ?? '']).toEqual({ s1: 0.5, s5: 1, queries: 2 });
    expect(kinds[second ?? '']).toEqual({ s1: 0.5, s5: 0.5, queries: 2 });
    expect([s1, s5]).toEqual([0.5, 0.75]);
    expect(firstHits(asked, found)).toEqual([1, 0, 1, 0]);
  });

  it('leaves kinds without a query out of the mean', () => {
    expect(scoreOf(asked, found).kinds['split CamelCase name']).toEqual({ s1: null, s5: null, queries: 0 });
  });
});

describe('the paired test', () => {
  it('finds nothing where two systems are equal', () => {
    expect(pairedTest([1, 0, 1], [1, 0, 1], 1)).toBe(1);
  });

  it('comes near the exact share of sign flips', () => {
    // Of the eight ways to give three equal differences a sign, two are as far from zero.
    expect(pairedTest([1, 1, 1, 0], [0, 0, 0, 0], 1)).toBeCloseTo(0.25, 1);
  });
});

describe('the command', () => {
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-known-'));
  const archive = join(home, 'papers.jsonl');
  beforeAll(() => writeFileSync(archive, records.map((one) => `${JSON.stringify(one)}\n`).join('')));
  afterAll(() => rmSync(home, { recursive: true }));

  async function run(...args: readonly string[]) {
    const main = resolve(import.meta.dirname, '../../dist/test/bench/main.js');
    const child = spawn(process.execPath, [main, 'known', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { output, errors, exitCode: child.exitCode };
  }

  it('prints nothing but one line of JSON on standard output', async () => {
    const { output, exitCode } = await run('--archive', archive, '--json', '--only', 'ours,fts5');
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^\{.*\}\n$/);
    const { seed, systems } = JSON.parse(output);
    expect(seed).toBe(42);
    expect(Object.keys(systems)).toEqual(['ours', 'fts5']);
    expect(Object.keys(systems.ours.kinds)).toEqual(queryKinds.map(({ name }) => name));
    expect(systems.fts5.kinds['title words']).toEqual({ s1: 1, s5: 1, queries: 2 });
    expect(systems.ours).toMatchObject({ s1: expect.any(Number), s5: expect.any(Number) });
  });

  it('says on standard error, in a sentence, what it needs', async () => {
    const { output, errors, exitCode } = await run('--json');
    expect({ output, exitCode }).toEqual({ output: '', exitCode: 64 });
    expect(errors).toMatch(/^This benchmark needs an archive of papers\. .+\n$/);
  });

  it.each([
    ['a seed that is no number', ['--seed', 'x'], 'usage', '--seed takes a whole number from 0, not "x".'],
    ['no papers to sample', ['--papers', '0'], 'usage', '--papers takes a whole number from 1, not "0".'],
    ['an unknown system', ['--only', 'x'], 'usage', 'There is no system "x" in this benchmark.'],
    ['an unknown option', ['--archiv', 'x'], 'usage', "Unknown option '--archiv'."],
    ['a missing file', ['--archive', '/none'], 'data', '/none cannot be read: there is no such file.'],
  ])('refuses %s', async (_what, args, code, message) => {
    await expect(benchKnown(['--archive', archive, ...args])).rejects.toMatchObject({ code, message });
  });

  it('refuses an archive without a paper to look for', async () => {
    const poor = join(home, 'poor.jsonl');
    writeFileSync(poor, `${JSON.stringify({ ...record, authors: [] })}\n`);
    const message = `No paper of ${poor} has authors, an abstract and three telling words in its title.`;
    await expect(benchKnown(['--archive', poor])).rejects.toMatchObject({ code: 'data', message });
  });
});
