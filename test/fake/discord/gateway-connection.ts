import type { RawData, WebSocket } from 'ws';
import { isObject, type JsonObject, parsed } from '../json.js';
import { closeCode, type Fault, faults, op } from './gateway-protocol.js';
import type { Dispatch, GatewaySession } from './gateway-session.js';

/** How the gateway takes what comes over a connection. */
export interface GatewayFloor {
  readonly heartbeatIntervalMs: number;
  /** Both say what the connection is closed for, if it is. */
  identify(connection: GatewayConnection, d: JsonObject): Fault | undefined;
  resume(connection: GatewayConnection, d: JsonObject): Fault | undefined;
  closed(connection: GatewayConnection, code: number, byUs: boolean): void;
}

// https://discord.com/developers/docs/events/gateway#rate-limiting and #sending-events
const sendsAllowed = 120;
const sendsWindowMs = 60_000;
const bytesAllowed = 4_096;
/** Taken, and without effect here. */
const idleOpcodes = [op.presence, op.voiceState, op.requestMembers, op.requestSoundboard];
/** Discord gives up on who missed a heartbeat; how long it waits is not written down. */
const patienceInHeartbeats = 2;

/** One socket of a bot: hello, heartbeats, and the rules for what may be sent when. */
export class GatewayConnection {
  session: GatewaySession | undefined;
  readonly path: string;
  readonly #socket: WebSocket;
  readonly #floor: GatewayFloor;
  readonly #sentAt: number[] = [];
  #isSilent = false;
  #isHeld = false;
  #held: (() => void)[] = [];
  #heartbeatDue: NodeJS.Timeout | undefined;
  #closedWith: number | undefined;

  constructor(socket: WebSocket, floor: GatewayFloor, path: string) {
    this.#socket = socket;
    this.#floor = floor;
    this.path = path;
    socket.on('error', () => socket.terminate());
    socket.on('message', (data, isBinary) => this.#took(data, isBinary));
    socket.on('close', (code) => {
      clearTimeout(this.#heartbeatDue);
      floor.closed(this, this.#closedWith ?? code, this.#closedWith !== undefined);
    });
    void this.#send({
      op: op.hello,
      s: null,
      t: null,
      d: { heartbeat_interval: floor.heartbeatIntervalMs, _trace: [] },
    });
    this.#expectHeartbeat();
  }

  /** Sends an event, when it may. */
  deliver(entry: Dispatch): Promise<void> {
    if (!this.#isHeld) return this.#send(entry);
    this.#held.push(() => void this.#send(entry));
    return Promise.resolve();
  }

  signal(code: number, d: unknown): Promise<void> {
    return this.#send({ op: code, s: null, t: null, d });
  }

  close(code: number, reason = ''): void {
    this.#closedWith = code;
    this.#socket.close(code, reason);
  }

  /** Cuts the socket without a word. */
  cut(): void {
    this.#closedWith = 1_006;
    this.#socket.terminate();
  }

  /** From now on nothing comes out of it, acknowledgements included; it stays open. */
  silence(): void {
    this.#isSilent = true;
    clearTimeout(this.#heartbeatDue);
  }

  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    for (const send of this.#held.splice(0)) send();
  }

  #send(payload: unknown): Promise<void> {
    if (this.#isSilent || this.#socket.readyState !== this.#socket.OPEN) return Promise.resolve();
    // A socket that breaks meanwhile has not lost the event: the session replays it.
    return new Promise((sent) => this.#socket.send(JSON.stringify(payload), () => sent()));
  }

  #expectHeartbeat(): void {
    clearTimeout(this.#heartbeatDue);
    if (this.#isSilent) return;
    const patience = this.#floor.heartbeatIntervalMs * patienceInHeartbeats;
    this.#heartbeatDue = setTimeout(() => this.close(closeCode.unknownError, 'No heartbeat came.'), patience);
    this.#heartbeatDue.unref();
  }

  #took(data: RawData, isBinary: boolean): void {
    if (this.#closedWith !== undefined) return;
    const fault = this.#isTooFast() ? faults.tooFast : this.#obey(isBinary ? '' : String(data));
    if (fault !== undefined) this.close(fault.code, fault.reason);
  }

  #isTooFast(): boolean {
    const now = performance.now();
    this.#sentAt.push(now);
    while ((this.#sentAt[0] ?? now) <= now - sendsWindowMs) this.#sentAt.shift();
    return this.#sentAt.length > sendsAllowed;
  }

  #obey(text: string): Fault | undefined {
    const message = Buffer.byteLength(text) > bytesAllowed ? undefined : parsed(text);
    if (!isObject(message)) return faults.notDecoded;
    const { op: code, d } = message;
    if (code === op.heartbeat) return this.#heartbeat(d);
    if (code === op.identify || code === op.resume) return this.#open(code, d);
    if (!idleOpcodes.some((known) => known === code)) return faults.unknownOpcode;
    return this.session === undefined ? faults.notAuthenticated : undefined;
  }

  #open(code: number, d: unknown): Fault | undefined {
    if (this.session !== undefined) return faults.alreadyAuthenticated;
    if (!isObject(d)) return faults.notDecoded;
    return code === op.identify ? this.#floor.identify(this, d) : this.#floor.resume(this, d);
  }

  #heartbeat(d: unknown): Fault | undefined {
    if (d !== null && !(typeof d === 'number' && Number.isInteger(d))) return faults.notDecoded;
    if (this.session !== undefined && (d ?? 0) > this.session.sequence) return faults.invalidSeq;
    this.#expectHeartbeat();
    void this.signal(op.heartbeatAck, null);
    return undefined;
  }
}
