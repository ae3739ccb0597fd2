import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../src/store/dialect/sqlite-open.js';
import { openDatabase, storeOf } from '../../../src/store/open.js';
import type { OpenedStore } from '../../../src/store/store.js';
import type { Database } from '../../../src/store/tables/database.js';
import { Upkeep } from '../../../src/store/upkeep.js';
import { paper, submission } from '../../contract/store-samples.js';
import { FakeClock, settle } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { madeUpPapers } from '../training/made-up-papers.js';
import { temporaryFolder } from './fresh-store.js';
import { leaveOldDatabase, papersAsBefore, piecesOfIndex, schemaBeforeRanking } from './old-database.js';

const papers = madeUpPapers(90).map((one, index) => paper(`p${index}`, one));
const aMinute = 60_000;
const aPause = 20;

let folder: ReturnType<typeof temporaryFolder>;
let clock: FakeClock;
let log: MemoryLog;
let database: OpenDatabase<Database>;
let store: OpenedStore;
let upkeep: Upkeep;

beforeEach(async () => {
  folder = temporaryFolder();
  clock = new FakeClock('2026-11-24T09:00:00Z');
  log = new MemoryLog();
  const path = join(folder.path, 'broadsheet.sqlite');
  await leaveOldDatabase(path, schemaBeforeRanking, clock, papersAsBefore(papers));
  const options = { path, mode: 'write' as const, clock, log, version: '1.2.3' };
  database = await openDatabase(options);
  store = storeOf(database, options);
  upkeep = new Upkeep({ store, backups: undefined, clock, log });
});
afterEach(async () => {
  upkeep.stop();
  await store.close();
  folder.remove();
});

async function renewedPapers(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from paper_terms where version = 1`.execute(database.db);
  return rows[0]?.count ?? 0;
}

/** The file may grow no more, or as far as it likes. */
const fillDisk = (isFull: boolean) =>
  database.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(tx);
    const most = isFull ? (rows[0]?.page_count ?? 0) : 1_000_000_000;
    await sql`pragma max_page_count = ${sql.lit(most)}`.execute(tx);
  });

const stalled = () => log.lines.filter(({ event }) => event === 'search.renewal.stalled');

describe('an index that an older program left', () => {
  it('is renewed in the background, with a pause after each piece in which others write', async () => {
    upkeep.begin();
    await settle();
    expect(await renewedPapers()).toBe(8);
    await store.papers.save([submission('new', '2026-06-02', 1)]);
    await clock.advance(aPause - 1);
    expect(await renewedPapers()).toBe(9);
    await clock.advance(1);
    expect(await renewedPapers()).toBe(17);
    await clock.advance(10 * aPause);
    expect(await renewedPapers()).toBe(91);
    expect(stalled()).toEqual([]);
  });

  it('is brought into one piece in the background once it is renewed', async () => {
    upkeep.begin();
    await clock.advance(11 * aPause);
    expect(await renewedPapers()).toBe(90);
    await clock.advance(10 * aPause);
    expect(piecesOfIndex(join(folder.path, 'broadsheet.sqlite'))).toEqual([1, 1]);
    expect(clock.sleepers).toBe(1);
  });

  it('waits a minute when the disk is full, and is gone on with where it was', async () => {
    upkeep.begin();
    await settle();
    await fillDisk(true);
    await clock.advance(aMinute);
    const before = await renewedPapers();
    expect(before).toBeLessThan(90);
    expect(stalled()).not.toEqual([]);
    expect(store.trouble()).toContain('the disk is full');
    await fillDisk(false);
    await clock.advance(aMinute + 11 * aPause);
    expect(await renewedPapers()).toBe(90);
    expect(store.trouble()).toBeUndefined();
  });

  it('is left as it is when the bot stops', async () => {
    upkeep.begin();
    await settle();
    upkeep.stop();
    await clock.advance(aMinute);
    expect(await renewedPapers()).toBe(8);
    expect(clock.sleepers).toBe(0);
  });
});
