import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Subscription, SubscriptionId } from '../../src/editions/subscription.js';
import { instant } from '../../src/kernel/clock.js';
import { type IsoDate, utcDateOf } from '../../src/kernel/dates.js';
import type { LocalTime, TimeZone } from '../../src/kernel/schedule.js';
import { systemClock } from '../../src/kernel/system-clock.js';
import type { FeedId } from '../../src/papers/listing.js';
import type { AdapterId } from '../../src/platform/adapter.js';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/store.js';
import { MemoryLog } from '../fake/log.js';
import { mainFile } from './places.js';

const feed = 'bench' as FeedId;

/** The paper lines of today's list. */
function paperLines(today: IsoDate, count: number): string {
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      id: `2611.${String(10_000 + index)}`,
      title: `Paper number ${index} on retrieval, agents and long context`,
      abstract: 'What it does is measured in this benchmark. '.repeat(12),
      authors: ['Ada Lovelace', 'Grace Hopper', 'Alan Turing'],
      listedOn: today,
      upvotes: 200 - index,
    }),
  );
  return `${lines.join('\n')}\n`;
}

/** A data folder and a configuration for the real program, with channels whose edition is due at once. */
export class BenchHome {
  readonly folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  readonly #configuration = join(this.folder, 'broadsheet.yaml');

  readonly #program: string;

  /** `program`: the built one, by default the one that the benchmarks were built with. */
  constructor(papers = 15, program = mainFile) {
    this.#program = program;
    const today = utcDateOf(systemClock().now());
    writeFileSync(join(this.folder, 'papers.jsonl'), paperLines(today, papers));
    const feeds = `feeds:\n- id: ${feed}\n  kind: file\n  path: papers.jsonl\n`;
    writeFileSync(this.#configuration, `defaults:\n  feeds: [${feed}]\n  zone: UTC\n${feeds}terminal: false\n`);
  }

  /** Works on the store before the program does. */
  async prepare(work: (store: Store) => Promise<void>): Promise<void> {
    const path = join(this.folder, 'broadsheet.sqlite');
    const store = await openStore({
      path,
      mode: 'write',
      clock: systemClock(),
      log: new MemoryLog(),
      version: 'bench',
    });
    await work(store).finally(() => store.close());
  }

  subscription(workspace: string, channel: string, adapter = 'slack' as AdapterId): Subscription {
    return {
      id: `${adapter}:${workspace}/${channel}` as SubscriptionId,
      adapter,
      ...{ workspace, channel },
      managed: 'chat',
      enabled: true,
      timetable: { time: '00:00' as LocalTime, zone: 'UTC' as TimeZone, days: [1, 2, 3, 4, 5, 6, 7] },
      count: 10,
      layout: 'list',
      feeds: [feed],
      topics: { words: [], authors: [], categories: [] },
      minUpvotes: 0,
      nextRunAt: instant(systemClock().now() - 1_000),
      setUpBy: null,
      paused: null,
    };
  }

  /** The program as its users run it. */
  start(environment: Readonly<Record<string, string>>): ChildProcess {
    return this.#spawn(['start'], environment);
  }

  /** Another command of it, to its end. */
  async run(...words: readonly string[]): Promise<void> {
    const [code] = (await once(this.#spawn(words, {}), 'exit')) as [number | null];
    if (code !== 0) throw new Error(`broadsheet ${words.join(' ')} ended with ${code}.`);
  }

  #spawn(words: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
    const home = { BROADSHEET_HOME: this.folder, BROADSHEET_CONFIG: this.#configuration, LOG_LEVEL: 'error' };
    return spawn(process.execPath, [this.#program, ...words], {
      env: { ...process.env, ...home, ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function ended(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('There is no port.');
  return address.port;
}
