import { resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Bot } from './bot.js';
import type { Chance } from './chance.js';

const entry = resolve(import.meta.dirname, 'failing-migration.js');
/** What `failing-migration` can do before it fails. */
const statements = 5;

/** The schema and the subscriptions, as they are in the file. */
function contentOf(path: string): string {
  const database = new Sqlite(path, { readonly: true });
  try {
    const rows = ['select sql from sqlite_master order by name', 'select * from subscription order by id'].map(
      (query) => database.prepare(query).all(),
    );
    return JSON.stringify([...rows, database.pragma('user_version', { simple: true })]);
  } finally {
    database.close();
  }
}

/** A newer version fails half-way through its migration, by itself and by a kill: the file is as it was. */
export async function failHalfWay(bot: Bot, { whole }: Chance): Promise<readonly string[]> {
  const wrong: string[] = [];
  const before = contentOf(bot.database);
  for (const how of ['throw', 'kill']) {
    const done = whole(1, statements);
    const end = await bot.run(entry, bot.database, how, String(done)).ended();
    if (contentOf(bot.database) !== before)
      wrong.push(`A migration that failed (${how}) after ${done} steps left traces.`);
    if (how === 'kill' && end.exit !== 'SIGKILL')
      wrong.push(`The migration was not killed but ended with ${end.exit}.`);
    const isTold = end.errors.startsWith('The database could not be brought up to date: 0099-later failed');
    if (how === 'throw' && !isTold) wrong.push(`A migration that failed said: ${end.errors}`);
  }
  return wrong;
}
