import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import Sqlite from 'better-sqlite3';

export const mainFile = resolve(import.meta.dirname, '../../dist/src/main.js');

/** Nobody listens there: the connection is refused at once, as on a machine without a network. */
const nowhere = 'http://127.0.0.1:4';

export interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** The built program in a data folder of its own. */
export class Program {
  readonly home = mkdtempSync(join(tmpdir(), 'broadsheet-e2e-'));
  environment: Readonly<Record<string, string>> = { HF_API_URL: nowhere };

  /** Runs it to its end, with these lines on standard input. */
  async run(words: readonly string[], lines: readonly string[] = []): Promise<Ended> {
    const child = this.spawn(words);
    child.stdin?.end(lines.map((line) => `${line}\n`).join(''));
    return ended(child);
  }

  /** Starts it and leaves it running; its standard input stays open. Its output is piped, or goes to this open file. */
  spawn(
    words: readonly string[],
    more: Readonly<Record<string, string>> = {},
    output: 'pipe' | number = 'pipe',
  ): ChildProcess {
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH, HOME, TZ: 'UTC', BROADSHEET_HOME: this.home, ...this.environment, ...more };
    return spawn(process.execPath, [mainFile, ...words], { env, stdio: ['pipe', output, 'pipe'] });
  }

  /** Changes the database behind the program's back, to what a crash or an older run would have left. */
  alter(...statements: readonly string[]): void {
    const database = new Sqlite(this.path('broadsheet.sqlite'));
    for (const statement of statements) database.exec(statement);
    database.close();
  }

  path(name: string): string {
    return join(this.home, name);
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('The output is not piped.');
  const [output, errors, [exitCode]] = await Promise.all([text(stdout), text(stderr), once(child, 'close')]);
  return { output, errors, exitCode: exitCode as number | null };
}

/** The ids of the papers in a printed edition, in order, each once. */
export const idsIn = (output: string): readonly string[] => [
  ...new Set([...output.matchAll(/huggingface\.co\/papers\/(\d{4}\.\d{5})/g)].map(([, id]) => id ?? '')),
];
