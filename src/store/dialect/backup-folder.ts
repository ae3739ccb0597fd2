import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Instant, instant } from '../../kernel/clock.js';
import { makeFolder } from './sqlite-file.js';

/** A backup by the name that the program gave it, which says when it was made. */
export interface NamedBackup {
  readonly path: string;
  readonly at: Instant;
}

const named = /^broadsheet-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.sqlite$/;
/** What a process leaves that was killed while it made one. */
const halfMade = /^broadsheet-\d{8}T\d{6}Z\.sqlite\.new(?:-wal|-shm|-journal)?$/;

export const backupPath = (folder: string, at: Instant): string =>
  join(folder, `broadsheet-${new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')}.sqlite`);

/** The backups in the folder, which is made where it is missing, newest first. Files of other names are none. */
export function backupsIn(folder: string): readonly NamedBackup[] {
  makeFolder(folder);
  return readdirSync(folder)
    .toSorted()
    .toReversed()
    .flatMap((name) => {
      const [found, ...parts] = named.exec(name) ?? [];
      if (found === undefined) return [];
      const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
      return [{ path: join(folder, name), at: instant(Date.UTC(year, month - 1, day, hour, minute, second)) }];
    });
}

export function removeHalfMade(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => halfMade.test(one))) rmSync(join(folder, name));
}

/** Removes all but the newest. */
export function keepNewest(folder: string, count: number): void {
  for (const { path } of backupsIn(folder).slice(Math.max(1, count))) rmSync(path);
}
