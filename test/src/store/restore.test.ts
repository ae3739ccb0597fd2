import { copyFileSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open.js';
import { restoreStore } from '../../../src/store/restore.js';
import type { Store } from '../../../src/store/store.js';
import { submission } from '../../contract/store-samples.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { temporaryFolder } from './fresh-store.js';

let home: ReturnType<typeof temporaryFolder>;
let path: string;
let backup: string;
const clock = new FakeClock('2026-11-24T09:00:00Z');
const version = '1.2.3';

const open = (): Promise<Store> => openStore({ path, mode: 'write', clock, log: new MemoryLog(), version });
const restore = (from = backup) => restoreStore({ path, from, clock, log: new MemoryLog(), version });
const papers = (count: number) =>
  Array.from({ length: count }, (_, index) => submission(`p${index}`, '2026-06-02', index));
async function counted(): Promise<number> {
  const store = await open();
  return store.papers.count().finally(() => store.close());
}
const kept = () => `${path}.before-restore-20261124T090000Z`;

beforeEach(async () => {
  home = temporaryFolder();
  path = join(home.path, 'broadsheet.sqlite');
  backup = join(home.path, 'backup.sqlite');
  const store = await open();
  await store.papers.save(papers(10));
  await store.backup(backup);
  await store.papers.save(papers(30));
  await store.close();
});
afterEach(() => home.remove());

describe('restoring a backup', () => {
  it('puts it in the place of the database, which is kept, and leaves the backup as it is', async () => {
    const bytes = readFileSync(backup);
    expect(await restore()).toMatchObject({ before: kept() });
    expect(await counted()).toBe(10);
    expect(readFileSync(backup).equals(bytes)).toBe(true);
    copyFileSync(kept(), path);
    expect(await counted()).toBe(30);
  });

  it('says in the database that it is one, until what was posted since is known', async () => {
    await restore();
    const store = await open();
    const mark = await store.adapterValues.get({ adapter: 'store', namespace: 'restored', key: 'mark' });
    await store.close();
    expect(JSON.parse(mark?.value ?? '')).toMatchObject({ restoredAt: clock.now(), since: clock.now(), isDone: false });
  });

  it('replaces a database that is damaged', async () => {
    writeFileSync(path, readFileSync(path).fill(0x5a, 4096, 40_960));
    await restore();
    expect(await counted()).toBe(10);
    expect(existsSync(kept())).toBe(true);
  });

  it.each([
    ['empty', (): void => writeFileSync(path, '')],
    ['of another program', (): void => writeFileSync(path, 'my thesis')],
  ])('replaces a database that is %s, with the log that it left', async (_what, spoil) => {
    spoil();
    writeFileSync(`${path}-wal`, 'what was written last');
    const spoilt = readFileSync(path);
    await restore();
    expect(await counted()).toBe(10);
    expect(readFileSync(kept()).equals(spoilt)).toBe(true);
    expect(existsSync(`${kept()}-wal`)).toBe(true);
  });

  it('needs no database to be there', async () => {
    path = join(home.path, 'elsewhere', 'broadsheet.sqlite');
    expect(await restore()).toMatchObject({ before: null });
    expect(await counted()).toBe(10);
  });

  it('changes nothing while a bot runs', async () => {
    const store = await open();
    await expect(restore()).rejects.toMatchObject({ code: 'locked' });
    await store.close();
    expect(await counted()).toBe(30);
  });

  it.each([
    ['is no database', (): void => writeFileSync(backup, 'my thesis'.repeat(1_000)), /not a database/],
    ['is empty', (): void => writeFileSync(backup, ''), /empty/],
    [
      'belongs to another program',
      (): void => new Sqlite(backup).exec('pragma application_id = 7').close() as never,
      /another program/,
    ],
    ['is newer', (): void => new Sqlite(backup).exec('pragma user_version = 99').close() as never, /newer Broadsheet/],
    [
      'is damaged',
      (): void => writeFileSync(backup, readFileSync(backup).fill(0x5a, 8192, 40_960)),
      /damaged|not whole/,
    ],
  ])('refuses one that %s, and changes nothing', async (_what, spoil, message) => {
    spoil();
    const names = readdirSync(home.path).toSorted();
    await expect(restore()).rejects.toMatchObject({ code: 'data', message: expect.stringMatching(message) });
    expect(readdirSync(home.path).toSorted()).toEqual(names);
    expect(await counted()).toBe(30);
  });

  it('refuses one that is not there', async () => {
    const absent = join(home.path, 'absent.sqlite');
    await expect(restore(absent)).rejects.toMatchObject({ code: 'data', message: `There is no backup at ${absent}.` });
  });

  it('refuses the database itself, whatever it is called', async () => {
    const link = join(home.path, 'link.sqlite');
    symlinkSync(path, link);
    for (const from of [path, link]) await expect(restore(from)).rejects.toMatchObject({ code: 'usage' });
  });
});
