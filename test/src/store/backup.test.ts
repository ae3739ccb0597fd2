import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open.js';
import type { Store } from '../../../src/store/store.js';
import { submission } from '../../contract/store-samples.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { temporaryFolder } from './fresh-store.js';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let copy: string;
let store: Store;

const open = (mode: 'write' | 'read', file = path): Promise<Store> =>
  openStore({ path: file, mode, clock: new FakeClock('2026-11-24T09:00:00Z'), log: new MemoryLog(), version: '1.2.3' });

const batch = (number: number) =>
  Array.from({ length: 50 }, (_, index) => submission(`${number}-${index}`, '2026-06-02', index));

beforeEach(async () => {
  folder = temporaryFolder();
  path = join(folder.path, 'broadsheet.sqlite');
  copy = join(folder.path, 'copy.sqlite');
  store = await open('write');
  await store.papers.save(batch(0));
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

describe('a backup', () => {
  it('is one whole file that opens like the database', async () => {
    await store.backup(copy);
    expect(readdirSync(folder.path).filter((name) => name.startsWith('copy'))).toEqual(['copy.sqlite']);
    const restored = await open('write', copy);
    expect(await restored.papers.count()).toBe(50);
    await restored.close();
  });

  it('holds whole transactions while others write, and nobody waits for it', async () => {
    for (let number = 1; number <= 40; number += 1) await store.papers.save(batch(number));
    const backup = store.backup(copy);
    let running = true;
    void backup.finally(() => {
      running = false;
    });
    let written = 40;
    while (running) {
      written += 1;
      await store.papers.save(batch(written));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await backup;
    expect(await store.papers.count()).toBe((written + 1) * 50);
    const database = new Sqlite(copy, { readonly: true });
    const papers = Number(database.prepare('select count(*) from paper').pluck().get());
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
    expect(papers % 50).toBe(0);
    expect(papers).toBeGreaterThanOrEqual(41 * 50);
    expect(written).toBeGreaterThan(40);
  });

  it('can be made by a reader beside the writer', async () => {
    const reader = await open('read');
    await reader.backup(copy);
    await reader.close();
    const restored = await open('read', copy);
    expect(await restored.papers.count()).toBe(50);
    await restored.close();
  });

  it('replaces an older backup, and says so', async () => {
    expect(await store.backup(copy)).toBe('made');
    await store.papers.save(batch(1));
    expect(await store.backup(copy)).toBe('replaced');
    const restored = await open('read', copy);
    expect(await restored.papers.count()).toBe(100);
    await restored.close();
  });

  it('never replaces the database itself, whatever it is called', async () => {
    symlinkSync(path, join(folder.path, 'link.sqlite'));
    linkSync(path, join(folder.path, 'hard.sqlite'));
    symlinkSync(folder.path, join(folder.path, 'here'));
    const names = [
      'broadsheet.sqlite',
      'link.sqlite',
      'hard.sqlite',
      'here/broadsheet.sqlite',
      './broadsheet.sqlite-wal',
    ];
    for (const name of names) {
      await expect(store.backup(join(folder.path, name))).rejects.toMatchObject({ code: 'usage' });
    }
    expect(await store.papers.count()).toBe(50);
  });

  it('never replaces the database of another Broadsheet', async () => {
    const other = await open('write', copy);
    await other.close();
    await expect(store.backup(copy)).rejects.toMatchObject({
      code: 'cannotWrite',
      message: expect.stringContaining('another Broadsheet'),
    });
  });

  it('never replaces what is no backup', async () => {
    writeFileSync(copy, 'my thesis');
    await expect(store.backup(copy)).rejects.toMatchObject({
      code: 'cannotWrite',
      message: expect.stringContaining(copy),
    });
    expect(readFileSync(copy, 'utf8')).toBe('my thesis');
    mkdirSync(join(folder.path, 'folder'));
    await expect(store.backup(join(folder.path, 'folder'))).rejects.toMatchObject({ code: 'cannotWrite' });
  });

  it('says that a folder is missing or closed', async () => {
    const missing = join(folder.path, 'absent', 'copy.sqlite');
    await expect(store.backup(missing)).rejects.toMatchObject({
      code: 'cannotWrite',
      message: `${missing} cannot be written: there is no such folder.`,
      hint: 'Make the folder first, or name another file.',
    });
    await expect(store.backup('/proc/self/copy.sqlite')).rejects.toMatchObject({ code: 'cannotWrite' });
  });

  it('is not made of a damaged database', async () => {
    for (let number = 1; number <= 20; number += 1) await store.papers.save(batch(number));
    await store.close();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, bytes.length - 4096 * 20, bytes.length - 4096);
    writeFileSync(path, bytes);
    const reader = await open('read');
    await expect(reader.backup(copy)).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(/^\S+\/broadsheet\.sqlite is damaged/),
      hint: expect.stringContaining('broadsheet restore <file>'),
    });
    await reader.close();
    expect(existsSync(copy)).toBe(false);
    expect(readdirSync(folder.path).filter((name) => name.includes('.new'))).toEqual([]);
  });
});
