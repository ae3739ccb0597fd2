import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Only the owner reads what people reacted with. */
const ownerOnly = 0o600;
const lineFeed = 0x0a;

/** What an opened file held. */
export interface Opened {
  readonly journal: Journal;
  readonly lines: readonly string[];
  /** Bytes of a last line that a crash left unfinished; they are cut off. */
  readonly tornBytes: number;
}

/**
 * A file of lines that only grows. A line is on disk before `append` resolves; one that could not be written whole is cut off
 * again, so that the file always ends with a whole line, except after a crash, and then until it is opened again.
 */
export class Journal {
  readonly #file: FileHandle;
  #length: number;
  #isRagged = false;

  private constructor(file: FileHandle, length: number) {
    this.#file = file;
    this.#length = length;
  }

  /** Opens the file, or makes it and its folder. Rejects with the system's error when it cannot be written. */
  static async open(path: string): Promise<Opened> {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'a+', ownerOnly);
    try {
      const bytes = await file.readFile();
      const length = bytes.lastIndexOf(lineFeed) + 1;
      if (length < bytes.length) await file.truncate(length);
      await file.sync();
      if (bytes.length === 0) await syncFolder(dirname(path));
      const lines = bytes.toString('utf8', 0, length).split('\n').slice(0, -1);
      return { journal: new Journal(file, length), lines, tornBytes: bytes.length - length };
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
  }

  /** Adds a line; the caller waits for it before the next one. Rejects with the system's error, and then the file is as it was. */
  async append(line: string): Promise<void> {
    const bytes = Buffer.from(`${line}\n`);
    if (this.#isRagged) await this.#cutBack();
    try {
      await this.#file.appendFile(bytes);
      await this.#file.datasync();
    } catch (thrown) {
      this.#isRagged = true;
      await this.#cutBack().catch(() => undefined);
      throw thrown;
    }
    this.#length += bytes.length;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #cutBack(): Promise<void> {
    await this.#file.truncate(this.#length);
    this.#isRagged = false;
  }
}

/** A new file's name is on disk only once its folder is (fsync(2)). Not every system lets a folder be opened. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  try {
    await folder?.sync().catch(() => undefined);
  } finally {
    await folder?.close();
  }
}
