import { PassThrough } from 'node:stream';
import type { SlackSettings } from '../../../adapters/slack/config.js';
import { createSlack } from '../../../adapters/slack/index.js';
import type { TimeZone } from '../../../src/kernel/schedule.js';
import type { AdapterId, ChatAdapter, MessageRef, Target } from '../../../src/platform/adapter.js';
import { FakeClock } from '../../fake/clock.js';
import { countingIds } from '../../fake/ids.js';
import { MemoryLog } from '../../fake/log.js';
import { FakeSlack } from '../../fake/slack/fake-slack.js';
import type { Person } from '../../fake/slack/people.js';
import type { Channel, Message } from '../../fake/slack/state.js';
import type { Team } from '../../fake/slack/team.js';
import { FakeStorage } from '../../fake/storage.js';
import { Flow } from './flow.js';
import type { Form, Site, Standing } from './site.js';

const slackForms: readonly Form[] = [
  { raw: 'one', base: '1\u20e3' },
  { raw: 'two', base: '2\u20e3' },
  { raw: 'three', base: '3\u20e3' },
  { raw: 'thumbsup', base: '👍' },
  { raw: '+1::skin-tone-4', base: '👍' },
  { raw: '-1', base: '👎' },
  { raw: 'tada', base: '🎉' },
];
const meaningless = 'checkered_flag';
const people = 5;

interface SlackSiteOptions {
  /** Two workspaces that installed the app themselves, heard by HTTP. */
  readonly byOauth?: boolean;
  readonly tokenRotation?: boolean;
}

/** Slack's library holds signatures against the machine's own clock, and takes none that are old. */
const tomorrowAtNine = (): string => `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T09:00:00Z`;

/** Slack, in Socket Mode; or by HTTP. */
export class SlackSite implements Site {
  readonly clock: FakeClock;
  readonly log = new MemoryLog();
  readonly storage: FakeStorage;
  readonly flow: Flow;
  readonly forms = slackForms;
  readonly voters = people;
  readonly slack: FakeSlack;
  readonly team: Team;
  readonly channel: Channel;
  /** With the other channel in it; by OAuth a second workspace. */
  readonly otherTeam: Team;
  readonly elsewhere: Channel;
  readonly stranger: Person;
  readonly people: readonly Person[];
  readonly admin: Person;
  readonly #ids = countingIds();

  readonly #byOauth: boolean;
  #adapter: ChatAdapter | undefined;

  static async open(options: SlackSiteOptions = {}): Promise<SlackSite> {
    const { byOauth = false, tokenRotation = false } = options;
    const clock = new FakeClock(byOauth ? tomorrowAtNine() : '2026-11-24T09:00:00Z');
    const times = { now: () => clock.now(), sleep: (ms: number) => clock.sleep(ms) };
    return new SlackSite(clock, await FakeSlack.start({ ...times, tokenRotation }), byOauth);
  }

  private constructor(clock: FakeClock, slack: FakeSlack, byOauth: boolean) {
    this.clock = clock;
    this.slack = slack;
    this.#byOauth = byOauth;
    this.storage = new FakeStorage(clock);
    this.flow = new Flow(clock, () => slack.requests.some(({ outcome }) => outcome === 'open'));
    this.team = slack.addWorkspace({ name: 'Lab' });
    this.people = Array.from({ length: people }, () => this.team.addPerson());
    this.admin = this.team.addPerson({ name: 'admin', isAdmin: true });
    this.channel = this.team.addChannel({ name: 'papers', members: [...this.people, this.admin] });
    this.otherTeam = byOauth ? slack.addWorkspace({ name: 'Elsewhere' }) : this.team;
    this.stranger = this.otherTeam.addPerson({ name: 'stranger' });
    this.elsewhere = this.otherTeam.addChannel({ name: 'elsewhere', members: [this.stranger] });
  }

  get target(): Target {
    return { adapter: 'slack' as AdapterId, workspace: this.team.id, channel: this.channel.id };
  }

  get other(): Target {
    return { ...this.target, workspace: this.otherTeam.id, channel: this.elsewhere.id };
  }

  async connect(): Promise<ChatAdapter> {
    const { clock, log, storage } = this;
    const streams = { input: new PassThrough(), output: new PassThrough(), environment: {} };
    const context = { clock, log, storage, streams, newId: this.#ids, folder: 'nowhere', zone: 'UTC' as TimeZone };
    this.#adapter = await createSlack(this.#settings(), { ...context, menu: [] });
    return this.#adapter;
  }

  #settings(): SlackSettings {
    const { app, apiUrl } = this.slack;
    const { clientId, clientSecret, signingSecret, appToken } = app;
    if (!this.#byOauth) return { mode: 'socket', botToken: this.team.token, appToken, apiUrl, managers: [] };
    const listening = { mode: 'http', signingSecret, host: '127.0.0.1', port: 0 } as const;
    return { ...listening, botToken: null, oauth: { clientId, clientSecret }, apiUrl, managers: [] };
  }

  toggle(voter: number, ref: MessageRef, { raw }: Form): void {
    const person = this.people[voter] ?? this.admin;
    const { channel, message } = this.#place(ref);
    if (message.reactions.get(raw)?.has(person.id) === true) void person.unreact(channel, message.ts, raw);
    else void person.react(channel, message.ts, raw);
  }

  standing(ref: MessageRef): readonly Standing[] {
    const { message } = this.#place(ref);
    const baseOf = (raw: string): string => this.forms.find((form) => form.raw === raw)?.base ?? raw;
    return [...message.reactions].flatMap(([raw, users]) =>
      [...users]
        .filter((user) => this.team.workspace.users.get(user)?.isBot !== true)
        .map((user) => ({ user, emoji: baseOf(raw) })),
    );
  }

  requestsTo({ channel }: Target): number {
    return this.slack.requests.filter(({ args }) => args.channel === channel).length;
  }

  leaves(voter: number): void {
    const person = this.people[voter] ?? this.admin;
    Object.assign(person.user, { deleted: true });
    for (const { members } of this.team.workspace.channels.values()) members.delete(person.id);
  }

  purge(voter: number, ref: MessageRef): void {
    const person = this.people[voter] ?? this.admin;
    const { reactions } = this.messageOf(ref);
    for (const [name, users] of reactions) if (users.delete(person.id) && users.size === 0) reactions.delete(name);
  }

  mark(ref: MessageRef): string {
    const { channel, message } = this.#place(ref);
    const person = this.team.addPerson();
    channel.members.add(person.id);
    void person.react(channel, message.ts, meaningless);
    return person.id;
  }

  async connected(): Promise<void> {
    if (!this.#byOauth) return this.slack.sockets.whenConnected();
    const { port } = this.#adapter as unknown as { readonly port: number };
    this.slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;
  }

  messageOf(ref: MessageRef): Message {
    return this.#place(ref).message;
  }

  async close(): Promise<void> {
    await this.slack.stop();
  }

  #place({ key }: MessageRef): { readonly channel: Channel; readonly message: Message } {
    const ts = key.split('/').at(-1) ?? '';
    for (const channel of [this.channel, this.elsewhere, ...this.team.workspace.channels.values()]) {
      const message = channel.messages.get(ts);
      if (message !== undefined) return { channel, message };
    }
    throw new Error(`There is no message ${key}.`);
  }
}
