import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../src/store/dialect/sqlite-open.js';
import { type Executor, executorOf } from '../../../src/store/executor.js';
import { openDatabase } from '../../../src/store/open.js';
import { createPapers } from '../../../src/store/papers.js';
import type { Database } from '../../../src/store/tables/database.js';
import { submission } from '../../contract/store-samples.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { temporaryFolder } from './fresh-store.js';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let database: OpenDatabase<Database>;
let executor: Executor;
let log: MemoryLog;

beforeEach(async () => {
  folder = temporaryFolder();
  path = join(folder.path, 'broadsheet.sqlite');
  const clock = new FakeClock('2026-11-24T09:00:00Z');
  log = new MemoryLog();
  database = await openDatabase({ path, mode: 'write', clock, log, version: '1.2.3' });
  executor = executorOf(database.db);
});
afterEach(async () => {
  await database.close();
  folder.remove();
});

const papers = (of = executor) => createPapers(of);
const batch = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => submission(`${name}-${index}`, '2026-06-02', index));

/** The file may grow by so many pages; undefined: as far as it likes. Inside a transaction, because the limit is the writer's. */
const allow = (pages: number | undefined) =>
  executor.atomically(async ({ db }) => {
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
    const most = pages === undefined ? 1_000_000_000 : (rows[0]?.page_count ?? 0) + pages;
    await sql`pragma max_page_count = ${sql.lit(most)}`.execute(db);
  });

describe('a full disk', () => {
  it('undoes the whole transaction, leaves reading as it was, and is over when there is room again', async () => {
    await papers().save(batch('first', 10));
    await allow(2);
    await expect(papers().save(batch('second', 2000))).rejects.toMatchObject({
      code: 'cannotWrite',
      message: expect.stringContaining('the disk is full'),
      hint: expect.stringContaining('Free some space'),
    });
    expect(await papers().count()).toBe(10);
    await allow(undefined);
    expect(await papers().save(batch('second', 2000))).toMatchObject({ added: 2000 });
    expect(await papers().count()).toBe(2010);
  });

  it('is told once in words, until writing was tried and went well', async () => {
    await allow(2);
    for (let count = 0; count < 3; count += 1)
      await papers()
        .save(batch('much', 2000))
        .catch(() => undefined);
    expect(database.health.trouble).toMatch(/cannot be written: the disk is full\. Free some space/);
    await papers().save(batch('little', 1));
    // Room for a little is not yet room for an edition.
    expect(database.health.trouble).toBeDefined();
    database.health.recovered();
    expect(log.lines.map(({ level, event }) => [level, event])).toEqual([
      ['error', 'store.cannot-write'],
      ['warn', 'store.writes-again'],
    ]);
  });

  it('lets nothing of the transaction through, even when its body carries on', async () => {
    await allow(2);
    const running = executor.atomically(async (tx) => {
      await papers(tx)
        .save(batch('much', 2000))
        .catch(() => undefined);
      await papers(tx).save(batch('little', 1));
    });
    await expect(running).rejects.toMatchObject({ code: 'cannotWrite' });
    const swallowed = executor.atomically(async (tx) => {
      await papers(tx)
        .save(batch('much', 2000))
        .catch(() => undefined);
    });
    await expect(swallowed).rejects.toMatchObject({ code: 'cannotWrite' });
    expect(await papers().count()).toBe(0);
    await allow(undefined);
    await papers().save(batch('little', 1));
    expect(await papers().count()).toBe(1);
  });
});
