import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isObject, parsed, textOf } from '../json.js';
import type { AppAnswer, AppDoor, Parcel, Retry } from './app-door.js';
import { slackLimits } from './limits.js';
import type { World } from './world.js';

interface Envelope {
  readonly id: string;
  readonly parcel: Parcel;
  readonly retry: Retry | undefined;
  readonly settle: (answer: AppAnswer) => void;
  socket: WebSocket | undefined;
  timer: NodeJS.Timeout | undefined;
}

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled';

const pingEveryMs = 5_000;

/** Slack's end of Socket Mode. Each envelope goes to one of the open sockets, in turn, and waits for its acknowledgement. */
export class SocketDoor implements AppDoor {
  /**
   * What becomes of events that were not acknowledged when their socket broke, and of those that find no socket open: sent again
   * to the next one, or lost. Both are seen.
   */
  unacknowledged: 'redeliver' | 'lose' = 'redeliver';
  readonly #world: World;
  readonly #timeoutMs: number;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #sockets = new Set<WebSocket>();
  /** Still connected, but told to go: nothing more is sent to them. */
  readonly #leaving = new Set<WebSocket>();
  readonly #open = new Map<string, Envelope>();
  #waiting: Envelope[] = [];
  #arrivals: { readonly count: number; readonly arrived: () => void }[] = [];
  #turn = 0;
  #count = 0;
  #isSilent = false;
  readonly #unanswered = new Set<Duplex>();
  readonly #pings: NodeJS.Timeout;

  constructor(world: World, timeoutMs: number) {
    this.#world = world;
    this.#timeoutMs = timeoutMs;
    this.#pings = setInterval(() => this.#ping(), pingEveryMs);
    this.#pings.unref();
  }

  /** How many sockets are open and get envelopes. */
  get connected(): number {
    return this.#usable().length;
  }

  /** Resolves when so many sockets are open. */
  whenConnected(count = 1): Promise<void> {
    if (this.connected >= count) return Promise.resolve();
    return new Promise((arrived) => this.#arrivals.push({ count, arrived }));
  }

  /** An address for one connection. */
  ticketUrl(): string {
    this.#count += 1;
    const ticket = `ticket-${this.#count}`;
    this.#tickets.add(ticket);
    return `${this.#world.url.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${this.#world.app.id}`;
  }

  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (this.#isSilent) {
      this.#unanswered.add(stream);
      return;
    }
    const ticket = new URL(request.url ?? '/', this.#world.url).searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) {
      stream.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#welcome(socket));
  }

  send(parcel: Parcel, retry?: Retry): Promise<AppAnswer> {
    return new Promise((settle) => {
      this.#count += 1;
      const envelope: Envelope = {
        id: `00000000-0000-4000-8000-${String(this.#count).padStart(12, '0')}`,
        parcel,
        retry,
        settle,
        socket: undefined,
        timer: undefined,
      };
      this.#post(envelope);
    });
  }

  /** Tells sockets to go, the oldest only or all; whoever is told gets nothing more and is expected to connect anew. */
  disconnect(reason: DisconnectReason, which: 'oldest' | 'all' = 'all'): void {
    for (const socket of which === 'all' ? this.#usable() : this.#usable().slice(0, 1)) {
      if (reason !== 'warning') this.#leaving.add(socket);
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'fake' } }));
    }
  }

  /** Breaks sockets without a word. */
  break(which: 'oldest' | 'all' = 'all'): void {
    const open = [...this.#sockets];
    for (const socket of which === 'all' ? open : open.slice(0, 1)) socket.terminate();
  }

  /** Silent: connections stay up and nothing comes or goes, pings included; new ones are not answered. */
  silence(isSilent: boolean): void {
    this.#isSilent = isSilent;
    for (const stream of this.#unanswered) stream.destroy();
    this.#unanswered.clear();
    for (const socket of this.#sockets) {
      if (isSilent) socket.pause();
      else socket.resume();
    }
  }

  close(): void {
    clearInterval(this.#pings);
    for (const socket of this.#sockets) socket.terminate();
    for (const envelope of [...this.#open.values(), ...this.#waiting]) this.#lose(envelope, 'stopped');
    this.#server.close();
  }

  #usable(): readonly WebSocket[] {
    return [...this.#sockets].filter((socket) => socket.readyState === socket.OPEN && !this.#leaving.has(socket));
  }

  #welcome(socket: WebSocket): void {
    socket.on('error', () => socket.terminate());
    if (this.#sockets.size >= slackLimits.sockets) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'fake' } }));
      socket.close();
      return;
    }
    this.#sockets.add(socket);
    socket.on('message', (data) => this.#acknowledged(String(data)));
    socket.on('close', () => this.#closed(socket));
    const hello = {
      type: 'hello',
      num_connections: this.#sockets.size,
      connection_info: { app_id: this.#world.app.id },
      debug_info: { host: 'fake', build_number: 1, approximate_connection_time: 18_060 },
    };
    socket.send(JSON.stringify(hello));
    socket.ping();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const envelope of waiting) this.#post(envelope);
    for (const { count, arrived } of this.#arrivals) if (this.connected >= count) arrived();
    this.#arrivals = this.#arrivals.filter(({ count }) => this.connected < count);
  }

  #post(envelope: Envelope): void {
    const usable = this.#usable();
    const socket = usable[this.#turn++ % Math.max(1, usable.length)];
    envelope.socket = socket;
    if (socket === undefined) {
      if (envelope.parcel.kind === 'events_api' && this.unacknowledged === 'redeliver') this.#waiting.push(envelope);
      else this.#lose(envelope, 'connection_failed');
      return;
    }
    this.#open.set(envelope.id, envelope);
    envelope.timer = setTimeout(() => {
      this.#open.delete(envelope.id);
      envelope.settle({ via: 'none', reason: 'timeout' });
    }, this.#timeoutMs);
    if (this.#isSilent) return;
    const { kind, payload } = envelope.parcel;
    const retry = { retry_attempt: envelope.retry?.num ?? 0, retry_reason: envelope.retry?.reason ?? '' };
    socket.send(
      JSON.stringify({
        envelope_id: envelope.id,
        type: kind,
        payload,
        accepts_response_payload: kind !== 'events_api',
        ...(kind === 'events_api' && retry),
      }),
    );
  }

  #acknowledged(data: string): void {
    const message = parsed(data);
    const id = isObject(message) ? textOf(message.envelope_id) : '';
    const envelope = this.#open.get(id);
    if (envelope === undefined || !isObject(message)) {
      this.#world.complain(`a socket message that acknowledges nothing that is open: ${data.slice(0, 80)}`);
      return;
    }
    this.#open.delete(id);
    clearTimeout(envelope.timer);
    envelope.settle({ via: 'socket', payload: message.payload });
  }

  #closed(socket: WebSocket): void {
    this.#sockets.delete(socket);
    this.#leaving.delete(socket);
    for (const envelope of [...this.#open.values()].filter((open) => open.socket === socket)) {
      this.#open.delete(envelope.id);
      clearTimeout(envelope.timer);
      if (envelope.parcel.kind === 'events_api' && this.unacknowledged === 'redeliver') this.#post(envelope);
      else this.#lose(envelope, 'connection_failed');
    }
  }

  #lose(envelope: Envelope, reason: string): void {
    clearTimeout(envelope.timer);
    envelope.settle({ via: 'none', reason, isFinal: true });
  }

  #ping(): void {
    if (!this.#isSilent) for (const socket of this.#sockets) socket.ping();
  }
}
