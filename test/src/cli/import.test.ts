import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runImport } from '../../../src/cli/import.js';
import { ProgressBar } from '../../../src/cli/progress.js';
import { openStore } from '../../../src/store/open.js';
import type { Store } from '../../../src/store/store.js';
import { paper } from '../../contract/store-samples.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { openFreshStore } from '../store/fresh-store.js';
import { leaveOldDatabase, papersAsBefore, piecesOfIndex, schemaBeforeRanking } from '../store/old-database.js';

class Paper {
  text = '';
  write(text: string): void {
    this.text += text;
  }
}

const record = (index: number) => ({
  id: `2405.${String(index).padStart(5, '0')}`,
  title: `Paper ${index}`,
  listedOn: '2024-05-27',
  upvotes: index,
});
const linesOf = (records: readonly unknown[]): string => records.map((line) => `${JSON.stringify(line)}\n`).join('');
const some = (count: number) => Array.from({ length: count }, (_, index) => record(index));

describe('the import command', () => {
  const clock = new FakeClock('2026-11-24T09:00:00Z');
  let folder: string;
  let store: Store;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'broadsheet-import-'));
    store = await openFreshStore(clock);
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function run(files: Readonly<Record<string, string | Uint8Array>>, isTTY = false) {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const [out, err] = [new Paper(), new Paper()];
    const paths = Object.keys(files).map((name) => join(folder, name));
    const exitCode = await runImport({ files: paths, store, clock, out, err, isTTY, columns: 80 });
    const plain = (text: string): string => text.replaceAll(`${folder}/`, '');
    return { exitCode, out: plain(out.text), err: plain(err.text) };
  }

  test('says what was added, updated, unchanged and skipped, and why', async () => {
    await run({ 'first.jsonl': linesOf(some(3)) });
    const again = [{ ...record(0), upvotes: 9 }, record(1), record(7), { id: 24051 }, 1, 2, 3, 4];
    expect(await run({ 'second.jsonl': linesOf(again) })).toEqual({
      exitCode: 0,
      out: [
        'second.jsonl: 1 added, 1 updated, 1 unchanged, 5 skipped:',
        '  4 × it is no paper (line 5, line 6, line 7, …)',
        '  1 × its id is a number that names no paper (24051)',
        'Read 3 papers from 1 file in 0 ms.',
        '',
      ].join('\n'),
      err: '',
    });
  });

  test('ends with 65 when a file cannot be used, after the others', async () => {
    expect(await run({ 'prose.txt': 'Hello.', 'list.jsonl': linesOf(some(1200)) })).toEqual({
      exitCode: 65,
      out:
        'list.jsonl: 1,200 added, 0 updated, 0 unchanged, 0 skipped.\n' +
        'Read 1,200 papers from 1 of 2 files in 0 ms; 1 could not be used, see above.\n',
      err:
        'prose.txt holds no papers: line 1 cannot be used, it is not valid JSON. ' +
        'Give a file of Hugging Face daily papers (JSON) or of papers as JSON lines, plain or gzipped.\n',
    });
    expect(await store.papers.count()).toBe(1200);
  });

  test('ends with 65 when a file breaks off, and says what to do', async () => {
    const whole = gzipSync(linesOf(some(1500)));
    const { exitCode, out, err } = await run({ 'list.jsonl.gz': whole.subarray(0, whole.length - 9) });
    expect(exitCode).toBe(65);
    expect(out).toMatch(/from 1 file in 0 ms; 1 breaks off, see above\.\n$/);
    expect(err).toBe(
      'list.jsonl.gz breaks off: the compressed data is cut off. ' +
        'What came before is stored; get the whole file and import it again, nothing is stored twice.\n',
    );
  });

  test('says which papers came without something that cannot be read', async () => {
    const records = [...some(4).map((one) => ({ ...one, published: '2024-02-31' })), { ...record(9), upvotes: 'x' }];
    expect(await run({ 'list.jsonl': linesOf(records) })).toMatchObject({
      exitCode: 0,
      out: [
        'list.jsonl: 5 added, 0 updated, 0 unchanged, 0 skipped:',
        '  4 papers without their published date, which cannot be used (2405.00000, 2405.00001, 2405.00002, …)',
        '  1 paper without its upvotes, which cannot be used (2405.00009)',
        'Read 5 papers from 1 file in 0 ms.',
        '',
      ].join('\n'),
    });
  });

  test('ends with 130 when it is interrupted, and says how to go on', async () => {
    const path = join(folder, 'list.jsonl');
    await writeFile(path, linesOf(some(1200)));
    const [out, err] = [new Paper(), new Paper()];
    const interrupted = AbortSignal.abort();
    const exitCode = await runImport({ files: [path], store, clock, out, err, isTTY: false, interrupted });
    expect(exitCode).toBe(130);
    expect(err.text).toBe('Stopped before the end; import again to go on, nothing is stored twice.\n');
  });

  test('draws its progress on a terminal only, and leaves nothing of it', async () => {
    const files = { 'list.jsonl': linesOf(some(1200)) };
    expect((await run(files)).err).toBe('');
    const { err } = await run(files, true);
    expect(err).toMatch(/list\.jsonl .*% 500 papers/);
    expect(err.endsWith('\r\u001b[K')).toBe(true);
  });
});

/** Each look at it is a tenth of a second later. */
class RunningClock extends FakeClock {
  #looks = 0;

  override monotonicMs(): number {
    this.#looks += 1;
    return this.#looks * 100;
  }
}

describe('an import into what an older program left', () => {
  test('renews the search index and brings it into one piece, shows how far it is, and ends at once when it is interrupted', async () => {
    const clock = new RunningClock('2026-11-24T09:00:00Z');
    const folder = await mkdtemp(join(tmpdir(), 'broadsheet-import-'));
    const path = join(folder, 'broadsheet.sqlite');
    const papers = Array.from({ length: 1_700 }, (_, index) => paper(`p${index}`));
    await leaveOldDatabase(path, schemaBeforeRanking, clock, papersAsBefore(papers));
    const store = await openStore({ path, mode: 'write', clock, log: new MemoryLog(), version: '1.2.3' });
    const err = new Paper();
    const command = { files: [], store, clock, out: new Paper(), isTTY: true, columns: 80 };
    const stopping = new AbortController();
    setImmediate(() => stopping.abort());
    expect(await runImport({ ...command, err: new Paper(), interrupted: stopping.signal })).toBe(130);
    expect(await store.searchIndex.renew(1)).toMatchObject({ isDone: false });
    expect(await runImport({ ...command, err })).toBe(0);
    expect(err.text).toMatch(/Renewing the search index \d\d%/);
    expect(err.text.endsWith('\r\u001b[K')).toBe(true);
    expect(await store.searchIndex.renew(1)).toEqual({ isDone: true, papers: 1_700, of: 1_700, texts: 0 });
    expect(piecesOfIndex(path)).toEqual([1, 1]);
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
});

describe('the progress bar', () => {
  test('shows share, papers, rate and the time left, at most ten times a second, within the width', async () => {
    const clock = new FakeClock('2026-11-24T09:00:00Z');
    const screen = new Paper();
    const bar = new ProgressBar({ write: (text) => screen.write(text), columns: 80, clock });
    const at = async (ms: number, bytesRead: number, papers: number): Promise<string> => {
      await clock.advance(ms);
      screen.text = '';
      bar.show({ path: '/archive/papers.jsonl.gz', bytesRead, bytesTotal: 1000, papers });
      return screen.text.replace('\r\u001b[K', '');
    };
    expect(await at(0, 0, 0)).toBe('papers.jsonl.gz ░░░░░░░░░░░░░░░ 0% 0 papers');
    expect(await at(50, 100, 500)).toBe('');
    const half = await at(9_950, 500, 50_000);
    expect(half).toMatch(/^papers\.jsonl\.gz █{8}░{7} 50% 50,000 papers 5,000\/s 10 s left$/);
    expect(half.length).toBeLessThan(80);
  });

  test('keeps a long name rather than the bar where there is no room for both', async () => {
    const clock = new FakeClock('2026-11-24T09:00:00Z');
    const shown = (columns: number): string => {
      const screen = new Paper();
      const bar = new ProgressBar({ write: (text) => screen.write(text), columns, clock });
      bar.showWork({ name: 'Giving 79,598 papers their directions', share: 0.25 });
      return screen.text.replace('\r\u001b[K', '');
    };
    expect(shown(100)).toMatch(/^Giving 79,598 papers their directions █{3}░{10} 25% 0 ms left$/);
    expect(shown(80)).toBe('Giving 79,598 papers their directions 25% 0 ms left');
    expect(shown(40)).toBe('25% 0 ms left');
  });
});
