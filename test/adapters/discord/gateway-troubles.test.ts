import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Answer } from '../../../adapters/discord/answer.js';
import { Gateway } from '../../../adapters/discord/gateway.js';
import { gatewayAddressOf, resumeAddress } from '../../../adapters/discord/gateway-address.js';
import type { Dispatch } from '../../../adapters/discord/gateway-connection.js';
import { IdentifyBudget } from '../../../adapters/discord/identify-budget.js';
import { Sessions } from '../../../adapters/discord/sessions.js';
import { type Clock, instant } from '../../../src/kernel/clock.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { FakeStorage } from '../../fake/storage.js';
import { Tide } from '../slack/tide.js';
import { eventually } from './discord-world.js';

const token = 'the.bot.token';
const isText = (data: RawData): string => String(data);
const portOf = (server: { address(): unknown }): number => Object(server.address()).port;

/** What FakeDiscord never does: a gateway that leaves the bot without an answer, or answers with half of one. */
describe("Discord's gateway in trouble", () => {
  let clock: FakeClock;
  let log: MemoryLog;
  let storage: FakeStorage;
  let tide: Tide;
  let server: WebSocketServer;
  let asked: number[];
  /** What becomes of a RESUME. */
  let onResume: (socket: WebSocket) => void;
  let taken: Dispatch[];
  let gateway: Gateway;
  const uncaught: unknown[] = [];
  const note = (thrown: unknown): unknown => uncaught.push(thrown);

  const tell = (socket: WebSocket, payload: object): void => socket.send(JSON.stringify(payload));
  const ready = (socket: WebSocket): void =>
    tell(socket, {
      ...{ op: 0, t: 'READY', s: 1 },
      d: { session_id: 's', resume_gateway_url: `ws://127.0.0.1:${portOf(server)}`, user: { id: '1' } },
    });
  const enter = (socket: WebSocket): void => {
    tell(socket, { op: 10, d: { heartbeat_interval: 41_250 } });
    socket.on('message', (data) => {
      const { op } = JSON.parse(isText(data));
      if (op === 1) return tell(socket, { op: 11 });
      asked.push(op);
      if (op === 2) ready(socket);
      if (op === 6) onResume(socket);
    });
  };
  const ok = (data: unknown): Answer => ({ kind: 'ok', data, timing: { at: clock.now(), tookMs: 1 } });
  const make = (
    address: () => Promise<Answer> = async () => ok({ url: `ws://127.0.0.1:${portOf(server)}` }),
    apiUrl: string | null = null,
    secret = token,
  ): Gateway => {
    const take = async (event: Dispatch) => taken.push(event) > 0;
    gateway = new Gateway({ token: secret, apiUrl, clock, log, storage, address, take });
    return gateway;
  };
  const cut = (): void => {
    for (const socket of server.clients) socket.terminate();
  };

  beforeEach(async () => {
    process.on('uncaughtException', note);
    process.on('unhandledRejection', note);
    uncaught.length = 0;
    clock = new FakeClock('2026-11-24T09:00:00Z');
    log = new MemoryLog();
    storage = new FakeStorage(clock);
    tide = new Tide(clock, () => false);
    asked = [];
    taken = [];
    onResume = () => undefined;
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', enter);
    await new Promise((resolve) => server.once('listening', resolve));
  });

  afterEach(async () => {
    await gateway.stop(0);
    tide.stop();
    cut();
    await new Promise((resolve) => server.close(resolve));
    process.off('uncaughtException', note);
    process.off('unhandledRejection', note);
    expect(uncaught).toEqual([]);
  });

  it('ends cleanly while it still connects, and leaves no socket behind', async () => {
    const sockets = new Set<Socket>();
    const mute: Server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
      socket.resume();
    });
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const starting = make(async () => ok({ url: `ws://127.0.0.1:${portOf(mute)}` })).start();
    await eventually(() => sockets.size === 1, 'The connection');
    await gateway.stop(0);
    await eventually(() => sockets.size === 0, 'The end of the socket');
    await starting;
    await new Promise((resolve) => mute.close(resolve));
  });

  it('begins a new session when a resume is not answered', async () => {
    await make().start();
    cut();
    await eventually(() => asked.length === 3, 'The new session');
    expect(asked).toEqual([2, 6, 2]);
  });

  it('begins a new session when resumes end in a close that says nothing of it', async () => {
    onResume = (socket) => socket.close(4_006);
    await make().start();
    cut();
    await eventually(() => asked.at(-1) === 2 && asked.length > 1, 'The new session');
    expect(asked).toEqual([2, 6, 6, 2]);
  });

  it('begins a new session when the answer is only half there', async () => {
    onResume = (socket) => tell(socket, { op: 9 });
    await make().start();
    cut();
    await eventually(() => asked.length === 3, 'The new session');
    expect(asked).toEqual([2, 6, 2]);
    expect(log.lines.map(({ event }) => event)).toContain('discord.gateway-stumbled');
  });

  it('waits for a long replay', async () => {
    onResume = async (socket) => {
      for (let s = 2; s < 8; s += 1) {
        tell(socket, { op: 0, t: 'X', s, d: {} });
        await clock.sleep(15_000);
      }
      tell(socket, { op: 0, t: 'RESUMED', s: 8, d: {} });
    };
    await make().start();
    cut();
    await eventually(() => taken.at(-1)?.type === 'RESUMED', 'The end of the replay');
    expect(asked).toEqual([2, 6]);
  });

  it('is stopped while it starts, without a wait and without a connection afterwards', async () => {
    let answer: (found: Answer) => void = () => undefined;
    const starting = make(() => new Promise((resolve) => (answer = resolve))).start();
    const before = clock.monotonicMs();
    const [first, second] = [gateway.stop(0), gateway.stop(0)];
    expect(second).toBe(first);
    await first;
    answer(ok({ url: `ws://127.0.0.1:${portOf(server)}` }));
    await starting;
    expect(clock.monotonicMs() - before).toBeLessThan(5_000);
    await clock.advance(60_000);
    expect([server.clients.size, asked]).toEqual([0, []]);
  });

  it('starts with a disk that takes nothing', async () => {
    storage.delete = async () => Promise.reject(new Error('the disk is full'));
    await storage.put('sessions', '0', '{}');
    await make().start();
    expect(asked).toEqual([2]);
    expect(log.lines.map(({ event }) => event)).toContain('discord.session-lost');
  });

  it.each([
    ['the same bot', null, token, 6],
    ['another token', null, 'another.bot.token', 2],
    ['another server', 'http://127.0.0.1/api', token, 2],
  ])('resumes the kept session for %s only', async (_, apiUrl, secret, op) => {
    onResume = (socket) => tell(socket, { op: 0, t: 'RESUMED', s: 2, d: {} });
    await make().start();
    await gateway.stop(0);
    expect(storage.unsealed().join()).toContain('"sessionId":"s"');
    expect(storage.unsealed().join()).not.toContain(token);
    await make(undefined, apiUrl, secret).start();
    expect(asked).toEqual([2, op]);
  });

  it('says which address it cannot use', async () => {
    const starting = make(async () => ok({ url: 'gateway.example' })).start();
    await eventually(() => JSON.stringify(log.lines).includes('gateway.example'), 'The line in the log');
    await gateway.stop(0);
    await starting;
  });
});

describe('The address of the gateway', () => {
  it('is one of sockets, without what the library adds itself', () => {
    const urls = ['wss://a.b/?v=9&x#y', 'http://a.b:81/c', 'https://a.b', 'a.b', 'localhost:80', 'ftp://a.b', ''];
    expect(urls.map((url) => gatewayAddressOf({ url })?.url)).toEqual([
      ...['wss://a.b/', 'ws://a.b:81/c', 'wss://a.b/'],
      ...[undefined, undefined, undefined, undefined],
    ]);
    expect(resumeAddress('wss://a.b/', 'c.d', false)).toBe('wss://a.b/');
    expect(resumeAddress('wss://a.b/', 'wss://c.d?v=1', false)).toBe('wss://c.d/');
  });

  it.each([
    [{ shards: null, session_start_limit: null }],
    [{ session_start_limit: { total: null, remaining: null, reset_after: null, max_concurrency: null } }],
    [{ shards: 'x', session_start_limit: { total: 'x', max_concurrency: 0 } }],
  ])('is read whatever stands beside it (%j)', (beside) => {
    const starts = { total: 1_000, remaining: 1_000, resetAfterMs: 0, maxConcurrency: 1 };
    expect(gatewayAddressOf({ url: 'wss://a.b', ...beside })).toEqual({ url: 'wss://a.b/', shards: 1, starts });
  });
});

describe('The budget of sessions', () => {
  const dayMs = 86_400_000;
  const { signal } = new AbortController();

  /** Two clocks, of which somebody sets the one. */
  const budgetOf = () => {
    const time = { wall: 10 * dayMs, steady: 5_000, slept: 0 };
    const clock: Clock = {
      now: () => instant(time.wall),
      monotonicMs: () => time.steady,
      sleep: async (ms) => {
        time.slept += ms;
        time.wall += ms;
        time.steady += ms;
      },
      everyMinute: () => () => undefined,
    };
    const storage = new FakeStorage(clock);
    return { time, budget: () => new IdentifyBudget({ clock, storage, log: new MemoryLog() }) };
  };

  it('keeps twenty of a thousand for a person, and none of a few', async () => {
    const { time, budget } = budgetOf();
    const starts = { resetAfterMs: dayMs, maxConcurrency: 1 };
    const few = budget();
    few.learn({ ...starts, total: 1, remaining: 1 });
    await few.turn(signal);
    expect(time.slept).toBe(0);
    const many = budget();
    many.learn({ ...starts, total: 1_000, remaining: 20 });
    await many.turn(signal);
    expect(time.slept).toBe(dayMs);
  });

  it('does not wait for a clock that was set back', async () => {
    const { time, budget } = budgetOf();
    const one = budget();
    await one.turn(signal);
    time.wall -= 3_600_000;
    await one.turn(signal);
    expect(time.slept).toBe(5_000);
  });

  it('is remembered by the next process', async () => {
    const { time, budget } = budgetOf();
    for (let start = 0; start < 20; start += 1) await budget().turn(signal);
    expect(time.slept).toBe(0);
    time.steady = 0;
    await budget().turn(signal);
    expect(time.slept).toBe(120_000);
  });
});

describe('A kept session', () => {
  it('is not taken in a form that nobody wrote', async () => {
    const storage = new FakeStorage(new FakeClock('2026-11-24T09:00:00Z'));
    await storage.put('sessions', '0', 'no JSON');
    const sessions = new Sessions([token]);
    await sessions.take(storage);
    expect(sessions.get(0)).toBeNull();
  });
});
