import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../../src/store/migrations/index.js';
import { openStore } from '../../../src/store/open.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { temporaryFolder } from './fresh-store.js';
import { leaveOldDatabase } from './old-database.js';

const clock = new FakeClock('2026-11-24T09:00:00Z');
const newest = Object.keys(migrations).length;

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let log: MemoryLog;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'broadsheet.sqlite');
  log = new MemoryLog();
});
afterEach(() => folder.remove());

const open = (mode: 'write' | 'read' = 'write') => openStore({ path, mode, clock, log, version: '1.2.3' });

const insertPaper = `insert into paper (key, title, abstract, authors, categories, keywords, sources)
  values ('2406.10000', 'A title', '', '[]', '[]', '[]', '["arxiv"]')`;

function inFile<T>(body: (database: Sqlite.Database) => T, file = path): T {
  const database = new Sqlite(file);
  try {
    return body(database);
  } finally {
    database.close();
  }
}

const schemaOf = (file = path) => inFile((database) => database.pragma('user_version', { simple: true }), file);
const tablesOf = (file = path) =>
  inFile((database) => database.prepare('select name from sqlite_master order by name').pluck().all(), file);

describe('a database of an older version', () => {
  it('is brought up to date, after a copy of it was laid beside it', async () => {
    await leaveOldDatabase(path, 2, clock, (writer) => writer.exec(insertPaper));
    const before = tablesOf();
    const store = await open();
    expect(await store.papers.count()).toBe(1);
    await store.close();
    expect(schemaOf()).toBe(newest);
    const copy = `${path}.schema-2`;
    expect(schemaOf(copy)).toBe(2);
    expect(tablesOf(copy)).toEqual(before);
    expect(inFile((database) => database.prepare('select key from paper').pluck().all(), copy)).toEqual(['2406.10000']);
    expect(log.lines).toContainEqual(
      expect.objectContaining({ event: 'store.migrated', fields: { from: 2, to: newest, copy } }),
    );
  });

  it('is not copied once it is up to date', async () => {
    await (await open()).close();
    await (await open()).close();
    expect(readdirSync(folder.path).sort()).toEqual(['broadsheet.sqlite', 'broadsheet.sqlite.lock']);
  });

  it('is as it was when a migration fails, earlier ones of the same start included', async () => {
    await leaveOldDatabase(path, 2, clock, (writer) => writer.exec(insertPaper));
    inFile((database) => database.exec('create table message (in_the_way text)'));
    const before = tablesOf();
    await expect(open()).rejects.toMatchObject({ code: 'software', message: expect.stringContaining('0004-votes') });
    expect(tablesOf().filter((name) => !String(name).includes('kysely'))).toEqual(
      before.filter((name) => !String(name).includes('kysely')),
    );
    expect(schemaOf()).toBe(2);
    inFile((database) => database.exec('drop table message'));
    const store = await open();
    expect(await store.papers.count()).toBe(1);
    await store.close();
  });

  it('is refused to a reader, with the way out', async () => {
    await leaveOldDatabase(path, 2, clock, (writer) => writer.exec(insertPaper));
    await expect(open('read')).rejects.toMatchObject({
      code: 'data',
      hint: expect.stringContaining('Start Broadsheet'),
    });
    expect(schemaOf()).toBe(2);
    expect(existsSync(`${path}.schema-2`)).toBe(false);
  });
});
