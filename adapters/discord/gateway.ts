import { atMost } from '../../src/kernel/at-most.js';
import type { Clock } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { AdapterStorage } from '../../src/platform/adapter-storage.js';
import type { Answer } from './answer.js';
import { type GatewayAddress, gatewayAddressOf, namedAddress } from './gateway-address.js';
import { type Dispatch, GatewayConnection } from './gateway-connection.js';
import { IdentifyBudget } from './identify-budget.js';
import { gatewayRefused, refusalOf } from './refusal.js';
import { Sessions } from './sessions.js';

const tokenRefusal = 4004;
/** A start that takes longer goes on in the background. */
const startPatienceMs = 20_000;
/** Discord wants a heartbeat every 41 seconds: a connection from which nothing came for so long is dead, whatever it looks like. */
const silenceMs = 180_000;
const lookMs = 10_000;
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

interface GatewayDeps {
  readonly token: string;
  /** Another server that stands in Discord's place; null: Discord itself. */
  readonly apiUrl: string | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly storage: AdapterStorage;
  /** Asks where the gateway is. */
  readonly address: (signal: AbortSignal) => Promise<Answer>;
  /** Resolves once what the event says is durable, or with false when it could not be made so; never rejects. */
  readonly take: (event: Dispatch) => Promise<boolean>;
}

/**
 * Listens to Discord's gateway for as long as the process runs. Of discord.js it uses the layer below the client, which has no caches that
 * would grow with guilds, people and messages, and hands out its sessions, so that a quick restart goes on where the last process stopped.
 */
export class Gateway {
  readonly #deps: GatewayDeps;
  readonly #budget: IdentifyBudget;
  readonly #sessions: Sessions;
  readonly #stopping = new AbortController();
  readonly #refusing = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  /** Resolves once all shards are connected, with a code when that can never be, or when nobody wants it any more. */
  readonly #outcome: Promise<number | undefined>;
  #running: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;
  #settled: (refusal: number | undefined) => void = () => undefined;

  constructor(deps: GatewayDeps) {
    this.#deps = deps;
    this.#budget = new IdentifyBudget(deps);
    this.#sessions = new Sessions([deps.token, deps.apiUrl ?? '']);
    this.#outcome = new Promise((resolve) => {
      this.#settled = resolve;
    });
  }

  /** Connects. Where that takes long it goes on in the background; rejects with a BroadsheetError when it can never work. */
  async start(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const { clock, log } = this.#deps;
    let refusal: number | undefined;
    const settled = this.#outcome.then((code) => {
      refusal = code;
    });
    this.#running = this.#take().then(() => this.#run());
    if (!(await atMost(clock, startPatienceMs, settled))) log.warn('discord.connecting', { afterMs: startPatienceMs });
    if (refusal !== undefined) throw gatewayRefused(refusal);
  }

  /** Takes nothing more, handles what was taken, and keeps the place for the next process. */
  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#stop(graceMs);
    return this.#stopped;
  }

  async #stop(graceMs: number): Promise<void> {
    const { clock, log, storage } = this.#deps;
    this.#stopping.abort('stopping');
    this.#settled(undefined);
    await this.#running;
    const drained = Promise.all(this.#underWay);
    if (!(await atMost(clock, graceMs, drained))) log.warn('discord.undrained', { afterMs: graceMs });
    await this.#sessions
      .keep(storage, clock)
      .catch((thrown: unknown) => log.warn('discord.session-lost', { reason: reasonOf(thrown) }));
  }

  /** Without the place of the process before a new session begins, and what was missed is read back. */
  async #take(): Promise<void> {
    const { storage, log } = this.#deps;
    await this.#sessions
      .take(storage)
      .catch((thrown: unknown) => log.warn('discord.session-lost', { reason: reasonOf(thrown) }));
  }

  /** One connection after the other: the next begins when one is dead and does not notice. */
  async #run(): Promise<void> {
    const ended = AbortSignal.any([this.#stopping.signal, this.#refusing.signal]);
    while (!ended.aborted) {
      const address = await this.#findAddress(ended);
      if (address === undefined || ended.aborted) return;
      const connection = this.#connect(address);
      connection.open();
      await this.#watch(connection, ended);
      await connection.close();
    }
  }

  /** Asks until Discord answers; undefined when the process stops, or Discord will never tell. */
  async #findAddress(ended: AbortSignal): Promise<GatewayAddress | undefined> {
    const { clock, log, address } = this.#deps;
    const over = aborted(ended);
    for (let pauseMs = firstPauseMs; !ended.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      // An answer that does not come must not hold up a stop.
      const answer = await Promise.race([address(ended), over]);
      if (answer === undefined) return undefined;
      const found = foundIn(answer);
      if (found !== undefined) {
        this.#budget.learn(found.starts);
        return found;
      }
      if (answer.kind === 'refused' && answer.status === 401) this.#refuse(tokenRefusal);
      else log.warn('discord.no-gateway', { reason: reasonIn(answer), againMs: pauseMs });
      await clock.sleep(pauseMs, ended);
    }
    return undefined;
  }

  #connect(address: GatewayAddress): GatewayConnection {
    const { token, apiUrl, clock, log } = this.#deps;
    return new GatewayConnection(address, {
      ...{ token, standsIn: apiUrl !== null, clock, log, sessions: this.#sessions, budget: this.#budget },
      opened: () => this.#settled(undefined),
      refused: (code) => this.#refuse(code),
      received: (shard, sequence, event) => this.#receive(shard, sequence, event),
    });
  }

  #receive(shard: number, sequence: number, event: Dispatch): void {
    const done = this.#sessions.begin(shard, sequence);
    const handling = this.#deps.take(event).then((isDurable) => {
      // What is not stays under way: the next process asks for it again.
      if (isDurable) done();
      this.#underWay.delete(handling);
    });
    this.#underWay.add(handling);
  }

  /** Resolves when the connection is dead, was refused, or is no longer wanted. */
  async #watch(connection: GatewayConnection, ended: AbortSignal): Promise<void> {
    const { clock, log } = this.#deps;
    while (!ended.aborted) {
      await clock.sleep(lookMs, ended);
      if (ended.aborted) return;
      const { silentMs } = connection;
      const isSilent = !this.#budget.isWaiting && silentMs >= silenceMs;
      const reason = connection.fault() ?? (isSilent ? 'nothing comes' : undefined);
      if (reason === undefined) continue;
      log.error('discord.gateway-dead', { reason, silentMs });
      return;
    }
  }

  #refuse(code: number): void {
    this.#deps.log.error('discord.refused', { code, reason: refusalOf(code) ?? 'it closed the connection' });
    this.#settled(code);
    this.#refusing.abort('refused');
  }
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));

const foundIn = (answer: Answer): GatewayAddress | undefined =>
  answer.kind === 'ok' ? gatewayAddressOf(answer.data) : undefined;

const reasonIn = (answer: Answer): string => {
  if (answer.kind === 'ok') return badAddress(namedAddress(answer.data));
  if (answer.kind === 'limited') return 'Discord asked to wait';
  return answer.kind === 'refused' ? answer.detail : answer.reason;
};

const badAddress = (named: string | undefined): string =>
  named === undefined
    ? 'the answer names no gateway'
    : `the answer names a gateway whose address is not ws:// or wss://: ${named.slice(0, 200)}`;
