import type { WebSocket } from 'ws';
import { type JsonObject, numberOf, textOf } from '../json.js';
import { GatewayConnection, type GatewayFloor } from './gateway-connection.js';
import { GatewayDoor } from './gateway-door.js';
import { judgeIdentify } from './gateway-identify.js';
import { closeCode, endsSession, type Fault, faults, op } from './gateway-protocol.js';
import { GatewaySession, type Shard } from './gateway-session.js';
import { isIn, resumePath, welcome } from './gateway-welcome.js';
import { permissions } from './permissions.js';
import type { GatewayEvent, World } from './world.js';

export interface IdentifySeen {
  readonly shard: Shard;
  readonly intents: number;
  readonly isAccepted: boolean;
  readonly at: number;
}

export interface ResumeSeen {
  readonly sessionId: string;
  readonly seq: number;
  readonly isAccepted: boolean;
  readonly at: number;
}

/** Discord's gateway on 127.0.0.1: version 10, JSON, no compression whatever is asked. */
export class Gateway implements GatewayFloor {
  heartbeatIntervalMs = 41_250;
  /** Every RESUME is answered with an invalid session. */
  refusesResumes = false;
  /** Privileged intents that the application may use. */
  allowedPrivileged = 0;
  /** Every IDENTIFY that came, in order. */
  readonly identifies: IdentifySeen[] = [];
  readonly resumes: ResumeSeen[] = [];
  /** The close codes of connections that the other side closed. */
  readonly closes: number[] = [];
  readonly #world: World;
  readonly #door = new GatewayDoor((socket, path) => this.#entered(socket, path));
  readonly #connections = new Set<GatewayConnection>();
  readonly #sessions = new Map<string, GatewaySession>();
  #arrivals: { readonly count: number; readonly arrived: () => void }[] = [];
  #count = 0;
  #isHeld = false;

  constructor(world: World) {
    this.#world = world;
    world.onDispatch((event) => this.dispatch(event));
  }

  /** Listens; `url` and `world.gatewayUrl` are good from then on. */
  async start(): Promise<void> {
    this.#world.gatewayUrl = await this.#door.open();
  }

  async stop(): Promise<void> {
    for (const connection of this.#connections) connection.cut();
    await this.#door.close();
  }

  /** Nobody gets a connection; those that are stay. */
  set isDown(isDown: boolean) {
    this.#door.isDown = isDown;
  }

  get isDown(): boolean {
    return this.#door.isDown;
  }

  get url(): string {
    return this.#world.gatewayUrl;
  }

  /** How many connections have a session and get events. */
  get connections(): number {
    return this.#attached().length;
  }

  /** Sessions that could be resumed or are in use. */
  get sessions(): number {
    return this.#sessions.size;
  }

  /** What GET /gateway/bot says of sessions that may still be started. */
  get sessionStart(): World['sessionStarts'] {
    return this.#world.sessionStarts;
  }

  /** Resolves when so many connections have a session. */
  whenConnected(count = 1): Promise<void> {
    if (this.connections >= count) return Promise.resolve();
    return new Promise((arrived) => this.#arrivals.push({ count, arrived }));
  }

  /** Cuts all sockets without a word; sessions stay. */
  drop(): void {
    for (const connection of this.#connections) {
      this.#leave(connection, false);
      connection.cut();
    }
  }

  /** Today's connections stay open and nothing comes out of them any more, acknowledgements included; new ones are answered. */
  silence(): void {
    for (const connection of this.#connections) connection.silence();
  }

  /** Keeps events back, not acknowledgements, until `release`. */
  hold(): void {
    this.#isHeld = true;
    for (const connection of this.#connections) connection.hold();
  }

  release(): void {
    this.#isHeld = false;
    for (const connection of this.#connections) connection.release();
  }

  /** Asks everybody to connect anew and resume. */
  async reconnect(): Promise<void> {
    await Promise.all([...this.#connections].map((connection) => connection.signal(op.reconnect, null)));
  }

  /** Says that the sessions are invalid; when they are not resumable, they are gone. */
  async invalidate(isResumable: boolean): Promise<void> {
    const told = [...this.#connections].map((connection) => {
      this.#leave(connection, !isResumable);
      return connection.signal(op.invalidSession, isResumable);
    });
    if (!isResumable) this.#sessions.clear();
    await Promise.all(told);
  }

  /** Closes all connections with that code; what code ends a session ends it. */
  close(code: number): void {
    for (const connection of this.#connections) {
      this.#leave(connection, endsSession(code));
      connection.close(code);
    }
  }

  /** Forgets sessions that nobody is connected to, as Discord does after some minutes. */
  expireSessions(): void {
    for (const session of this.#sessions.values())
      if (session.connection === undefined) this.#sessions.delete(session.id);
  }

  /** To every session that hears of it; resolves when the sockets have taken it. */
  async dispatch(event: GatewayEvent): Promise<void> {
    if (this.#isHidden(event)) return;
    const hearing = [...this.#sessions.values()].filter((session) => session.hears(event));
    await Promise.all(hearing.map((session) => session.dispatch(event)));
  }

  identify(connection: GatewayConnection, d: JsonObject): Fault | undefined {
    const { fault, shard, intents } = judgeIdentify(d, this.#world.token, this.allowedPrivileged);
    const isAccepted = fault === undefined && this.sessionStart.remaining > 0;
    this.identifies.push({ shard, intents, isAccepted, at: this.#world.now() });
    if (fault !== undefined) return fault;
    if (!isAccepted) return this.#resetToken();
    this.sessionStart.remaining -= 1;
    this.#count += 1;
    const id = `session${String(this.#count).padStart(25, '0')}`;
    const session = new GatewaySession(id, shard, intents, this.#world.application.botUser.id);
    this.#sessions.set(id, session);
    this.#join(connection, session);
    for (const event of welcome(this.#world, session)) void session.dispatch(event);
    this.#arrived();
    return undefined;
  }

  resume(connection: GatewayConnection, d: JsonObject): Fault | undefined {
    const sessionId = textOf(d.session_id);
    const seq = numberOf(d.seq);
    const session = this.refusesResumes ? undefined : this.#sessions.get(sessionId);
    const isAccepted = d.token === this.#world.token && session?.canResumeAfter(d.seq) === true;
    this.resumes.push({ sessionId, seq, isAccepted, at: this.#world.now() });
    if (d.token !== this.#world.token) return faults.wrongToken;
    if (!isAccepted) this.#sessions.delete(sessionId);
    if (session === undefined) return void connection.signal(op.invalidSession, false);
    if (!isAccepted) return faults.invalidSeq;
    if (connection.path !== resumePath)
      this.#world.complain('A session was resumed at another address than it was given.');
    this.#takeOver(session);
    this.#join(connection, session);
    session.replay(seq);
    void session.dispatch({ t: 'RESUMED', d: { _trace: [] } });
    this.#arrived();
    return undefined;
  }

  /** The bot's own close with 1000 or 1001 ends its session (https://docs.discord.com/developers/events/gateway#disconnecting). */
  closed(connection: GatewayConnection, code: number, byUs: boolean): void {
    this.#connections.delete(connection);
    if (!byUs) this.closes.push(code);
    this.#leave(connection, byUs ? endsSession(code) : code === 1_000 || code === 1_001);
  }

  #entered(socket: WebSocket, path: string): void {
    const connection = new GatewayConnection(socket, this, path);
    if (this.#isHeld) connection.hold();
    this.#connections.add(connection);
  }

  #join(connection: GatewayConnection, session: GatewaySession): void {
    connection.session = session;
    session.attach(connection);
  }

  #leave(connection: GatewayConnection, isEnd: boolean): void {
    const { session } = connection;
    if (session === undefined) return;
    session.detach(connection);
    connection.session = undefined;
    if (isEnd) this.#sessions.delete(session.id);
  }

  /** A session has one connection: whoever resumes it takes it from the other. */
  #takeOver(session: GatewaySession): void {
    const { connection } = session;
    if (connection === undefined) return;
    this.#leave(connection, false);
    connection.close(closeCode.unknownError, 'The session was resumed elsewhere.');
  }

  /** https://docs.discord.com/developers/events/gateway#identifying */
  #resetToken(): Fault {
    this.#world.complain('Sessions were started more often than a day allows; the token was reset.');
    this.#world.token = `${this.#world.token}-reset`;
    this.close(closeCode.authenticationFailed);
    this.#sessions.clear();
    return faults.wrongToken;
  }

  /** What happens where the bot is not, or in a channel that it cannot see, is not told. */
  #isHidden({ t, d, guild }: GatewayEvent): boolean {
    if (guild !== undefined && t !== 'GUILD_DELETE' && !isIn(this.#world, guild)) return true;
    const channel = t.startsWith('MESSAGE_') ? this.#world.channels.get(textOf(d.channel_id)) : undefined;
    return channel !== undefined && (this.#world.permissions(channel) & permissions.viewChannel) === 0n;
  }

  #attached(): readonly GatewayConnection[] {
    return [...this.#connections].filter(({ session }) => session !== undefined);
  }

  #arrived(): void {
    for (const { count, arrived } of this.#arrivals) if (this.connections >= count) arrived();
    this.#arrivals = this.#arrivals.filter(({ count }) => this.connections < count);
  }
}
