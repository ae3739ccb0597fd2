import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelRate, rateOf, workspaceRate } from '../../../adapters/slack/budget.js';
import { type LaneUse, Pace, type Urgency } from '../../../src/platform/pace.js';
import { FakeClock, settle } from '../../fake/clock.js';

const posting = (channel: string): readonly LaneUse[] => [
  { lane: 'posts', rate: workspaceRate },
  { lane: `posts ${channel}`, rate: channelRate },
];

interface Sent {
  readonly name: string;
  readonly at: number;
}

/** A pace with a record of what went out when; each request is answered `tripMs` after it was sent. */
class Road {
  readonly clock = new FakeClock('2026-11-24T09:00:00Z');
  readonly pace = new Pace(this.clock);
  readonly sent: Sent[] = [];
  readonly #start = this.clock.monotonicMs();

  async send(name: string, uses: readonly LaneUse[], urgency: Urgency = 'post', tripMs = 2): Promise<void> {
    const turn = await this.pace.turn(uses, urgency);
    this.sent.push({ name, at: this.clock.monotonicMs() - this.#start });
    if (tripMs > 0) await this.clock.sleep(tripMs);
    turn?.arrived();
  }

  times = (name?: string): readonly number[] =>
    this.sent.filter((one) => name === undefined || one.name === name).map(({ at }) => at);
}

const gaps = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((at, index) => at - (times[index] ?? 0));

/** The most requests that one minute saw, when they came after these waits. */
async function mostInAMinute(method: string, waits: readonly number[]): Promise<number> {
  const road = new Road();
  for (const wait of waits) {
    void road.send(method, [{ lane: method, rate: rateOf(method) }], 'read');
    await road.clock.advance(wait < 3_000 ? 0 : wait);
  }
  await road.clock.advance(10 * 60_000);
  const times = road.times();
  expect(times).toHaveLength(waits.length);
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
}

describe('The pace of requests to Slack', () => {
  it('lets a workspace post five messages a second, and wastes next to none of it', async () => {
    const road = new Road();
    for (let index = 0; index < 20; index += 1) void road.send(`p${index}`, posting(`C${index}`));
    await road.clock.advance(10_000);
    expect(Math.min(...gaps(road.times()))).toBeGreaterThanOrEqual(200);
    expect(road.times().at(-1)).toBeLessThanOrEqual(19 * 200 * 1.05);
  });

  it('lets one channel have one message a second, and others go in between', async () => {
    const road = new Road();
    for (let index = 0; index < 3; index += 1) void road.send('same', posting('C1'));
    for (let index = 0; index < 3; index += 1) void road.send('other', posting(`D${index}`));
    await road.clock.advance(5_000);
    expect(Math.min(...gaps(road.times('same')))).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...road.times('other'))).toBeLessThan(1_000);
  });

  it('lets the most urgent go first', async () => {
    const road = new Road();
    const lane: readonly LaneUse[] = [{ lane: 'one', rate: { everyMs: 100, burst: 1 } }];
    void road.send('first', lane);
    for (const urgency of ['read', 'seed', 'edit', 'answer', 'post'] as const) void road.send(urgency, lane, urgency);
    await road.clock.advance(1_000);
    expect(road.sent.map(({ name }) => name)).toEqual(['first', 'post', 'answer', 'seed', 'edit', 'read']);
  });

  it('sends nothing on a lane for as long as Slack asked to wait', async () => {
    const road = new Road();
    const turn = await road.pace.turn(posting('C1'), 'post');
    turn?.limited(3_000);
    void road.send('after', posting('C2'));
    await road.clock.advance(2_999);
    expect(road.sent).toEqual([]);
    await road.clock.advance(50);
    expect(road.sent).toHaveLength(1);
  });

  it('forgets a request that is given up while it waits', async () => {
    const road = new Road();
    await road.send('first', posting('C1'), 'post', 0);
    const givenUp = new AbortController();
    const turn = road.pace.turn(posting('C1'), 'post', givenUp.signal);
    await settle();
    givenUp.abort();
    expect(await turn).toBeUndefined();
    void road.send('second', posting('C1'));
    await road.clock.advance(1_020);
    expect(road.sent.map(({ name }) => name)).toEqual(['first', 'second']);
  });

  it('keeps every minute below what a method allows, whatever comes when', async () => {
    const methods = fc.constantFrom('reactions.add', 'users.info', 'chat.update', 'emoji.list');
    const most: Readonly<Record<string, number>> = {
      'reactions.add': 50,
      'users.info': 100,
      'chat.update': 50,
      'emoji.list': 20,
    };
    await fc.assert(
      fc.asyncProperty(
        methods,
        fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 150 }),
        async (method, waits) => {
          expect(await mostInAMinute(method, waits)).toBeLessThanOrEqual(most[method] ?? 0);
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('Lanes side by side', () => {
  const tenAbreast: readonly LaneUse[] = [{ lane: 'all', rate: { everyMs: 1_010, burst: 1, abreast: 10 } }];

  it('let as many go at once as there are, and the next when the first of them is free again', async () => {
    const road = new Road();
    for (let index = 0; index < 30; index += 1) void road.send(`p${index}`, tenAbreast);
    await road.clock.advance(5_000);
    const times = road.times();
    expect(times.filter((at) => at === 0)).toHaveLength(10);
    expect(times.filter((at) => at >= 1_010 && at < 1_050)).toHaveLength(10);
    expect(times.at(-1)).toBeLessThan(2_100);
  });

  it('let the most urgent of those that wait go on whichever is free', async () => {
    const road = new Road();
    for (let index = 0; index < 25; index += 1) void road.send('read', tenAbreast, 'read');
    await road.clock.advance(500);
    void road.send('post', tenAbreast, 'post');
    await road.clock.advance(5_000);
    expect(road.sent[10]?.name).toBe('post');
  });

  it('keep what the platform sees below the limit, however long the ways there are', async () => {
    const way = fc.record({ there: fc.nat(150), back: fc.nat(150) });
    await fc.assert(
      fc.asyncProperty(fc.array(way, { minLength: 100, maxLength: 200 }), async (ways) => {
        const road = new Road();
        const arrivals: number[] = [];
        for (const [index, { there, back }] of ways.entries()) {
          // Now and then both ways are as short as they can be.
          const more = index % 16 === 0 ? 0 : 1;
          void road.pace.turn(tenAbreast, 'post').then(async (turn) => {
            await road.clock.sleep(20 + there * more);
            arrivals.push(road.clock.monotonicMs());
            await road.clock.sleep(20 + back * more);
            turn?.arrived();
          });
        }
        await road.clock.advance(60_000);
        expect(arrivals).toHaveLength(ways.length);
        const inSecond = (from: number) => arrivals.filter((at) => at >= from && at < from + 1_000).length;
        expect(Math.max(...arrivals.map(inSecond))).toBeLessThanOrEqual(10);
      }),
      { numRuns: 10 },
    );
  });

  it('take a turn back that nobody used', async () => {
    const road = new Road();
    for (let index = 0; index < 9; index += 1) await road.send('used', tenAbreast, 'post', 0);
    const turn = await road.pace.turn(tenAbreast, 'post');
    turn?.unused();
    void road.send('instead', tenAbreast);
    await settle();
    expect(road.times('instead')).toEqual([0]);
  });
});
