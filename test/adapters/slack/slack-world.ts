import { PassThrough } from 'node:stream';
import type { SlackSettings } from '../../../adapters/slack/config.js';
import { createSlack } from '../../../adapters/slack/index.js';
import type { TimeZone } from '../../../src/kernel/schedule.js';
import type { ChatAdapter, DeliveryId, MessageRef, Target } from '../../../src/platform/adapter.js';
import type { MessageView } from '../../../src/view/view.js';
import { FakeClock } from '../../fake/clock.js';
import { countingIds } from '../../fake/ids.js';
import { MemoryLog } from '../../fake/log.js';
import { patient } from '../../fake/patience.js';
import { FakeSlack, type FakeSlackOptions } from '../../fake/slack/fake-slack.js';
import type { Person } from '../../fake/slack/people.js';
import type { Channel } from '../../fake/slack/state.js';
import type { Team } from '../../fake/slack/team.js';
import { FakeStorage } from '../../fake/storage.js';
import { Tide } from './tide.js';

export type Mode = SlackSettings['mode'];

interface WorldOptions extends Omit<FakeSlackOptions, 'now' | 'sleep'> {
  readonly mode?: Mode;
  readonly managers?: readonly string[];
  /** Workspaces install the app themselves. */
  readonly byOauth?: boolean;
}

/** A fake Slack with a workspace, a channel and people, and the adapters that are one process after the other. */
export class SlackWorld {
  readonly clock: FakeClock;
  readonly log = new MemoryLog();
  readonly storage: FakeStorage;
  readonly slack: FakeSlack;
  readonly team: Team;
  readonly channel: Channel;
  readonly alice: Person;
  readonly bob: Person;
  readonly #options: WorldOptions;
  readonly #tide: Tide;
  readonly #ids = countingIds();

  static async open(options: WorldOptions = {}): Promise<SlackWorld> {
    // Slack's library holds signatures against the machine's own clock.
    const clock = new FakeClock(options.mode === 'http' ? new Date().toISOString() : '2026-11-24T09:00:00Z');
    const slack = await FakeSlack.start({ ...options, now: () => clock.now(), sleep: (ms) => clock.sleep(ms) });
    return new SlackWorld(clock, slack, options);
  }

  private constructor(clock: FakeClock, slack: FakeSlack, options: WorldOptions) {
    this.clock = clock;
    this.slack = slack;
    this.#options = options;
    this.storage = new FakeStorage(clock);
    this.team = slack.addWorkspace({ name: 'Lab' });
    this.alice = this.team.addPerson({ name: 'alice', tz: 'America/New_York', isAdmin: true });
    this.bob = this.team.addPerson({ name: 'bob' });
    this.channel = this.team.addChannel({ name: 'papers', members: [this.alice, this.bob] });
    this.#tide = new Tide(clock, () => slack.requests.some(({ outcome }) => outcome === 'open'));
  }

  get target(): Target {
    return { adapter: 'slack', workspace: this.team.id, channel: this.channel.id } as Target;
  }

  /** A new process, not yet started. `more` replaces single settings. */
  connect(more: Partial<SlackSettings> = {}): Promise<ChatAdapter> {
    const { clock, log, storage } = this;
    const streams = { input: new PassThrough(), output: new PassThrough(), environment: {} };
    const settings = { ...this.#settings(), ...more } as SlackSettings;
    return createSlack(settings, {
      ...{ clock, log, storage, streams, newId: this.#ids, folder: 'nowhere', zone: 'UTC' as TimeZone, menu: [] },
    });
  }

  /** Tells the fake where the adapter hears, once it does. */
  hear(adapter: ChatAdapter): void {
    if (this.#options.mode !== 'http') return;
    const { port } = adapter as unknown as { readonly port: number };
    this.slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;
  }

  post(adapter: ChatAdapter, id: string, view: MessageView, thread?: MessageRef, channel = this.channel) {
    const place = { ...this.target, channel: channel.id };
    const target = thread === undefined ? place : { ...place, thread };
    return adapter.post({ id: id as DeliveryId, target, view, signal: patient });
  }

  async close(): Promise<void> {
    this.#tide.stop();
    await this.slack.stop();
  }

  #settings(): SlackSettings {
    const { mode = 'socket', managers = [], byOauth = false } = this.#options;
    const { app, apiUrl } = this.slack;
    const common = { apiUrl, managers: [...managers] };
    if (mode === 'socket') return { mode, botToken: this.team.token, appToken: app.appToken, ...common };
    const oauth = { clientId: app.clientId, clientSecret: app.clientSecret };
    const access = byOauth ? { botToken: null, oauth } : { botToken: this.team.token, oauth: null };
    return { mode, signingSecret: app.signingSecret, host: '127.0.0.1', port: 0, ...access, ...common };
  }
}

/** The time of a message within its channel. */
export const tsOf = ({ key }: MessageRef): string => key.split('/').at(-1) ?? '';
