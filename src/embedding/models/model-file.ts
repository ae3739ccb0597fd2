import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const pieceBytes = 1024 * 1024;

/**
 * What tells one model's file from another: its size and three pieces of it. Reading gigabytes at each start would take longer than the
 * start itself. Undefined when there is no such file, or it cannot be read.
 */
export async function fileMark(path: string): Promise<string | undefined> {
  const file = await open(path).catch(() => undefined);
  try {
    const stats = await file?.stat();
    if (file === undefined || stats?.isFile() !== true) return undefined;
    const hash = createHash('sha256').update(`${stats.size}\n`);
    for (const from of [0, (stats.size - pieceBytes) / 2, stats.size - pieceBytes]) {
      const { buffer, bytesRead } = await file.read({
        buffer: Buffer.alloc(pieceBytes),
        position: Math.max(0, Math.floor(from)),
      });
      hash.update(buffer.subarray(0, bytesRead));
    }
    return hash.digest('hex');
  } catch {
    return undefined;
  } finally {
    await file?.close();
  }
}
