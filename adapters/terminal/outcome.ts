import { BroadsheetError, reasonOf } from '../../src/kernel/errors.js';

/** What the operating system calls it, in words. */
const words: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'there is no right to write there',
  EPERM: 'there is no right to write there',
  EISDIR: 'a folder of that name is in the way',
  ENOTDIR: 'a file is in the way of the folder',
  EIO: 'the disk reports an error',
};

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

/** Why something could not be written, as the end of a sentence. */
export const writeReason = (thrown: unknown): string => words[codeOf(thrown)] ?? reasonOf(thrown);

/** The end of a start whose memory cannot be kept. */
export const cannotKeep = (path: string, thrown: unknown): BroadsheetError =>
  new BroadsheetError(
    'cannotWrite',
    `The terminal cannot write its memory ${path}: ${writeReason(thrown)}.`,
    'Make the data folder writable, or name another one in BROADSHEET_HOME.',
    thrown,
  );

/** Whether the reader of the output has gone (`broadsheet | head`), which is no trouble. */
export const isReaderGone = (thrown: unknown): boolean =>
  ['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'ECONNRESET'].includes(codeOf(thrown));
