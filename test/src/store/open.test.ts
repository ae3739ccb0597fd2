import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BroadsheetError, type ErrorCode } from '../../../src/kernel/errors.js';
import { openStore } from '../../../src/store/open.js';
import type { Store } from '../../../src/store/store.js';
import { date, key, submission, subscription } from '../../contract/store-samples.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { temporaryFolder } from './fresh-store.js';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'broadsheet.sqlite');
});
afterEach(() => folder.remove());

const open = (mode: 'write' | 'read' = 'write', file = path): Promise<Store> =>
  openStore({ path: file, mode, clock: new FakeClock('2026-11-24T09:00:00Z'), log: new MemoryLog(), version: '1.2.3' });

async function withStore<T>(body: (store: Store) => Promise<T>, mode: 'write' | 'read' = 'write'): Promise<T> {
  const store = await open(mode);
  return body(store).finally(() => store.close());
}

async function refusal(opening: Promise<Store>): Promise<BroadsheetError> {
  const thrown = await opening.then(
    (store) => store.close().then(() => undefined),
    (error: unknown) => error,
  );
  if (thrown instanceof BroadsheetError) return thrown;
  throw new Error(`expected a BroadsheetError, got ${String(thrown)}`);
}

async function expectRefusal(code: ErrorCode, says: RegExp, hint: RegExp, mode: 'write' | 'read' = 'write') {
  const error = await refusal(open(mode));
  expect(error.code).toBe(code);
  expect(error.message).toMatch(says);
  expect(error.message).toContain(path);
  expect(error.hint).toMatch(hint);
}

function tamper(body: (database: Sqlite.Database) => void): void {
  const database = new Sqlite(path);
  body(database);
  database.close();
}

const savePapers = (store: Store, count: number) =>
  store.papers.save(
    Array.from({ length: count }, (_, index) => submission(`2406.${10000 + index}`, '2026-06-02', index)),
  );

describe('opening a store to write', () => {
  it('makes the folder and the file, and finds everything again the next time', async () => {
    path = join(folder.path, 'new', 'deep', 'broadsheet.sqlite');
    await withStore((store) => savePapers(store, 3));
    expect(await withStore((store) => store.papers.count())).toBe(3);
    expect(readdirSync(join(folder.path, 'new', 'deep')).sort()).toEqual([
      'broadsheet.sqlite',
      'broadsheet.sqlite.lock',
    ]);
  });

  it("is refused while another has it open, by the file's name, and allowed once that is closed", async () => {
    const first = await open();
    const error = await refusal(open());
    expect(error.code).toBe('locked');
    expect(error.exitCode).toBe(75);
    expect(error.message).toContain(path);
    await savePapers(first, 1);
    await first.close();
    expect(await withStore((store) => store.papers.count())).toBe(1);
  });

  it('lets go of the lock when the file is refused', async () => {
    writeFileSync(path, 'not a database, by any reading of the header');
    await expectRefusal('data', /not a database/, /backup/);
    writeFileSync(path, '');
    await expectRefusal('data', /empty/, /backup/);
  });

  it('refuses an empty file instead of beginning anew in it', async () => {
    writeFileSync(path, '');
    await expectRefusal('data', /empty/, /^Run "broadsheet restore <file>" with a backup/);
    expect(readFileSync(path)).toHaveLength(0);
  });

  it('refuses a file that is no database and leaves it as it is', async () => {
    const text = 'Dear diary, '.repeat(1000);
    writeFileSync(path, text);
    await expectRefusal('data', /not a database/, /^Run "broadsheet restore <file>" with a backup/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('refuses a database of another program', async () => {
    tamper((database) => database.exec('create table diary (entry text)'));
    await expectRefusal('data', /another program/, /^Run "broadsheet restore <file>" with a backup/);
  });

  it('refuses a database of a newer version, naming both schemas', async () => {
    await withStore(() => Promise.resolve());
    tamper((database) => database.pragma('user_version = 99'));
    await expectRefusal('data', /newer Broadsheet \(schema 99; version 1\.2\.3 knows \d+\)/, /newer version again/);
    await expectRefusal('data', /newer Broadsheet/, /newer version again/, 'read');
  });

  it('refuses a damaged file', async () => {
    await withStore((store) => savePapers(store, 500));
    const bytes = readFileSync(path);
    // One page in the middle: opening works, and so would most of the writing.
    const page = 4096 * Math.floor(bytes.length / 4096 / 2);
    bytes.fill(0x5a, page, page + 4096);
    writeFileSync(path, bytes);
    await expectRefusal('data', /damaged/, /broadsheet restore <file>/);
  });

  it('refuses a header that was overwritten', async () => {
    await withStore((store) => savePapers(store, 5));
    const bytes = readFileSync(path);
    bytes.fill(0xff, 0, 16);
    writeFileSync(path, bytes);
    await expectRefusal('data', /not a database/, /backup/);
  });

  it('refuses to begin anew beside the log of a database that is gone', async () => {
    writeFileSync(`${path}-wal`, 'what was written last');
    await expectRefusal('data', /its log is/, /^Run "broadsheet restore <file>" with a backup/);
    expect(existsSync(path)).toBe(false);
  });

  it('refuses a folder in the place of the file', async () => {
    mkdirSync(path);
    await expectRefusal('data', /not a file/, /^Run "broadsheet restore <file>" with a backup/);
  });

  it('says that a folder cannot be made', async () => {
    writeFileSync(join(folder.path, 'file'), '');
    const error = await refusal(open('write', join(folder.path, 'file', 'broadsheet.sqlite')));
    expect(error.exitCode).toBe(73);
    expect(error.message).toContain(join(folder.path, 'file'));
    expect(error.hint).toContain('BROADSHEET_HOME');
  });

  it('says that a folder is read-only', async () => {
    // Root may write anywhere but into the kernel's own folders.
    const isRoot = process.getuid?.() === 0;
    const closed = isRoot ? '/proc/self' : folder.path;
    if (!isRoot) chmodSync(closed, 0o555);
    const error = await refusal(open('write', join(closed, 'broadsheet.sqlite')));
    if (!isRoot) chmodSync(closed, 0o755);
    expect(error.code).toBe('cannotWrite');
    expect(error.message).toContain(closed);
  });

  it('removes what a creation that was cut off has left', async () => {
    writeFileSync(`${path}.new`, 'half a database');
    writeFileSync(`${path}.new-wal`, 'half a log');
    await withStore((store) => savePapers(store, 1));
    expect(readdirSync(folder.path).sort()).toEqual(['broadsheet.sqlite', 'broadsheet.sqlite.lock']);
  });
});

describe('a store whose file is damaged while it is open', () => {
  it('says so and writes nothing any more', async () => {
    await withStore((store) => savePapers(store, 500));
    await withStore(async (store) => {
      const bytes = readFileSync(path);
      bytes.fill(0x5a, 4096 * 40, bytes.length - 4096);
      writeFileSync(path, bytes);
      const damaged = { code: 'data', message: expect.stringContaining('damaged') };
      const keys = Array.from({ length: 500 }, (_, index) => key(`2406.${10000 + index}`));
      await expect(store.papers.find(keys)).rejects.toMatchObject(damaged);
      await expect(store.subscriptions.save([subscription('a')])).rejects.toMatchObject(damaged);
      await expect(store.transaction((tx) => tx.subscriptions.all())).rejects.toMatchObject(damaged);
    });
  });
});

describe('opening a store to read', () => {
  it('makes nothing and says how to get a database', async () => {
    await expectRefusal('data', /no database/, /broadsheet import/, 'read');
    expect(readdirSync(folder.path)).toEqual([]);
    const error = await refusal(open('read', join(folder.path, 'absent', 'broadsheet.sqlite')));
    expect(error.code).toBe('data');
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('works beside a writer and sees what it commits', async () => {
    const writer = await open();
    const reader = await open('read');
    expect(await reader.papers.count()).toBe(0);
    await savePapers(writer, 2);
    expect(await reader.papers.count()).toBe(2);
    expect(await reader.papers.listingDays([], date('2026-06-02'), 1)).toEqual([]);
    await writer.close();
    expect(await reader.papers.count()).toBe(2);
    await reader.close();
    await reader.close();
  });

  it('works when nobody writes, and after a reader everything can be written again', async () => {
    await withStore((store) => savePapers(store, 2));
    expect(await withStore((store) => store.papers.count(), 'read')).toBe(2);
    await withStore((store) => savePapers(store, 3));
    expect(await withStore((store) => store.papers.count(), 'read')).toBe(3);
  });

  it('refuses to write, in a transaction too', async () => {
    await withStore((store) => savePapers(store, 1));
    await withStore(async (store) => {
      await expect(savePapers(store, 2)).rejects.toMatchObject({ code: 'cannotWrite' });
      await expect(store.transaction((tx) => tx.papers.count())).rejects.toMatchObject({ code: 'cannotWrite' });
      await expect(store.subscriptions.remove([])).rejects.toMatchObject({ code: 'cannotWrite' });
      expect(await store.papers.count()).toBe(1);
    }, 'read');
  });

  it('refuses what is no database of ours', async () => {
    writeFileSync(path, 'not a database, by any reading of the header');
    await expectRefusal('data', /not a database/, /backup/, 'read');
    writeFileSync(path, '');
    await expectRefusal('data', /empty/, /backup/, 'read');
  });
});
