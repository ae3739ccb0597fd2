import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type Ended, ended, Program } from './program.js';

/** What `start` says once it works. */
const ready = 'Ctrl-C ends.';

export interface Running {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly printed: string;
  /** Asks it to stop and resolves when it is gone. */
  stop(): Promise<Ended>;
  /** Kills it and resolves when it is gone. */
  kill(): Promise<Ended>;
}

const paper = (index: number, day: string): string =>
  JSON.stringify({
    id: `2611.${10_001 + index}`,
    title: `Retrieval number ${index}: what agents read`,
    abstract: 'What it does is measured on this benchmark.',
    authors: ['Ada Lovelace', 'Alan Turing'],
    listedOn: day,
    upvotes: 90 - index,
  });

/** The built program with three papers of today and channels in its configuration file, whose edition is of midnight. */
export class ChannelProgram extends Program {
  readonly #running = new Set<ChildProcess>();

  constructor(environment: Readonly<Record<string, string>>) {
    super();
    const day = new Date().toISOString().slice(0, 10);
    writeFileSync(this.path('papers.jsonl'), [0, 1, 2].map((index) => `${paper(index, day)}\n`).join(''));
    this.environment = { ...this.environment, ...environment, BROADSHEET_CONFIG: this.path('broadsheet.yaml') };
    this.configure([]);
  }

  /** `channels` as `platform:workspace/channel`. */
  configure(channels: readonly string[], ...more: readonly string[]): void {
    const lines = [
      'feeds:\n- id: lab\n  kind: file\n  path: papers.jsonl',
      'defaults:\n  feeds: [lab]\n  time: "00:00"\n  zone: UTC\n  days: [mon, tue, wed, thu, fri, sat, sun]',
      ...(channels.length === 0 ? [] : ['channels:', ...channels.map((channel) => `- channel: "${channel}"`)]),
      ...more,
    ];
    writeFileSync(this.path('broadsheet.yaml'), `${lines.join('\n')}\n`);
  }

  /** Starts it; resolves once it says that it works, and rejects with what it said when it ends before that. */
  start(more: Readonly<Record<string, string>> = {}): Promise<Running> {
    const child = this.spawn(['start'], more);
    const end = ended(child);
    this.#running.add(child);
    void end.then(() => this.#running.delete(child));
    let printed = '';
    const gone = (signal: NodeJS.Signals): Promise<Ended> => {
      child.kill(signal);
      return end;
    };
    const running: Running = {
      child,
      get printed() {
        return printed;
      },
      stop: () => gone('SIGTERM'),
      kill: () => gone('SIGKILL'),
    };
    return new Promise((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes(ready)) resolve(running);
      });
      void end.then(({ exitCode, errors }) => reject(new Error(`It ended with ${exitCode}: ${errors}`)));
    });
  }

  /** A process starts and stops, and the time of the next edition passes before the next one. */
  async passMidnight(): Promise<void> {
    await (await this.start()).stop();
    this.alter(`update subscription set next_run_at = ${Date.now() - 1_000}`);
  }

  /** Ends what still runs, and leaves nothing behind. */
  async close(): Promise<void> {
    const gone = [...this.#running].map((child) => new Promise((resolve) => child.once('close', resolve)));
    for (const child of this.#running) child.kill('SIGKILL');
    await Promise.all(gone);
    this.remove();
  }
}
