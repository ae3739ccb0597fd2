import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BroadsheetError, reasonOf } from '../../kernel/errors.js';
import type { OnBytes } from '../paper-reading.js';

const chunkBytes = 256 * 1024;

/** The compressed data is damaged or ends too early; what came before it is good. */
export class DamagedGzip extends Error {}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

const explanations: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'there is no such folder',
  EACCES: 'its permissions do not allow it',
  EPERM: 'its permissions do not allow it',
};

function asKnownError(thrown: unknown, path: string): Error {
  const code = codeOf(thrown);
  if (code === 'Z_BUF_ERROR') return new DamagedGzip('the compressed data is cut off');
  if (code.startsWith('Z_')) return new DamagedGzip('the compressed data is damaged');
  const why = explanations[code] ?? reasonOf(thrown);
  return new BroadsheetError('data', `${path} cannot be read: ${why}.`, 'Check the path and its permissions.', thrown);
}

/** A stream whose first chunk has been looked at. */
export async function* resumed(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

async function* fileChunks(path: string, onBytes: OnBytes): AsyncGenerator<Buffer> {
  const { size } = await stat(path);
  const file = createReadStream(path, { highWaterMark: chunkBytes });
  for await (const chunk of file) {
    yield chunk;
    onBytes(file.bytesRead, size);
  }
}

const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

async function* plainChunks(path: string, onBytes: OnBytes): AsyncGenerator<Buffer> {
  const chunks = fileChunks(path, onBytes);
  const { value: head } = await chunks.next();
  if (head === undefined) return;
  const all = resumed(head, chunks);
  // The callback's error reaches the reader of the last stream too, which is where it is handled.
  yield* isGzip(head) ? pipeline(all, createGunzip({ chunkSize: chunkBytes }), () => undefined) : all;
}

/**
 * The bytes of a file, uncompressed when it is a gzip file whatever its name. `onBytes` is told how much of the file itself
 * has been read. Throws DamagedGzip, or a BroadsheetError of code `data` when the file cannot be read.
 */
export async function* fileBytes(path: string, onBytes: OnBytes): AsyncGenerator<Buffer> {
  try {
    yield* plainChunks(path, onBytes);
  } catch (thrown) {
    throw asKnownError(thrown, path);
  }
}
