import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import { WebAPIPlatformError, type WebClientOptions } from '@slack/web-api';
import { atMost } from '../../src/kernel/at-most.js';
import type { Clock } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { Data } from './answer.js';
import { groupOf, textIn } from './answer.js';
import { tokenError } from './env-access.js';
import { libraryLog } from './library-log.js';
import type { Intake } from './receiver.js';

/** A connection that does not come about within this is given up. */
const connectMs = 20_000;
const leaveMs = 1_000;
/** Between attempts to connect: doubling from the first to the most. */
const firstPauseMs = 250;
const mostPauseMs = 30_000;
/** Slack pings every few seconds; a connection on which nothing came for so long is dead. */
const serverPingMs = 30_000;
/** How often the library's word for being connected is doubted. */
const watchMs = 60_000;

interface SocketDeps {
  readonly appToken: string;
  readonly intake: Intake;
  readonly clientOptions: WebClientOptions;
  readonly clock: Clock;
  readonly log: Log;
  /** Connected again after a pause in which events may have gone by. */
  readonly reconnected: () => void;
  /** Slack leaves events out in a workspace. */
  readonly limited: (team: string) => void;
}

interface Envelope {
  readonly ack: ReceiverEvent['ack'];
  readonly body: Data;
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

/**
 * Takes Slack's events over a connection that we open ourselves. The library reconnects on its own only after some kinds of trouble, so
 * that this is done here, after all of them.
 */
export class SocketDoor implements Receiver {
  readonly #deps: SocketDeps;
  readonly #stopping = new AbortController();
  #app: App | undefined;
  #client: SocketModeClient | undefined;
  #keeping: Promise<void> = Promise.resolve();

  constructor(deps: SocketDeps) {
    this.#deps = deps;
  }

  init(app: App): void {
    this.#app = this.#deps.intake.before(app);
  }

  /** Rejects with a BroadsheetError when Slack does not take the app's token or is not there. */
  async start(): Promise<void> {
    const { ended } = await this.#connect().catch((thrown: unknown) => {
      throw tokenError('SLACK_APP_TOKEN', failureOf(thrown));
    });
    this.#keeping = this.#keep(ended);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#close();
    // A connection that is just being opened ends by itself, and nobody listens to it any more.
    await atMost(this.#deps.clock, leaveMs, this.#keeping);
  }

  /** Stays connected until it is stopped. */
  async #keep(first: Promise<void>): Promise<void> {
    const { clock, log, reconnected } = this.#deps;
    let ended = first;
    while (!this.#stopping.signal.aborted) {
      await ended;
      for (let failures = 0; !this.#stopping.signal.aborted; failures += 1) {
        await clock.sleep(Math.min(mostPauseMs, firstPauseMs * 2 ** failures), this.#stopping.signal);
        if (this.#stopping.signal.aborted) return;
        try {
          ({ ended } = await this.#connect());
          log.info('slack.reconnected', { failures });
          reconnected();
          break;
        } catch (thrown) {
          log.error('slack.unconnected', { reason: reasonOf(thrown), failures: failures + 1 });
        }
      }
    }
  }

  /** Resolves once connected; `ended` when the connection is no more. */
  async #connect(): Promise<{ readonly ended: Promise<void> }> {
    const { appToken, clientOptions, clock, log } = this.#deps;
    const client = new SocketModeClient({
      ...{ appToken, clientOptions, logger: libraryLog(log), serverPingTimeout: serverPingMs },
      autoReconnectEnabled: false,
    });
    this.#client = client;
    const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    client.on('slack_event', (envelope: Envelope) => void this.#take(envelope));
    this.#guardMessages(client);
    let trouble: unknown = new Error('Slack did not answer in time');
    let isConnected = false;
    const connecting = client.start().then(
      () => {
        isConnected = true;
      },
      (thrown: unknown) => {
        trouble = thrown ?? new Error('the connection was closed');
      },
    );
    await atMost(clock, connectMs, connecting);
    if (isConnected) return { ended: Promise.race([ended, this.#silence(client, ended)]) };
    void client.disconnect().catch(() => undefined);
    throw trouble;
  }

  /** Resolves when the connection is dead though nobody said so. */
  async #silence(client: SocketModeClient, ended: Promise<void>): Promise<void> {
    const { clock, log } = this.#deps;
    const over = new AbortController();
    void ended.then(() => over.abort());
    const signal = AbortSignal.any([over.signal, this.#stopping.signal]);
    for (;;) {
      await clock.sleep(watchMs, signal);
      if (signal.aborted) return ended;
      if (client.websocket?.isActive() !== true) break;
    }
    log.error('slack.connection-dead', {});
  }

  async #take({ ack, body, retry_num, retry_reason }: Envelope): Promise<void> {
    const event: ReceiverEvent = {
      body,
      ack,
      ...(retry_num === undefined ? {} : { retryNum: retry_num }),
      ...(retry_reason === undefined ? {} : { retryReason: retry_reason }),
    };
    try {
      await this.#app?.processEvent(event);
    } catch (thrown) {
      this.#deps.log.error('slack.event-failed', { reason: reasonOf(thrown) });
    }
  }

  /** The library reads envelopes without looking at them first: one that it cannot read would end the process. */
  #guardMessages(client: SocketModeClient): void {
    const readers = client.listeners('ws_message');
    client.removeAllListeners('ws_message');
    client.on('ws_message', async (...message: readonly unknown[]) => {
      try {
        if (this.#takesLimit(message[0], client)) return;
        for (const read of readers) await read(...message);
      } catch (thrown) {
        this.#deps.log.warn('slack.unreadable', { what: 'envelope', reason: reasonOf(thrown) });
      }
    });
  }

  /** Slack's notice that it leaves events out, which holds no event, so that the library cannot read it. */
  #takesLimit(data: unknown, client: SocketModeClient): boolean {
    if (typeof data !== 'string' || !data.includes('app_rate_limited')) return false;
    const envelope = parsed(data);
    const payload = groupOf(envelope.payload);
    if (payload.type !== 'app_rate_limited') return false;
    this.#deps.limited(textIn(payload, 'team_id') ?? '');
    const id = textIn(envelope, 'envelope_id');
    if (id !== undefined) client.websocket?.send(JSON.stringify({ envelope_id: id }), () => undefined);
    return true;
  }

  async #close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) return;
    await atMost(
      this.#deps.clock,
      leaveMs,
      client.disconnect().catch(() => undefined),
    );
  }
}

function parsed(text: string): Data {
  try {
    return groupOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function failureOf(thrown: unknown): Parameters<typeof tokenError>[1] {
  if (thrown instanceof WebAPIPlatformError) {
    const error = String(thrown.data.error);
    return { kind: 'refused', error, detail: error };
  }
  return { kind: 'unsent', reason: reasonOf(thrown) };
}
