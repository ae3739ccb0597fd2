import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open.js';
import type { Store } from '../../../src/store/store.js';
import { submission } from '../../contract/store-samples.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { temporaryFolder } from './fresh-store.js';

let folder: ReturnType<typeof temporaryFolder>;
let home: string;

beforeEach(async () => {
  folder = temporaryFolder();
  chmodSync(folder.path, 0o755);
  home = join(folder.path, 'data');
  const store = await open('write');
  await store.papers.save([submission('2406.10001', '2026-06-02', 1)]);
  await store.close();
});
afterEach(() => {
  chmodSync(home, 0o755);
  folder.remove();
});

const open = (mode: 'write' | 'read'): Promise<Store> => {
  const path = join(home, 'broadsheet.sqlite');
  return openStore({ path, mode, clock: new FakeClock('2026-11-24T09:00:00Z'), log: new MemoryLog(), version: '1' });
};

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

/** Acts as somebody who has only the rights of everybody in the data folder: root, who may do all, as another user. */
async function withRights<T>(mode: number, body: () => Promise<T>): Promise<T> {
  chmodSync(home, mode);
  if (isRoot) process.seteuid?.(nobody);
  try {
    return await body();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

const count = async (): Promise<number> => {
  const store = await open('read');
  return store.papers.count().finally(() => store.close());
};

describe('a data folder in which this user may not write', () => {
  it('can be read once the bot has stopped, and nothing is made in it', async () => {
    expect(await withRights(0o555, count)).toBe(1);
    expect(readdirSync(home).sort()).toEqual(['broadsheet.sqlite', 'broadsheet.sqlite.lock']);
  });

  it('is refused for writing with a sentence on rights, and with 73', async () => {
    await expect(withRights(0o555, () => open('write'))).rejects.toMatchObject({
      exitCode: 73,
      message: expect.stringMatching(/cannot be written: this user has no right to write there\.$/),
      hint: 'Give this user the right to write in the folder, or set BROADSHEET_HOME to another folder.',
    });
  });

  it('says what reading takes when a killed bot has left its log', async () => {
    const left = join(folder.path, 'left');
    mkdirSync(left);
    const running = await open('write');
    await running.papers.save([submission('2406.10002', '2026-06-02', 2)]);
    for (const end of ['', '-wal'])
      copyFileSync(join(home, `broadsheet.sqlite${end}`), join(left, `broadsheet.sqlite${end}`));
    await running.close();
    home = left;
    expect(existsSync(join(home, 'broadsheet.sqlite-wal'))).toBe(true);
    await expect(withRights(0o555, count)).rejects.toMatchObject({
      exitCode: 73,
      message: expect.stringContaining('reading it takes the right to write in its folder'),
      hint: expect.stringContaining('a copy of the folder'),
    });
  });
});

describe('a data folder into which this user may not even look', () => {
  it.each(['read', 'write'] as const)('is refused to %s with a sentence on rights, never as damaged', async (mode) => {
    await expect(withRights(0o600, () => open(mode))).rejects.toMatchObject({
      exitCode: 73,
      message: expect.stringMatching(/this user has no right to (it|write there)\.$/),
      hint: expect.stringContaining('Give this user the right'),
    });
  });
});

describe('a database that was closed', () => {
  it('is one file, also when nothing was written or a reader was there before', async () => {
    const store = await open('write');
    const reader = await open('read');
    await reader.papers.count();
    await reader.close();
    await store.close();
    expect(readdirSync(home).sort()).toEqual(['broadsheet.sqlite', 'broadsheet.sqlite.lock']);
  });

  it('can be opened beside a reader that began when nobody wrote', async () => {
    const reader = await open('read');
    expect(await reader.papers.count()).toBe(1);
    const store = await open('write');
    await store.papers.save([submission('2406.10002', '2026-06-02', 2)]);
    expect(await reader.papers.count()).toBe(2);
    await store.close();
    expect(await reader.papers.count()).toBe(2);
    await reader.close();
  });
});
