import { type Kysely, sql } from 'kysely';
import { systemClock } from '../../../src/kernel/system-clock.js';
import { migrations } from '../../../src/store/migrations/index.js';
import { MemoryLog } from '../../fake/log.js';

/**
 * The next version, whose migration does a part of its work and then throws, or is killed there. Says what it was told when it could not
 * be brought up to date.
 */
const [path = '', how = 'throw', done = '1'] = process.argv.slice(2);

const statements = [
  'create table later (key text primary key)',
  "insert into later values ('half')",
  'alter table subscription add column later text',
  'update subscription set enabled = 0',
  'drop table feed_day',
];

async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements.slice(0, Number(done))) await sql.raw(statement).execute(db);
  if (how === 'kill') process.kill(process.pid, 'SIGKILL');
  throw new Error('the disk is of another opinion');
}

Object.assign(migrations, { '0099-later': { up } });
// It counts the migrations when it is loaded.
const { openStore } = await import('../../../src/store/open.js');
try {
  await openStore({ path, mode: 'write', clock: systemClock(), log: new MemoryLog(), version: '99.0.0' });
  process.exitCode = 1;
} catch (thrown) {
  process.stderr.write(thrown instanceof Error ? thrown.message : String(thrown));
}
