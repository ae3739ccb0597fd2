import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createTerminal } from '../../../adapters/terminal/index.js';
import type { TimeZone } from '../../../src/kernel/schedule.js';
import type { ChatAdapter, DeliveryId, MessageRef, Target } from '../../../src/platform/adapter.js';
import type { MessageView } from '../../../src/view/view.js';
import { FakeClock } from '../../fake/clock.js';
import { countingIds } from '../../fake/ids.js';
import { MemoryLog } from '../../fake/log.js';
import { patient } from '../../fake/patience.js';
import { FakeStorage } from '../../fake/storage.js';

export const here = { adapter: 'terminal', workspace: 'terminal', channel: 'terminal' } as Target;

interface WorldOptions {
  /** A person at a terminal, instead of a pipe. */
  readonly isTTY?: boolean;
  /** The output is a terminal, but the lines come from a pipe. */
  readonly isFed?: boolean;
  readonly columns?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** One process: its streams, and what came out of them. */
class Process {
  readonly input: PassThrough & { isTTY?: boolean } = new PassThrough();
  readonly output: PassThrough & { isTTY?: boolean; columns?: number } = new PassThrough();
  printed = '';
  #waiting: { readonly condition: (printed: string) => boolean; readonly resolve: () => void }[] = [];

  constructor({ isTTY = false, isFed = false, columns = 80 }: WorldOptions) {
    if (isTTY) Object.assign(this.input, { isTTY });
    if (isTTY || isFed) Object.assign(this.output, { isTTY: true, columns });
    this.output.setEncoding('utf8');
    this.output.on('data', (chunk: string) => {
      this.printed += chunk;
      const met = this.#waiting.filter(({ condition }) => condition(this.printed));
      this.#waiting = this.#waiting.filter((waiting) => !met.includes(waiting));
      for (const { resolve } of met) resolve();
    });
  }

  /** Resolves once what was printed is so. */
  until(condition: (printed: string) => boolean): Promise<void> {
    if (condition(this.printed)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ condition, resolve }));
  }
}

/** A data folder on disk and the processes that use it one after the other. */
export class TerminalWorld {
  readonly clock = new FakeClock('2026-11-24T08:00:00Z');
  readonly log = new MemoryLog();
  readonly folder: string;
  readonly #options: WorldOptions;
  readonly processes: Process[] = [];

  private constructor(folder: string, options: WorldOptions) {
    this.folder = folder;
    this.#options = options;
  }

  static async create(options: WorldOptions = {}): Promise<TerminalWorld> {
    return new TerminalWorld(await mkdtemp(join(tmpdir(), 'terminal-')), options);
  }

  /** A new process on the same folder. */
  async open(): Promise<ChatAdapter> {
    const fresh = new Process(this.#options);
    this.processes.push(fresh);
    const { input, output } = fresh;
    return createTerminal(
      {},
      {
        clock: this.clock,
        newId: countingIds(),
        log: this.log,
        streams: { input, output, environment: this.#options.environment ?? {} },
        folder: this.folder,
        zone: 'Europe/Berlin' as TimeZone,
        storage: new FakeStorage(this.clock),
        menu: [],
      },
    );
  }

  get process(): Process {
    const last = this.processes.at(-1);
    if (last === undefined) throw new Error('No process has been opened.');
    return last;
  }

  /** What all processes have printed. */
  get printed(): string {
    return this.processes.map(({ printed }) => printed).join('');
  }

  get path(): string {
    return join(this.folder, 'terminal.jsonl');
  }

  async records(): Promise<readonly unknown[]> {
    const text = await readFile(this.path, 'utf8');
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown);
  }

  async append(text: string): Promise<void> {
    await writeFile(this.path, text, { flag: 'a' });
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

export async function post(
  adapter: ChatAdapter,
  id: string,
  view: MessageView,
  thread?: MessageRef,
): Promise<MessageRef> {
  const target = thread === undefined ? here : { ...here, thread };
  const outcome = await adapter.post({ id: id as DeliveryId, target, view, signal: patient });
  if (outcome.kind !== 'posted') throw new Error(`It was not posted: ${JSON.stringify(outcome)}`);
  return outcome.ref;
}
