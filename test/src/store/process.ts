import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '../../..');

/** What a script finds ready: the built store, opened as `open(mode)`, and `say(line)`, which has been written when it returns. */
const prelude = `
  import { writeSync } from 'node:fs';
  import { openStore } from '${root}/dist/src/store/open.js';
  const silent = () => {};
  const log = { debug: silent, info: silent, warn: silent, error: silent, child: () => log };
  const clock = { now: () => Date.now(), monotonicMs: () => performance.now(), everyMinute: () => silent,
    sleep: (ms) => new Promise((wake) => setTimeout(wake, ms)) };
  const open = (mode) => openStore({ path: process.argv[1], mode, clock, log, version: '1.2.3' });
  const say = (line) => writeSync(1, line + '\\n');
  const paper = (key) => ({ key, title: key, abstract: '', authors: [], categories: [], keywords: [], organization: null,
    summary: null, code: null, projectUrl: null, publishedOn: null, sources: ['arxiv'], listedOn: null });
`;

/** Another process that runs a script against the database at `path`. */
export class StoreProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #ended: Promise<readonly unknown[]>;

  constructor(path: string, script: string) {
    const input = ['--input-type=module', '--eval', prelude + script, path];
    this.#child = spawn(process.execPath, input, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#ended = once(this.#child, 'exit');
    if (this.#child.stdout === null) throw new Error('The process has no output.');
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** The next line it says; undefined when it has ended. */
  async heard(): Promise<string | undefined> {
    const { done, value } = await this.#lines.next();
    return done === true ? undefined : value;
  }

  /** Everything else that it says until it ends. */
  async rest(): Promise<readonly string[]> {
    const lines: string[] = [];
    for (let line = await this.heard(); line !== undefined; line = await this.heard()) lines.push(line);
    await this.#ended;
    return lines;
  }

  /** As `kill -9`. */
  async kill(): Promise<readonly string[]> {
    this.#child.kill('SIGKILL');
    return this.rest();
  }
}
