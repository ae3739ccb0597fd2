import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { BroadsheetError, reasonOf } from '../kernel/errors.js';
import { isModel } from '../search/model.js';

const explanations: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is a file where a folder should be',
  EISDIR: 'it is a folder',
  EACCES: 'its permissions do not allow it',
  EPERM: 'its permissions do not allow it',
  EROFS: 'it is on a disk that is read-only',
  ENOSPC: 'the disk is full',
};

function cannotWrite(path: string, thrown: unknown): BroadsheetError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const why = explanations[code] ?? reasonOf(thrown);
  return new BroadsheetError('cannotWrite', `${path} cannot be written: ${why}.`, 'Name another file.', thrown);
}

/** A model on its way to a file: the file has its name only when the model is whole and on the disk. */
export class ModelFile {
  readonly #path: string;
  readonly #file: FileHandle;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Finds out whether the model can be written before somebody waits for it.
   *
   * @throws BroadsheetError of code `cannotWrite` when it cannot, or when something stands there that is no model.
   */
  static async open(path: string): Promise<ModelFile> {
    await refuseOther(path);
    try {
      return new ModelFile(path, await open(`${path}.new`, 'w'));
    } catch (thrown) {
      throw cannotWrite(path, thrown);
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#file.writeFile(bytes);
      await this.#file.sync();
      await this.#file.close();
      await rename(`${this.#path}.new`, this.#path);
    } catch (thrown) {
      throw cannotWrite(this.#path, thrown);
    }
  }

  /** Leaves nothing behind but what was written whole. */
  async close(): Promise<void> {
    await this.#file.close().catch(() => undefined);
    await rm(`${this.#path}.new`, { force: true });
  }
}

async function refuseOther(path: string): Promise<void> {
  const file = await open(path).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return undefined;
    throw cannotWrite(path, thrown);
  });
  if (file === undefined) return;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    if (bytesRead === 0 || isModel(buffer)) return;
  } catch (thrown) {
    throw cannotWrite(path, thrown);
  } finally {
    await file.close();
  }
  throw new BroadsheetError(
    'cannotWrite',
    `${path} is there already, is no search model, and was left alone.`,
    'Name another file; only an older model is replaced.',
  );
}
