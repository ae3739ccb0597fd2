import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FeedServer } from '../fake/feed-server.js';
import { seededRandom } from '../fake/ids.js';
import { item2026 } from '../fixture/feeds/payloads.js';
import { ended, idsIn, mainFile, Program } from './program.js';

let program: Program;

beforeEach(() => {
  program = new Program();
});

afterEach(() => program.remove());

/** Runs the program and kills it after so many reads of a file, which spreads the moments without a timer. */
async function killed(words: readonly string[], looks: number): Promise<string> {
  const child = program.spawn(words);
  const end = ended(child);
  for (let look = 0; look < looks && child.exitCode === null; look += 1) await breath();
  child.kill('SIGKILL');
  return (await end).output;
}

/** A moment that passes by doing something: one read of a small file. */
const breath = (): Promise<unknown> => readFile(mainFile);

describe('a process that is killed', () => {
  it('while it posts, shows the edition once in the end, whatever the moment', async () => {
    const server = await FeedServer.start();
    const day = '2026-08-13';
    server.list(
      day,
      Array.from({ length: 12 }, (_, place) => item2026({ id: `2608.${10_000 + place}`, upvotes: place }, day)),
    );
    program.environment = { HF_API_URL: server.url };
    const random = seededRandom(5);
    const printed: string[] = [];
    for (let kill = 0; kill < 12; kill += 1) printed.push(await killed(['post', '--date', day], random() * 900));
    printed.push((await program.run(['post', '--date', day])).output);
    const posts = readFileSync(program.path('terminal.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('Daily papers'));
    expect(posts).toHaveLength(1);
    const unmarked = printed.filter((output) => idsIn(output).length > 0 && !output.includes('before the last stop'));
    expect(unmarked.length).toBeLessThanOrEqual(1);
    await server.close();
  });

  it('while it imports, leaves a store that the next import completes', async () => {
    const file = program.path('papers.jsonl');
    const papers = 6000;
    const line = (index: number) =>
      JSON.stringify({
        id: `2503.${10_000 + index}`,
        title: `Paper ${index}`,
        abstract: 'word '.repeat(50),
        authors: ['A B'],
        listedOn: '2025-03-04',
        upvotes: index,
      });
    writeFileSync(file, Array.from({ length: papers }, (_, index) => line(index)).join('\n'));
    for (const moment of [0.2, 0.5, 0.8]) await killed(['import', file], moment * 1500);
    const { exitCode, output } = await program.run(['import', file]);
    expect(exitCode).toBe(0);
    const [, added = '', unchanged = ''] =
      /: ([\d,]+) added, 0 updated, ([\d,]+) unchanged, 0 skipped/.exec(output) ?? [];
    const countOf = (text: string): number => Number(text.replaceAll(',', ''));
    expect(countOf(added) + countOf(unchanged)).toBe(papers);
    expect((await program.run(['import', file])).output).toContain(`${papers.toLocaleString('en-US')} unchanged`);
    expect((await program.run(['search', 'paper', 'min:5999'])).output).toContain('Paper 5999');
  });
});

describe('a data folder that cannot be used', () => {
  it.each([
    ['a file that is no database', 'This is a letter, not a database. '.repeat(40)],
    ['an empty file', ''],
  ])('refuses %s with a sentence, and does not touch it', async (_, content) => {
    writeFileSync(program.path('broadsheet.sqlite'), content);
    const { exitCode, output, errors } = await program.run([]);
    expect(exitCode).toBe(65);
    expect(output).toBe('');
    expect(errors).toContain('broadsheet.sqlite');
    expect(readFileSync(program.path('broadsheet.sqlite'), 'utf8')).toBe(content);
  });

  it('says when the folder is a file', async () => {
    writeFileSync(program.path('file'), '');
    program.environment = { ...program.environment, BROADSHEET_HOME: program.path('file') };
    const { exitCode, errors } = await program.run([]);
    expect(exitCode).toBe(73);
    expect(errors).toContain(program.path('file'));
  });
});

describe('a wrong configuration', () => {
  it('is told whole, with the place and the way out of each problem', async () => {
    const file = program.path('broadsheet.yaml');
    writeFileSync(
      file,
      'defaults:\n  time: 25:00\n  zone: Mars/Olympus\nchanels: []\neditions:\n  deadlineHours: soon\n',
    );
    program.environment = { ...program.environment, BROADSHEET_CONFIG: file, LOG_LEVEL: 'loud' };
    const { exitCode, output, errors } = await program.run([]);
    expect(exitCode).toBe(78);
    expect(output).toBe('');
    for (const word of ['defaults.time', 'defaults.zone', 'channels', 'deadlineHours', 'LOG_LEVEL'])
      expect(errors).toContain(word);
  });

  it('names a feed whose file is not there, instead of showing the sample', async () => {
    const file = program.path('broadsheet.yaml');
    writeFileSync(file, 'feeds:\n  - id: notes\n    kind: file\n    path: nots.jsonl\ndefaults:\n  feeds: [notes]\n');
    program.environment = { ...program.environment, BROADSHEET_CONFIG: file };
    const { exitCode, output, errors } = await program.run([]);
    expect({ exitCode, output }).toEqual({ exitCode: 78, output: '' });
    expect(errors).toContain(`The feed notes is to read ${program.path('nots.jsonl')}, but there is no such file.`);
  });
});
