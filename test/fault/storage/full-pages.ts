import { sql } from 'kysely';
import { executorOf } from '../../../src/store/executor.js';
import { type OpenOptions, openDatabase, storeOf } from '../../../src/store/open.js';
import type { OpenedStore } from '../../../src/store/store.js';
import type { FaultOutcome, FaultRun } from '../fault.js';
import { AppWorld } from './app-world.js';
import { Intents } from './intents.js';

const fullMinutes = 30;
const mostLines = 6;

/** A database that can be kept from growing (https://sqlite.org/pragma.html#pragma_max_page_count). */
class BoundedDatabase {
  #bound: ((pages: number | undefined) => Promise<void>) | undefined;

  open = async (options: OpenOptions): Promise<OpenedStore> => {
    const database = await openDatabase(options);
    // Inside a transaction, because the bound is the writing connection's own.
    this.#bound = (pages) =>
      executorOf(database.db).atomically(async ({ db }) => {
        const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
        const most = pages === undefined ? 1_000_000_000 : (rows[0]?.page_count ?? 0) + pages;
        await sql`pragma max_page_count = ${sql.lit(most)}`.execute(db);
      });
    return storeOf(database, options);
  };

  /** It may grow by so many pages; undefined: as far as it likes. */
  async bound(pages: number | undefined): Promise<void> {
    await this.#bound?.(pages);
  }
}

/** The disk is full when the editions come due, and has room again half an hour later. */
export async function fullPages({ seed, random, folder }: FaultRun): Promise<FaultOutcome> {
  const wrong: string[] = [];
  const world = new AppWorld(folder, { seed });
  const database = new BoundedDatabase();
  world.open = database.open;
  const intents = new Intents(world.database, wrong);
  const { chat } = world;
  const post = chat.post.bind(chat);
  chat.post = (request) => {
    intents.check(request.id);
    return post(request);
  };
  const papers = Array.from({ length: 12 }, (_, index) => [`2611.${20_000 + index}`, 90 - index] as const);
  world.feed.set('2026-11-24', ...papers);
  await world.start();
  const channels = Array.from({ length: 20 + Math.floor(random() * 20) }, (_, index) => `papers-${index}`);
  for (const channel of channels) await world.subscribe(channel);
  await world.until('2026-11-24T08:59:00Z');
  await database.bound(0);
  await world.pass(fullMinutes);

  if (chat.messages.length > 0) wrong.push(`${chat.messages.length} messages were posted on a full disk`);
  const status = await world.status(channels[0] ?? '');
  if (!/^Something is broken: .*the disk is full/.test(status)) wrong.push(`/paper status on a full disk: ${status}`);
  const errors = world.log.lines.filter(({ level }) => level === 'error');
  const told = errors.filter(({ event }) => event === 'store.cannot-write').length;
  if (told !== 1) wrong.push(`the operator was told of the full disk ${told} times`);
  if (errors.length > mostLines) wrong.push(`${errors.length} lines in ${fullMinutes} minutes: ${errors[0]?.event} …`);

  await database.bound(undefined);
  await world.pass(5);
  const counts = channels.map((channel) => world.messages(channel).length);
  const after = await world.status(channels[0] ?? '');
  if (!after.startsWith('All is well.')) wrong.push(`/paper status once there was room again: ${after}`);
  await world.stop();
  return {
    kind: 'ran',
    times: 1,
    figures: {
      editions: counts.filter((count) => count > 0).length,
      duplicates: counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
      losses: counts.filter((count) => count === 0).length,
    },
    wrong,
  };
}
