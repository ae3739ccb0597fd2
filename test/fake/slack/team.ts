import { type JsonObject, objectsIn } from '../json.js';
import type { AppAnswer } from './app-door.js';
import { type Markup, markupOf } from './mrkdwn.js';
import { Person, type Surroundings } from './people.js';
import { blocksText } from './plain-text.js';
import type { Channel, ChannelKind, Message, User, Workspace } from './state.js';

export interface PersonOptions {
  /** One that nobody has yet, unless told otherwise. */
  readonly id?: string;
  readonly name?: string;
  readonly displayName?: string;
  readonly tz?: string;
  readonly tzOffsetSeconds?: number;
  readonly isBot?: boolean;
  readonly isAdmin?: boolean;
  readonly isOwner?: boolean;
  readonly isPrimaryOwner?: boolean;
  readonly isRestricted?: boolean;
  readonly isUltraRestricted?: boolean;
  readonly deleted?: boolean;
  /** Somebody of another workspace, seen in a shared channel. */
  readonly teamId?: string;
}

export interface ChannelOptions {
  readonly name?: string;
  readonly kind?: Exclude<ChannelKind, 'im'>;
  readonly creator?: Person;
  readonly members?: readonly Person[];
  /** Whether the bot is in it from the start, without any event; it is unless told otherwise. */
  readonly bot?: boolean;
  readonly isExtShared?: boolean;
  readonly isPostingRestricted?: boolean;
}

const ordinary = {
  tz: 'Europe/Amsterdam',
  tzOffsetSeconds: 3_600,
  isBot: false,
  isAdmin: false,
  isOwner: false,
  isPrimaryOwner: false,
  isRestricted: false,
  isUltraRestricted: false,
  deleted: false,
};

/** A workspace, seen by a test. */
export class Team {
  readonly workspace: Workspace;
  readonly #around: Surroundings;
  readonly #people = new Map<string, Person>();

  constructor(workspace: Workspace, around: Surroundings) {
    this.workspace = workspace;
    this.#around = around;
  }

  get id(): string {
    return this.workspace.id;
  }

  get botUserId(): string {
    return this.workspace.botUserId;
  }

  /** The bot's newest token that still works; throws when there is none. */
  get token(): string {
    const good = [...this.#around.world.tokens.values()].filter(
      ({ kind, teamId, revoked }) => kind === 'bot' && teamId === this.id && !revoked,
    );
    const newest = good.at(-1);
    if (newest === undefined) throw new Error(`${this.id} has no token.`);
    return newest.token;
  }

  addPerson(options: PersonOptions = {}): Person {
    const id = options.id ?? this.#around.world.ids.next('U');
    const name = options.name ?? id.toLowerCase();
    const own = { id, teamId: this.id, name, realName: name, displayName: name };
    const user: User = { ...ordinary, ...own, ...options };
    this.workspace.users.set(id, user);
    const person = new Person(user, this.workspace, this.#around);
    this.#people.set(id, person);
    return person;
  }

  addChannel(options: ChannelOptions = {}): Channel {
    const { world } = this.#around;
    const id = world.ids.next('C');
    const people = [...(options.creator === undefined ? [] : [options.creator]), ...(options.members ?? [])];
    const channel: Channel = {
      id,
      teamId: this.id,
      kind: options.kind ?? 'public',
      name: options.name ?? id.toLowerCase(),
      creator: options.creator?.id ?? people[0]?.id ?? 'USLACKBOT',
      createdAt: world.now(),
      members: new Set([...people.map((person) => person.id), ...(options.bot === false ? [] : [this.botUserId])]),
      isArchived: false,
      isExtShared: options.isExtShared ?? false,
      isPostingRestricted: options.isPostingRestricted ?? false,
      messages: new Map(),
      ephemerals: new Map(),
    };
    this.workspace.channels.set(id, channel);
    return channel;
  }

  /** All messages that everybody sees, oldest first. */
  history(channel: Channel): readonly Message[] {
    return [...channel.messages.values()];
  }

  /** What one person sees, oldest first: the channel's messages when they may read it, and those for them alone. */
  visibleTo(person: Person, channel: Channel): readonly Message[] {
    const canRead = channel.kind === 'public' || channel.members.has(person.id);
    const own = [...channel.ephemerals.values()].filter((message) => message.ephemeralFor === person.id);
    const all = [...(canRead ? channel.messages.values() : []), ...own];
    return all.sort((one, other) => (one.ts < other.ts ? -1 : 1));
  }

  /** A person's Home as the app published it last. */
  homeOf(person: Person): { readonly view: JsonObject; readonly text: string; readonly markup: Markup } | undefined {
    const view = this.workspace.homes.get(person.id)?.view;
    if (view === undefined) return undefined;
    return { view, text: blocksText(objectsIn(view.blocks)), markup: markupOf(view.blocks) };
  }

  /** Takes the app out of the workspace: its tokens die, then it is told. */
  async uninstall(): Promise<readonly (AppAnswer | undefined)[]> {
    const { world, events } = this.#around;
    this.workspace.isInstalled = false;
    const bot = [this.botUserId];
    return Promise.all([
      events.emit(this.workspace, {
        type: 'tokens_revoked',
        tokens: { oauth: [], bot },
        event_ts: world.stamps.next(),
      }),
      events.emit(this.workspace, { type: 'app_uninstalled', event_ts: world.stamps.next() }),
    ]);
  }

  /** Tells the app that it got more events than Slack sends in an hour. */
  rateLimitEvents(): Promise<AppAnswer> {
    return this.#around.events.deliver({
      token: 'deprecated-verification-token',
      type: 'app_rate_limited',
      team_id: this.id,
      minute_rate_limited: Math.floor(this.#around.world.now() / 60_000) * 60,
      api_app_id: this.#around.world.app.id,
    });
  }
}
