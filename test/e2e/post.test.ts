import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FeedServer } from '../fake/feed-server.js';
import { type PayloadPaper, payloadShapes } from '../fixture/feeds/payloads.js';
import { idsIn, Program } from './program.js';

let program: Program;
let server: FeedServer;

beforeEach(async () => {
  program = new Program();
  server = await FeedServer.start();
  program.environment = { HF_API_URL: server.url };
});

afterEach(async () => {
  program.remove();
  await server.close();
});

const shapes = Object.values(payloadShapes);

/** A list of papers whose ids tell their day and place; upvotes go up with the place. */
function list(day: string, count: number, shape = 2): void {
  const prefix = `2608.${day.slice(-2)}`;
  const papers = Array.from(
    { length: count },
    (_, place): PayloadPaper => ({
      id: `${prefix}${String(place).padStart(3, '0')}`,
      upvotes: place,
    }),
  );
  const item = shapes[shape];
  if (item === undefined) throw new Error(`no shape ${shape}`);
  server.list(
    day,
    papers.map((paper) => item(paper, day)),
  );
}

const best = (day: string, from: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `2608.${day.slice(-2)}${String(from - index).padStart(3, '0')}`);

describe('posting the edition of a date', () => {
  it('plays a week of all payload shapes, over a weekend, and shows nothing twice', async () => {
    list('2026-08-13', 50, 0);
    list('2026-08-14', 12, 1);
    list('2026-08-17', 5, 2);
    const seen = new Set<string>();
    const expected = [
      ['2026-08-13', best('2026-08-13', 49, 10)],
      ['2026-08-14', best('2026-08-14', 11, 10)],
      ['2026-08-17', best('2026-08-17', 4, 5)],
    ] as const;
    for (const [date, ids] of expected) {
      const { exitCode, output } = await program.run(['post', '--date', date]);
      expect(exitCode).toBe(0);
      expect(idsIn(output)).toEqual(ids);
      expect(output).toContain('Posted afterwards');
      for (const id of ids) expect(seen.has(id)).toBe(false);
      for (const id of ids) seen.add(id);
    }
    const saturday = await program.run(['post', '--date', '2026-08-15']);
    expect(saturday).toMatchObject({ exitCode: 0, errors: '' });
    expect(saturday.output).toContain('No new papers');
    expect((await program.run(['post', '--date', '2026-08-15'])).output).not.toContain('No new papers');
    expect(server.violations).toEqual([]);
  });

  it('says that a date was posted before, and posts nothing', async () => {
    list('2026-08-13', 12);
    await program.run(['post', '--date', '2026-08-13']);
    const { exitCode, output } = await program.run(['post', '--date', '2026-08-13']);
    expect(exitCode).toBe(0);
    expect(idsIn(output)).toEqual([]);
    expect(output).toContain('posted before');
  });

  it('reads lists that come in pages', async () => {
    server.pageSize = 7;
    list('2026-08-13', 30);
    const { output } = await program.run(['post', '--date', '2026-08-13']);
    expect(idsIn(output)).toEqual(best('2026-08-13', 29, 10));
    expect(output).toContain('10 of 30 new papers');
  });

  it('shows a dry run and changes nothing', async () => {
    list('2026-08-13', 12);
    const dry = await program.run(['post', '--date', '2026-08-13', '--dry-run']);
    expect(idsIn(dry.output)).toHaveLength(10);
    expect(dry.output).toContain('would be posted');
    const real = await program.run(['post', '--date', '2026-08-13']);
    expect(idsIn(real.output)).toHaveLength(10);
  });

  it('prints titles with markup, mentions, line breaks and escape sequences as mere text', async () => {
    const title =
      '<!channel> **bold** $x_1$ & `code`\n @everyone \u001b[31mred\u001b]8;;https://evil.example\u0007 \u202egnp.exe';
    const item = payloadShapes[2026];
    server.list('2026-08-13', [
      item({ id: '2608.10000', title }, '2026-08-13'),
      item({ id: '2608.10010' }, '2026-08-13'),
    ]);
    const { output } = await program.run(['post', '--date', '2026-08-13']);
    expect(idsIn(output).toSorted()).toEqual(['2608.10000', '2608.10010']);
    expect(output).toContain('<!channel> **bold** $x_1$ & `code` @everyone');
    expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
  });

  it.each([
    ['an error status', { kind: 'status', status: 500 }],
    ['HTML', { kind: 'body', body: '<html>Maintenance</html>', type: 'text/html' }],
    ['a body that breaks off', { kind: 'cut off' }],
  ] as const)('takes %s for a failure, never for an empty list, and can be tried again', async (_, fault) => {
    list('2026-08-13', 12);
    server.always = fault;
    const failed = await program.run(['post', '--date', '2026-08-13']);
    expect(failed.exitCode).toBe(69);
    expect(failed.output).toContain('nothing was posted, Hugging Face could not be read');
    server.always = { kind: 'fine' };
    expect(idsIn((await program.run(['post', '--date', '2026-08-13'])).output)).toHaveLength(10);
  });

  it('needs no network for days that were imported', async () => {
    const file = program.path('papers.jsonl');
    const lines = Array.from({ length: 12 }, (_, index) =>
      JSON.stringify({
        id: `2503.0${index + 1000}`,
        title: `Imported ${index}`,
        abstract: 'A.',
        authors: [],
        listedOn: '2025-03-04',
        upvotes: index,
      }),
    );
    writeFileSync(file, lines.join('\n'));
    expect((await program.run(['import', file])).exitCode).toBe(0);
    server.always = { kind: 'status', status: 503 };
    const { exitCode, output } = await program.run(['post', '--date', '2025-03-04']);
    expect(exitCode).toBe(0);
    expect(idsIn(output)[0]).toBe('2503.01011');
  });
});
