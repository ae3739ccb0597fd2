import { type JsonObject, objectOf, parsed, textOf } from '../json.js';
import type { Troubles } from '../troubles.js';
import type { AppAnswer, AppDoor } from './app-door.js';
import { allEvents, Events } from './events.js';
import { Handling, type RequestMoment } from './handling.js';
import { HttpDoor, signatureHeaders } from './http-door.js';
import { Interactions } from './interactions.js';
import { type RateLimits, slackLimits, slackRateLimits } from './limits.js';
import { OAuth } from './oauth.js';
import { ResponseUrls } from './response-url.js';
import { FrontDoor } from './server.js';
import { SocketDoor } from './socket.js';
import type { ApiRequest, App, User, Workspace } from './state.js';
import { Team } from './team.js';
import type { Trouble } from './trouble.js';
import { WebApi } from './web-api.js';
import { World } from './world.js';

export interface FakeSlackOptions {
  /** In ms. Everything that has a time goes by it: stamps, signatures, paces, ends of tokens and response_urls, `Date`. */
  readonly now?: () => number;
  /** How retries of events wait for their time. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** How long the app has for an answer, in real time. */
  readonly answerWithinMs?: number;
  readonly limits?: RateLimits;
  /** What bots are allowed; all that is known here unless told otherwise. */
  readonly scopes?: readonly string[];
  readonly subscriptions?: readonly string[];
  readonly unfurlDomains?: readonly string[];
  readonly tokenRotation?: boolean;
  readonly homeTab?: boolean;
}

const allScopes = [
  ...['app_mentions:read', 'channels:history', 'channels:join', 'channels:read', 'chat:write', 'commands'],
  ...['groups:history', 'groups:read', 'im:history', 'im:read', 'im:write', 'links:read', 'links:write'],
  ...['reactions:read', 'reactions:write', 'users:read'],
];

const realSleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

/**
 * Slack on 127.0.0.1, for one app in any number of workspaces: stateful, and as strict as Slack or stricter. It speaks Slack's
 * protocol and knows nothing of who is on the other side. `complaints` holds what Slack would let pass and we do not want.
 */
export class FakeSlack {
  readonly app: App;
  readonly oauth: OAuth;
  readonly sockets: SocketDoor;
  readonly events: Events;
  readonly #world: World;
  readonly #handling: Handling;
  readonly #interactions: Interactions;
  readonly #frontDoor: FrontDoor;
  readonly #answerWithinMs: number;
  #http: HttpDoor | undefined;

  static async start(options: FakeSlackOptions = {}): Promise<FakeSlack> {
    const slack = new FakeSlack(options);
    slack.#world.url = await slack.#frontDoor.listen();
    return slack;
  }

  private constructor(options: FakeSlackOptions) {
    const now = options.now ?? Date.now;
    this.#answerWithinMs = options.answerWithinMs ?? slackLimits.answerWithinMs;
    this.app = {
      id: 'A0BROADSHEET',
      clientId: '111.222',
      clientSecret: 'client-secret-of-the-app',
      signingSecret: '8f742231b10e8888abcd99yyyzzz85a5',
      appToken: 'xapp-1-A0BROADSHEET-1-secret',
      scopes: options.scopes ?? allScopes,
      subscriptions: new Set(options.subscriptions ?? allEvents),
      unfurlDomains: options.unfurlDomains ?? ['arxiv.org', 'huggingface.co'],
      tokenRotation: options.tokenRotation ?? false,
      homeTab: options.homeTab ?? true,
    };
    const world = new World(this.app, now);
    const door = (): AppDoor => this.#http ?? this.sockets;
    this.#world = world;
    this.#handling = new Handling(world);
    this.oauth = new OAuth(world);
    this.sockets = new SocketDoor(world, this.#answerWithinMs);
    this.events = new Events(world, door, options.sleep ?? realSleep);
    world.emit = (workspace, event, channel) => this.events.emit(workspace, event, channel);
    world.socketUrl = () => this.sockets.ticketUrl();
    world.addToken('app', '', ['connections:write'], this.app.appToken);
    const responseUrls = new ResponseUrls(world, this.#handling);
    this.#interactions = new Interactions(world, door, responseUrls);
    const webApi = new WebApi(world, this.#handling, this.oauth, options.limits ?? slackRateLimits);
    this.#frontDoor = new FrontDoor({ webApi, responseUrls, oauth: this.oauth, sockets: this.sockets, now });
  }

  /** Where the Web API stands, with a slash at the end: what SLACK_API_URL is set to. */
  get apiUrl(): string {
    return `${this.#world.url}/api/`;
  }

  get authorizeUrl(): string {
    return `${this.#world.url}/oauth/v2/authorize`;
  }

  /** Web API calls and posts to response_urls, in the order of coming, with how each ended. */
  get requests(): readonly ApiRequest[] {
    return this.#world.requests;
  }

  get complaints(): readonly string[] {
    return this.#world.complaints;
  }

  /** What goes wrong with coming requests. */
  get trouble(): Troubles<Trouble> {
    return this.#handling.troubles;
  }

  /** Awaited before each request takes effect and again before it is answered. */
  set onRequest(hook: ((moment: RequestMoment) => unknown) | undefined) {
    this.#handling.onRequest = hook;
  }

  /** Resolves once the condition holds, which is looked at after every request; rejects after `timeoutMs` of real time. */
  until(isSo: () => boolean, timeoutMs = 10_000): Promise<void> {
    return this.#handling.until(isSo, timeoutMs);
  }

  /** The app's request URL for events, commands and interactions. Undefined, as at the start: Socket Mode. */
  set requestUrl(url: string | undefined) {
    this.#http?.close();
    this.#http = url === undefined ? undefined : new HttpDoor(url, this.app, this.#world.now, this.#answerWithinMs);
  }

  /** A workspace. The app is installed in it, with a token, unless told otherwise. */
  addWorkspace(
    options: { readonly name?: string; readonly installed?: boolean; readonly scopes?: readonly string[] } = {},
  ): Team {
    const { ids } = this.#world;
    const id = ids.next('T');
    const workspace: Workspace = {
      id,
      name: options.name ?? `Workspace ${id}`,
      domain: (options.name ?? id).toLowerCase().replace(/[^a-z0-9]+/g, '-'),
      botUserId: ids.next('U'),
      botId: ids.next('B'),
      users: new Map(),
      channels: new Map(),
      homes: new Map(),
      modals: [],
      isInstalled: options.installed ?? true,
      isInactive: false,
    };
    workspace.users.set(workspace.botUserId, botUser(workspace));
    this.#world.workspaces.set(id, workspace);
    if (workspace.isInstalled) this.#world.addToken('bot', id, options.scopes ?? this.app.scopes, `xoxb-${id}-secret`);
    return new Team(workspace, { world: this.#world, events: this.events, interactions: this.#interactions });
  }

  /** Slack's check of a request URL: whether the app gave the challenge back. */
  async verifyRequestUrl(): Promise<boolean> {
    const challenge = this.#world.ids.next('challenge');
    const body = JSON.stringify({ token: 'deprecated-verification-token', challenge, type: 'url_verification' });
    const answer = await this.deliverRaw(body, { 'content-type': 'application/json', ...this.sign(body) });
    if (answer.via !== 'http' || answer.status !== 200) return false;
    return answer.body === challenge || textOf(objectOf(parsed(answer.body)).challenge) === challenge;
  }

  /** Headers of a good signature; of a stale one with another time or a forged one with another secret. */
  sign(
    body: string,
    atMs: number = this.#world.now(),
    secret: string = this.app.signingSecret,
  ): Readonly<Record<string, string>> {
    return signatureHeaders(secret, Math.floor(atMs / 1_000), body);
  }

  /** Exactly this body with exactly these headers to the request URL. */
  deliverRaw(body: string, headers: Readonly<Record<string, string>>): Promise<AppAnswer> {
    if (this.#http === undefined) throw new Error('There is no request URL to deliver to.');
    return this.#http.sendRaw(body, headers);
  }

  /** An event's body by its id, for sending it changed or raw. */
  eventBody(eventId: string): JsonObject | undefined {
    return this.events.sent.find(({ id }) => id === eventId)?.body;
  }

  /** Takes one token away, as when an admin revokes it. */
  revokeToken(token: string): void {
    const known = this.#world.tokens.get(token);
    if (known !== undefined) known.revoked = true;
  }

  async stop(): Promise<void> {
    this.events.stop();
    this.sockets.close();
    this.requestUrl = undefined;
    await this.#frontDoor.close();
  }
}

const botUser = (workspace: Workspace): User => ({
  id: workspace.botUserId,
  teamId: workspace.id,
  name: 'broadsheet',
  realName: 'Broadsheet',
  displayName: 'Broadsheet',
  tz: 'Europe/Amsterdam',
  tzOffsetSeconds: 3_600,
  isBot: true,
  isAdmin: false,
  isOwner: false,
  isPrimaryOwner: false,
  isRestricted: false,
  isUltraRestricted: false,
  deleted: false,
});
