import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { BroadsheetError } from '../../kernel/errors.js';
import {
  cannotBeWritten,
  cannotWrite,
  inTheWay,
  isFileTrouble,
  isMissing,
  noAccess,
  type Place,
  takesNone,
} from './file-errors.js';
import { type Access, SqliteConnection } from './sqlite-connection.js';
import { storageError, unusable } from './sqlite-errors.js';

/** `Brds`: what the file's header says about whose it is. */
export const applicationId = 0x42726473;
export const companions = ['-wal', '-shm', '-journal'] as const;

/** Writes into the file, as part of the transaction that changed its schema, whose it is and which schema it has. */
export async function markSchema(db: Kysely<unknown>, version: number): Promise<void> {
  await sql`pragma application_id = ${sql.lit(applicationId)}`.execute(db);
  await sql`pragma user_version = ${sql.lit(version)}`.execute(db);
}

/** Makes the folder with all that is missing above it. Throws a BroadsheetError unless files can be made in it. */
export function makeFolder(path: string): void {
  try {
    makeMissing(path);
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (thrown) {
    throw thrown instanceof BroadsheetError ? thrown : cannotWrite(path, thrown);
  }
}

/** Node's own recursive `mkdir` goes round for ever below a folder that takes none in, such as `/proc`. */
function makeMissing(path: string): void {
  if (lookAt(path)?.isDirectory() === true) return;
  if (existsSync(path)) throw cannotBeWritten(path, inTheWay, 'data');
  makeMissing(dirname(path));
  try {
    mkdirSync(path);
  } catch (thrown) {
    // Another process may have been quicker.
    if (lookAt(path)?.isDirectory() === true) return;
    throw isMissing(thrown) ? cannotBeWritten(path, takesNone, 'data') : thrown;
  }
}

/** SQLite opens a file that this user may not write without complaint, and only the first write would fail. */
export function mayWrite(path: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (thrown) {
    throw cannotWrite(path, thrown);
  }
}

export function mayRead(path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch (thrown) {
    throw noAccess(path, thrown);
  }
}

/**
 * Whether there is a database file to open. An empty file is no database, although SQLite would take it for one: beginning anew
 * in it would forget what was posted.
 */
export function hasDatabase(path: string): boolean {
  const found = lookAt(path);
  if (found === undefined) {
    // SQLite would replay a log that was left behind into whatever file comes to stand beside it.
    if (existsSync(`${path}-wal`)) throw unusable(path, 'is not there, although its log is');
    return false;
  }
  if (!found.isFile()) throw unusable(path, 'is not a file');
  if (found.size === 0) throw unusable(path, 'is empty, which a database never is');
  return true;
}

function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (thrown) {
    throw noAccess(path, thrown);
  }
}

/** Opens an existing database and hands back the version of its schema. Throws a BroadsheetError unless it is whole and ours. */
export function inspectDatabase(path: string, access: Access, newest: number, version: string): number {
  return using(path, access, (connection) => {
    if (connection.pragma('application_id') !== applicationId) throw unusable(path, 'belongs to another program');
    const schema = Number(connection.pragma('user_version'));
    if (schema > newest) throw newer(path, schema, newest, version);
    if (access === 'write' && !isWhole(connection)) throw unusable(path, 'is damaged');
    return schema;
  });
}

/**
 * Table by table, because a check of the whole file also has the full-text index prove its every word, which takes five times as
 * long as everything else together. The tables below that index are looked at like any others. Each with its indexes: a quick check
 * does not compare them, and an edition that an index does not find would be posted again.
 */
function isWhole(connection: SqliteConnection): boolean {
  const ordinary = "select name from sqlite_schema where type = 'table' and sql not like 'create virtual%'";
  const { rows } = connection.run<{ readonly name: string }>(ordinary, []);
  const names = ['sqlite_schema', ...rows.map(({ name }) => name)];
  return names.every((name) => connection.pragma(`integrity_check('${name.replaceAll("'", "''")}')`) === 'ok');
}

function newer(path: string, schema: number, newest: number, version: string): BroadsheetError {
  const says = `${path} was written by a newer Broadsheet (schema ${schema}; version ${version} knows ${newest}).`;
  return new BroadsheetError(
    'data',
    says,
    'Use that newer version again, or run "broadsheet restore <file>" with a backup that this version made.',
  );
}

/** Runs the body with a connection of its own; SQLite's errors come out as BroadsheetErrors. */
function using<T>(path: string, access: Access, body: (connection: SqliteConnection) => T): T {
  let connection: SqliteConnection | undefined;
  try {
    connection = new SqliteConnection(path, access);
    return body(connection);
  } catch (thrown) {
    throw storageError(thrown, path);
  } finally {
    connection?.close();
  }
}

/**
 * Lets `write` make a file under a temporary name and gives it its own name only when it is whole and on the disk, so that
 * neither a kill nor a power cut leaves half a file under that name. What stood there before is replaced.
 */
export async function writeWhole(
  path: string,
  write: (temporary: string) => Promise<void>,
  place: Place = 'data',
): Promise<void> {
  const temporary = `${path}.new`;
  try {
    removeDatabase(temporary);
    await write(temporary);
    sync(temporary);
    renameSync(temporary, path);
    sync(dirname(path));
  } catch (thrown) {
    discard(temporary);
    if (thrown instanceof BroadsheetError) throw thrown;
    throw isFileTrouble(thrown) ? cannotWrite(path, thrown, place) : storageError(thrown, path, place);
  }
}

/** What is left is removed by the next attempt: the trouble that led here is what must be told. */
function discard(path: string): void {
  try {
    removeDatabase(path);
  } catch {}
}

function removeDatabase(path: string): void {
  for (const end of ['', ...companions]) rmSync(`${path}${end}`, { force: true });
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
