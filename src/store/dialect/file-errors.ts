import { BroadsheetError, reasonOf } from '../../kernel/errors.js';

/** What the path is: in the data folder, or a copy that somebody named. */
export type Place = 'data' | 'copy';

/** Why something cannot be written, as the end of a sentence, and what to do about it. */
export interface WriteTrouble {
  readonly reason: string;
  readonly remedy: string;
}

export const fullDisk: WriteTrouble = {
  reason: 'the disk is full',
  remedy: 'Free some space (nothing was half written)',
};
export const sickDisk: WriteTrouble = { reason: 'the disk does not take it', remedy: 'Look at the disk' };
export const forbidden: WriteTrouble = {
  reason: 'this user has no right to write there',
  remedy: 'Give this user the right to write in the folder',
};
/** As `/proc`, which says that what is to be made is not there. */
export const takesNone: WriteTrouble = { reason: 'no folder can be made there', remedy: 'Correct the path' };
export const inTheWay: WriteTrouble = {
  reason: 'there is a file where a folder should be',
  remedy: 'Move that file away',
};

/** By the names of the system's errors (https://man7.org/linux/man-pages/man3/errno.3.html). */
const troubles: Readonly<Record<string, WriteTrouble>> = {
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: { reason: 'it is on a disk that is read-only', remedy: 'Make the disk writable' },
  ENOENT: { reason: 'there is no such folder', remedy: 'Make the folder first' },
  ENOTDIR: inTheWay,
  EEXIST: inTheWay,
  EISDIR: { reason: 'it is a folder', remedy: 'Correct the path' },
  ENAMETOOLONG: { reason: 'the name is too long', remedy: 'Shorten it' },
  ELOOP: { reason: 'its links lead round in a circle', remedy: 'Correct the links' },
  ENOSPC: fullDisk,
  EDQUOT: fullDisk,
};

const otherwise: Readonly<Record<Place, string>> = {
  data: 'set BROADSHEET_HOME to another folder',
  copy: 'name another file',
};

export const isMissing = (thrown: unknown): boolean => codeOf(thrown) === 'ENOENT';

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

const troubleOf = (thrown: unknown): WriteTrouble =>
  troubles[codeOf(thrown)] ?? { ...sickDisk, reason: reasonOf(thrown).replace(/\.$/, '') };

/** Whether the file system said no, and neither SQLite nor a mistake of ours. */
export const isFileTrouble = (thrown: unknown): boolean => thrown instanceof Error && 'syscall' in thrown;

export const cannotBeWritten = (
  path: string,
  { reason, remedy }: WriteTrouble,
  place: Place,
  cause?: unknown,
): BroadsheetError =>
  new BroadsheetError(
    'cannotWrite',
    `${path} cannot be written: ${reason}.`,
    `${remedy}, or ${otherwise[place]}.`,
    cause,
  );

/** A BroadsheetError for what the file system said of writing there. */
export const cannotWrite = (path: string, thrown: unknown, place: Place = 'data'): BroadsheetError =>
  cannotBeWritten(path, troubleOf(thrown), place, thrown);

/** A BroadsheetError for what the file system said of merely looking at it. */
export function noAccess(path: string, thrown: unknown): BroadsheetError {
  const isForbidden = troubleOf(thrown) === forbidden;
  const reason = isForbidden ? 'this user has no right to it' : troubleOf(thrown).reason;
  const remedy = isForbidden ? 'Give this user the right to read and write there' : 'Correct the path';
  return new BroadsheetError(
    'cannotWrite',
    `${path} cannot be opened: ${reason}.`,
    `${remedy}, or ${otherwise.data}.`,
    thrown,
  );
}
