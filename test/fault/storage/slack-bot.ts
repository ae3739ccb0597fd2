import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { freeze } from '../../../src/editions/content.js';
import { deliveryIdOf } from '../../../src/editions/delivery-id.js';
import type { EditionId } from '../../../src/editions/repository.js';
import type { Subscription, SubscriptionId } from '../../../src/editions/subscription.js';
import { instant } from '../../../src/kernel/clock.js';
import { utcDateOf } from '../../../src/kernel/dates.js';
import type { LocalTime, TimeZone } from '../../../src/kernel/schedule.js';
import { systemClock } from '../../../src/kernel/system-clock.js';
import type { FeedId } from '../../../src/papers/listing.js';
import type { PaperKey } from '../../../src/papers/paper.js';
import type { AdapterId } from '../../../src/platform/adapter.js';
import { openStore } from '../../../src/store/open.js';
import { MemoryLog } from '../../fake/log.js';
import { FakeSlack } from '../../fake/slack/fake-slack.js';
import { plainText } from '../../fake/slack/plain-text.js';
import type { Channel } from '../../fake/slack/state.js';
import type { Team } from '../../fake/slack/team.js';

/** Relative to this file, so that a copy of the built program runs itself. */
export const program = resolve(import.meta.dirname, '../../../src/main.js');
const dayMs = 86_400_000;
/** Each waiting post fills several pages of the file, so that no claim fits where there is hardly any room. */
const manyPapers = Array.from({ length: 1_000 }, (_, index) => `2611.${20_000 + index}` as PaperKey);
const line = 'No new papers: this is what waits';

/** A line of the operator's log. */
export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly reason?: string;
}

/** The real program on a data folder, with posts that wait, and Slack's stand-in. */
export class SlackBot {
  readonly slack: FakeSlack;
  readonly team: Team;
  readonly channels: readonly Channel[];
  readonly database: string;
  /** What its processes wrote on standard error. */
  readonly said: string[] = [];
  readonly #folder: string;
  #child: ChildProcess | undefined;

  static async open(folder: string, channels: number): Promise<SlackBot> {
    return new SlackBot(folder, await FakeSlack.start(), channels);
  }

  private constructor(folder: string, slack: FakeSlack, channels: number) {
    this.#folder = folder;
    this.slack = slack;
    this.team = slack.addWorkspace();
    this.channels = Array.from({ length: channels }, () => this.team.addChannel());
    this.database = join(folder, 'broadsheet.sqlite');
    writeFileSync(join(folder, 'broadsheet.yaml'), 'terminal: false\n');
  }

  /** A file with three papers of today, which is a feed. */
  publish(): string {
    const path = join(this.#folder, 'papers.jsonl');
    const listedOn = utcDateOf(systemClock().now());
    const papers = [1, 2, 3].map((number) =>
      JSON.stringify({
        id: `2611.1000${number}`,
        title: `Paper ${number}`,
        authors: ['Ada'],
        listedOn,
        upvotes: 9 - number,
      }),
    );
    writeFileSync(path, `${papers.join('\n')}\n`);
    const feed = '- id: lab\n  kind: file\n  path: papers.jsonl';
    writeFileSync(join(this.#folder, 'broadsheet.yaml'), `terminal: false\nfeeds:\n${feed}\n`);
    return path;
  }

  /** Each channel's edition from that file is due. */
  async subscribe(): Promise<void> {
    const store = await this.#open();
    const due = { feeds: ['lab' as FeedId], nextRunAt: instant(systemClock().now() - 1_000) };
    await store.subscriptions.save(this.channels.map(({ id }) => ({ ...subscriptionOf(this.team.id, id), ...due })));
    await store.close();
  }

  /** Each channel has an edition of today that was planned and not posted. */
  async prepare(): Promise<void> {
    const clock = systemClock();
    const store = await this.#open();
    const [now, date] = [clock.now(), utcDateOf(clock.now())];
    const subscriptions = this.channels.map((channel) => subscriptionOf(this.team.id, channel.id));
    await store.subscriptions.save(subscriptions);
    await store.transaction(async ({ editions, outbox }) => {
      const content = await editions.freeze(freeze({ kind: 'line', line }));
      for (const { id: subscription, adapter, workspace, channel } of subscriptions) {
        const edition = `edition-${channel}` as EditionId;
        await editions.add(
          { id: edition, subscription, date, kind: 'quiet', content, plannedAt: now, freed: false },
          [],
        );
        const post = {
          ...{ id: deliveryIdOf(subscription, date, 'line', 0), edition, part: 0, role: 'line' as const },
          ...{ papers: manyPapers, target: { adapter, workspace, channel }, expiresAt: instant(now + dayMs) },
        };
        await outbox.add([post], now);
      }
    });
    await store.close();
  }

  /** `command` with the words of the program after it, such as `['sh', '-c', …]`; the program itself when left out. */
  start(
    command: readonly string[] = [process.execPath, program, 'start'],
    more: Readonly<Record<string, string>> = {},
  ): ChildProcess {
    const { PATH = '', HOME = '' } = process.env;
    const { apiUrl, app } = this.slack;
    const env = {
      ...{ PATH, HOME, TZ: 'UTC', LOG_LEVEL: 'error', HF_API_URL: 'http://127.0.0.1:4', BROADSHEET_HOME: this.#folder },
      BROADSHEET_CONFIG: join(this.#folder, 'broadsheet.yaml'),
      ...{ SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: this.team.token, SLACK_APP_TOKEN: app.appToken },
      ...more,
    };
    const [file = '', ...words] = command;
    // A group of its own: what runs another program is not what has to end.
    const child = spawn(file, words, { env, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    this.#child = child;
    if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', (said) => this.said.push(said));
    return child;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get isUp(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What its processes wrote as log lines. */
  get log(): readonly LogLine[] {
    return this.said.flatMap((said) => (said.startsWith('{') ? [JSON.parse(said) as LogLine] : []));
  }

  /** How many posts stand in each channel. */
  get counts(): readonly number[] {
    return this.channels.map(
      (channel) => this.team.history(channel).filter((one) => plainText(one).includes(line)).length,
    );
  }

  /** The list of each channel, by its time. */
  get lists(): readonly (string | undefined)[] {
    return this.channels.map(
      (channel) => this.team.history(channel).find((one) => plainText(one).startsWith('Daily papers'))?.ts,
    );
  }

  /** What `/paper status` says. */
  async status(): Promise<string> {
    const [channel] = this.channels;
    if (channel === undefined) throw new Error('There is no channel.');
    const alice = this.team.addPerson({ name: 'alice' });
    return plainText(await alice.command(channel, '/paper', 'status').next());
  }

  async until(isSo: () => boolean, timeoutMs: number): Promise<boolean> {
    const end = performance.now() + timeoutMs;
    while (!isSo() && performance.now() < end) await new Promise((wake) => setTimeout(wake, 50));
    return isSo();
  }

  #open() {
    const options = { path: this.database, clock: systemClock(), log: new MemoryLog(), version: 'fault' };
    return openStore({ ...options, mode: 'write' });
  }

  async close(): Promise<void> {
    const { pid } = this.#child ?? {};
    if (this.isUp && this.#child !== undefined && pid !== undefined) {
      const gone = once(this.#child, 'exit');
      process.kill(-pid, 'SIGKILL');
      await gone;
    }
    await this.slack.stop();
  }
}

function subscriptionOf(workspace: string, channel: string): Subscription {
  return {
    ...{ id: `slack:${workspace}/${channel}` as SubscriptionId, adapter: 'slack' as AdapterId, workspace, channel },
    ...{ managed: 'chat', enabled: true, count: 10, layout: 'list', feeds: ['huggingface' as FeedId], minUpvotes: 0 },
    timetable: { time: '00:00' as LocalTime, zone: 'UTC' as TimeZone, days: [1, 2, 3, 4, 5, 6, 7] },
    topics: { words: [], authors: [], categories: [] },
    nextRunAt: instant(systemClock().now() + dayMs),
    ...{ setUpBy: null, paused: null },
  };
}
