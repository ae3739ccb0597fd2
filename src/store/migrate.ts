import { type Kysely, type Migration, Migrator } from 'kysely';
import { BroadsheetError, reasonOf } from '../kernel/errors.js';
import { markSchema } from './dialect/sqlite-file.js';
import { migrations } from './migrations/index.js';
import type { Database } from './tables/database.js';

/** The version of the schema that this program works with: how many migrations make it. */
export const newestSchema = Object.keys(migrations).length;

/** Each migration also writes down which schema the file has then, in the same transaction. */
const numbered: Record<string, Migration> = Object.fromEntries(
  Object.entries(migrations).map(([name, migration], index) => [
    name,
    {
      async up(db) {
        await migration.up(db);
        await markSchema(db, index + 1);
      },
    },
  ]),
);

/** Brings the schema up to date in one transaction: when a migration fails, the database is as it was. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => numbered } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof BroadsheetError) throw error;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'the list of migrations';
  const says = `The database could not be brought up to date: ${failed} failed (${reasonOf(error)}).`;
  throw new BroadsheetError('software', says, 'It is as it was: go on with the version that you had.', error);
}
