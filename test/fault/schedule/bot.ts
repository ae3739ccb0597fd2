import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { BenchHome } from '../../bench/slack-home.js';

/** Relative to this file, so that a copy of the built program runs itself. */
const program = resolve(import.meta.dirname, '../../../src/main.js');
const papers = 3;
const stopMs = 30_000;

export interface Ended {
  /** A number, or the signal that ended it. */
  readonly exit: number | string;
  readonly errors: string;
  /** From when it was asked, or waited for, to its end. */
  readonly tookMs: number;
}

export interface Running {
  readonly child: ChildProcess;
  /** Resolves when it is gone, by itself. */
  ended(): Promise<Ended>;
  /** Asks it to stop and resolves when it is gone; one that does not go is killed. */
  stop(): Promise<Ended>;
}

/** The program as its users run it, in a data folder of its own, with what it says on its standard error. */
export class Bot {
  readonly home = new BenchHome(papers, program);
  readonly #environment: Readonly<Record<string, string>>;
  readonly #children: ChildProcess[] = [];

  constructor(environment: Readonly<Record<string, string>>) {
    this.#environment = environment;
  }

  start(...words: readonly string[]): Running {
    return this.#spawn(program, words.length === 0 ? ['start'] : words);
  }

  /** Another entry of the built tests, in the same data folder. */
  run(entry: string, ...words: readonly string[]): Running {
    return this.#spawn(entry, words);
  }

  get database(): string {
    return join(this.home.folder, 'broadsheet.sqlite');
  }

  async close(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    this.home.remove();
  }

  #spawn(file: string, words: readonly string[]): Running {
    const { PATH = '', HOME = '' } = process.env;
    const { folder } = this.home;
    const home = { BROADSHEET_HOME: folder, BROADSHEET_CONFIG: join(folder, 'broadsheet.yaml') };
    const env = { PATH, HOME, TZ: 'UTC', LOG_LEVEL: 'error', ...home, ...this.#environment };
    const child = spawn(process.execPath, [file, ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#children.push(child);
    return runningOf(child);
  }
}

function runningOf(child: ChildProcess): Running {
  const { stderr } = child;
  if (stderr === null) throw new Error('The standard error is not piped.');
  const said = text(stderr);
  const gone = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const ended = async (): Promise<Ended> => {
    const began = performance.now();
    const [code, signal] = await gone;
    return { exit: code ?? signal ?? 'nothing', errors: await said, tookMs: performance.now() - began };
  };
  return {
    child,
    ended,
    stop: async () => {
      const deadline = setTimeout(() => child.kill('SIGKILL'), stopMs);
      child.kill('SIGTERM');
      return ended().finally(() => clearTimeout(deadline));
    },
  };
}

/** The end of what comes first, or undefined when nothing has come by then. */
export const within = <T>(ms: number, work: Promise<T>): Promise<T | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};
