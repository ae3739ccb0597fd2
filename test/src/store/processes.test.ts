import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open.js';
import type { Store } from '../../../src/store/store.js';
import { key, submission } from '../../contract/store-samples.js';
import { FakeClock } from '../../fake/clock.js';
import { seededRandom } from '../../fake/ids.js';
import { MemoryLog } from '../../fake/log.js';
import { temporaryFolder } from './fresh-store.js';
import { StoreProcess } from './process.js';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'broadsheet.sqlite');
});
afterEach(() => folder.remove());

const open = (mode: 'write' | 'read' = 'write', file = path): Promise<Store> =>
  openStore({ path: file, mode, clock: new FakeClock('2026-11-24T09:00:00Z'), log: new MemoryLog(), version: '1.2.3' });

/** Commits pairs of papers for ever and says each number once it is on disk. */
const writePairs = `
  const store = await open('write');
  for (let number = 0; ; number += 1) {
    await store.transaction(async (tx) => {
      await tx.papers.save([{ paper: paper('left-' + number), listings: [] }]);
      await tx.papers.save([{ paper: paper('right-' + number), listings: [] }]);
    });
    say(String(number));
  }
`;

/** Ends itself as by kill -9 at the given call into the database or the file system, and says how many it made otherwise. */
const dieAtCall = (call: number): string => `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  import Sqlite from 'better-sqlite3';
  let calls = 0;
  const watch = (object, name) => {
    const original = object[name];
    object[name] = function (...given) {
      calls += 1;
      if (calls === ${call}) process.kill(process.pid, 'SIGKILL');
      return original.apply(this, given);
    };
  };
  for (const name of ['prepare', 'exec', 'pragma', 'close']) watch(Sqlite.prototype, name);
  for (const name of ['openSync', 'fsyncSync', 'renameSync', 'rmSync']) watch(fs, name);
  syncBuiltinESMExports();
  const store = await open('write');
  say(String(calls));
  await store.close();
`;

describe('two processes on one file', () => {
  it('a second one that would write is turned away with exit code 75, and the first goes on', async () => {
    const store = await open();
    const second = new StoreProcess(
      path,
      `await open('write').catch((error) => say(error.code + ' ' + error.exitCode));`,
    );
    expect(await second.rest()).toEqual(['locked 75']);
    await store.papers.save([submission('1', '2026-06-02', 1)]);
    expect(await store.papers.count()).toBe(1);
    await store.close();
  });

  it('one that only reads sees what the other commits', async () => {
    const writer = new StoreProcess(path, writePairs);
    await writer.heard();
    const reader = await open('read');
    const before = await reader.papers.count();
    // What was said before the count may be in it already.
    let heard = -1;
    while (2 * (heard + 1) <= before) heard = Number(await writer.heard());
    expect(await reader.papers.count()).toBeGreaterThan(before);
    expect((await reader.papers.find([key(`left-${heard}`), key(`right-${heard}`)])).size).toBe(2);
    await writer.kill();
    await reader.close();
  });
});

describe('kill -9', () => {
  it('frees the lock, loses nothing that was acknowledged and leaves no transaction half done', async () => {
    const random = seededRandom(7);
    for (let round = 0; round < 3; round += 1) {
      folder.remove();
      folder = temporaryFolder();
      path = join(folder.path, 'broadsheet.sqlite');
      const writer = new StoreProcess(path, writePairs);
      const enough = 1 + Math.floor(random() * 200);
      let acknowledged = -1;
      while (acknowledged < enough) acknowledged = Number(await writer.heard());
      acknowledged = Number((await writer.kill()).at(-1) ?? acknowledged);
      const store = await open();
      const sides = (side: string) => Array.from({ length: acknowledged + 1 }, (_, number) => key(`${side}-${number}`));
      expect((await store.papers.find([...sides('left'), ...sides('right')])).size).toBe(2 * (acknowledged + 1));
      expect((await store.papers.count()) % 2).toBe(0);
      await store.close();
    }
  });

  it('at any step of the first creation leaves nothing that the next start refuses', async () => {
    const whole = Number(await new StoreProcess(path, dieAtCall(0)).heard());
    expect(whole).toBeGreaterThan(40);
    const dieAndStart = async (call: number): Promise<void> => {
      const file = join(folder.path, String(call), 'broadsheet.sqlite');
      expect(await new StoreProcess(file, dieAtCall(call)).rest()).toEqual([]);
      const store = await open('write', file);
      await store.papers.save([submission('1', '2026-06-02', 1)]);
      await store.close();
      expect(existsSync(`${file}.new`)).toBe(false);
      const database = new Sqlite(file, { readonly: true });
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
      database.close();
    };
    const parts = [0.1, 0.6, 0.8, 0.9, 0.95, 1];
    await Promise.all(parts.map((part) => dieAndStart(Math.floor(whole * part))));
  });
});
