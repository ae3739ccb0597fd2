import { type JsonObject, textOf } from '../json.js';
import { type AppAnswer, type AppDoor, isTaken, type Retry } from './app-door.js';
import { slackLimits } from './limits.js';
import type { Channel, Workspace } from './state.js';
import type { World } from './world.js';

interface EventAttempt {
  /** By the fake's clock, in ms. */
  readonly at: number;
  readonly retry: Retry | undefined;
  readonly answer: AppAnswer;
}

export interface SentEvent {
  readonly id: string;
  readonly type: string;
  readonly body: JsonObject;
  readonly attempts: EventAttempt[];
  /** Resolves when the app took it or Slack has given up: true when it was taken. */
  readonly settled: Promise<boolean>;
}

/** What a bot's token needs to be told of an event; none for those that every app gets. */
const neededScopes: Readonly<Record<string, readonly string[]>> = {
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  app_mention: ['app_mentions:read'],
  link_shared: ['links:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  channel_archive: ['channels:read'],
  channel_unarchive: ['channels:read'],
  channel_left: ['channels:read'],
  channel_deleted: ['channels:read'],
  group_archive: ['groups:read'],
  group_unarchive: ['groups:read'],
  group_left: ['groups:read'],
  group_deleted: ['groups:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
};

/** All that an app can subscribe to here. */
export const allEvents: readonly string[] = [
  ...Object.keys(neededScopes),
  ...['app_home_opened', 'app_uninstalled', 'tokens_revoked'],
];

const subscriptionOf = (event: JsonObject): string =>
  event.type === 'message'
    ? `message.${({ channel: 'channels', group: 'groups', im: 'im' })[textOf(event.channel_type)] ?? 'channels'}`
    : textOf(event.type);

/** Where the bot is told although it is no member: it was there until now, or it need not be. */
const withoutMembership = new Set(['link_shared', 'channel_left', 'group_left', 'channel_deleted', 'group_deleted']);

/** Slack's Events API: to whom which event goes, and again when it was not taken. */
export class Events {
  /** In the order they were first sent. */
  readonly sent: SentEvent[] = [];
  readonly #world: World;
  readonly #door: () => AppDoor;
  readonly #sleep: (ms: number) => Promise<void>;
  #held: (() => void)[] | undefined;
  #hurried: () => void = () => undefined;
  #hurry: Promise<void>;
  #isStopped = false;
  #count = 0;

  constructor(world: World, door: () => AppDoor, sleep: (ms: number) => Promise<void>) {
    this.#world = world;
    this.#door = door;
    this.#sleep = sleep;
    this.#hurry = new Promise((resolve) => {
      this.#hurried = resolve;
    });
  }

  /** Tells the app, if it may know. Resolves with how it took the first try; undefined when it is not told at all. */
  async emit(workspace: Workspace, event: JsonObject, channel?: Channel): Promise<AppAnswer | undefined> {
    if (!this.#mayKnow(workspace, event, channel)) return undefined;
    const eventId = this.#world.ids.next('Ev');
    return this.deliver({
      token: 'deprecated-verification-token',
      team_id: workspace.id,
      context_team_id: workspace.id,
      context_enterprise_id: null,
      api_app_id: this.#world.app.id,
      event,
      type: 'event_callback',
      event_id: eventId,
      event_time: Math.floor(this.#world.now() / 1_000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: workspace.id,
          user_id: workspace.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: channel?.isExtShared ?? false,
      event_context: `4-${eventId}`,
    });
  }

  /** Any body, with all of Slack's tries. Resolves with how the app took the first one. */
  deliver(body: JsonObject): Promise<AppAnswer> {
    return new Promise((firstAnswer) => {
      const start = () => this.#start(body, firstAnswer);
      if (this.#held === undefined) start();
      else this.#held.push(start);
    });
  }

  /** The same event once more, as Slack does when it believes that the first one was not taken. */
  again(eventId: string): Promise<AppAnswer> {
    const event = this.sent.find(({ id }) => id === eventId);
    if (event === undefined) throw new Error(`No event ${eventId} was sent.`);
    return this.#attempt(event, { num: 1, reason: 'http_timeout' });
  }

  /** Keeps back what happens from now on, until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  /** Sends what was kept back, in another order if wanted. */
  release(order: 'as it happened' | 'backwards' = 'as it happened'): void {
    const held = this.taken();
    this.#held = undefined;
    for (const start of order === 'backwards' ? held.toReversed() : held) start();
  }

  /** Hands out what was kept back so far: each call sends one of them, so that a test has order and number in its hands. */
  taken(): readonly (() => void)[] {
    return this.#held?.splice(0) ?? [];
  }

  /** Makes every retry that waits for its time come now. */
  hurryRetries(): void {
    this.#hurried();
    this.#hurry = new Promise((resolve) => {
      this.#hurried = resolve;
    });
  }

  /** Resolves when all that was sent so far is settled. */
  async settled(): Promise<void> {
    await Promise.all(this.sent.map((event) => event.settled));
  }

  stop(): void {
    this.#isStopped = true;
    this.hurryRetries();
  }

  #mayKnow(workspace: Workspace, event: JsonObject, channel: Channel | undefined): boolean {
    const subscription = subscriptionOf(event);
    const isFarewell = event.type === 'app_uninstalled' || event.type === 'tokens_revoked';
    if (!this.#world.app.subscriptions.has(subscription)) return false;
    if (isFarewell) return true;
    if (!workspace.isInstalled) return false;
    const isInside = channel === undefined || channel.members.has(workspace.botUserId);
    if (!isInside && !withoutMembership.has(textOf(event.type))) return false;
    const needed = neededScopes[subscription];
    return needed === undefined || needed.some((scope) => this.#scopesOf(workspace).has(scope));
  }

  #scopesOf(workspace: Workspace): ReadonlySet<string> {
    return this.#world.grantedScopes.get(workspace.id) ?? new Set();
  }

  #start(body: JsonObject, firstAnswer: (answer: AppAnswer) => void): void {
    let settle: (isTaken: boolean) => void = () => undefined;
    const settled = new Promise<boolean>((resolve) => {
      settle = resolve;
    });
    this.#count += 1;
    const id = textOf(body.event_id) || `body-${this.#count}`;
    const event = isEventBody(body) ? textOf(body.event.type) : textOf(body.type);
    const sent: SentEvent = { id, type: event, body, attempts: [], settled };
    this.sent.push(sent);
    void this.#keepTrying(sent, firstAnswer).then(settle);
  }

  async #keepTrying(sent: SentEvent, firstAnswer: (answer: AppAnswer) => void): Promise<boolean> {
    let answer = await this.#attempt(sent, undefined);
    firstAnswer(answer);
    for (const [index, ms] of slackLimits.retryAfterMs.entries()) {
      if (isTaken(answer)) return true;
      if (isRefused(answer)) return false;
      if (ms > 0) await Promise.race([this.#sleep(ms), this.#hurry]);
      if (this.#isStopped) return false;
      answer = await this.#attempt(sent, { num: index + 1, reason: reasonOf(answer) });
    }
    return isTaken(answer);
  }

  async #attempt(sent: SentEvent, retry: Retry | undefined): Promise<AppAnswer> {
    const at = this.#world.now();
    const answer = await this.#door().send({ kind: 'events_api', payload: sent.body }, retry);
    sent.attempts.push({ at, retry, answer });
    return answer;
  }
}

const isEventBody = (body: JsonObject): body is JsonObject & { readonly event: JsonObject } =>
  typeof body.event === 'object' && body.event !== null;

/** The app wants no second try, or none can come. */
const isRefused = (answer: AppAnswer): boolean =>
  (answer.via === 'none' && answer.isFinal === true) ||
  (answer.via === 'http' && answer.headers['x-slack-no-retry'] === '1');

const reasonOf = (answer: AppAnswer): string => (answer.via === 'none' ? answer.reason : 'http_error');
