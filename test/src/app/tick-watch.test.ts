import { beforeEach, describe, expect, it } from 'vitest';
import { TickWatch } from '../../../src/app/tick-watch.js';
import { isOutOfTime } from '../../../src/kernel/stop-reason.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';

const minuteMs = 60_000;

let clock: FakeClock;
let log: MemoryLog;
let stopping: AbortController;
let watch: TickWatch;

beforeEach(() => {
  clock = new FakeClock('2026-11-24T09:00:00Z');
  log = new MemoryLog();
  stopping = new AbortController();
  watch = new TickWatch({ clock, log, stopping: stopping.signal });
  watch.begin();
});

const never = (): Promise<void> => new Promise(() => undefined);
const told = () => log.lines.filter(({ level }) => level === 'error').map(({ event }) => event);

describe('a tick', () => {
  it('that ends is nothing to tell', async () => {
    for (let minute = 0; minute < 20; minute += 1) {
      await watch.over(async () => undefined);
      await clock.advance(minuteMs);
    }
    expect(told()).toEqual([]);
    expect(watch.stalledSince).toBeUndefined();
    expect(clock.sleepers).toBe(0);
  });

  it('that does not end is told once, in words, and out of time; the next one comes', async () => {
    let signal: AbortSignal | undefined;
    const stalled = watch.over((given) => {
      signal = given;
      return never();
    });
    await clock.advance(5 * minuteMs - 1);
    expect(told()).toEqual([]);
    expect(signal?.aborted).toBe(false);
    await clock.advance(1);
    await stalled;
    expect(signal !== undefined && isOutOfTime(signal)).toBe(true);
    expect(log.lines).toContainEqual({
      level: 'error',
      event: 'tick.stalled',
      fields: { reason: expect.stringMatching(/^the minute tick did not finish within 5 minutes/) },
    });
    expect(watch.stalledSince).toBe(Date.parse('2026-11-24T09:00:00Z'));
    await watch.over(async () => undefined);
    expect(told()).toEqual(['tick.stalled']);
    expect(watch.stalledSince).toBeUndefined();
  });

  it('that comes after a long silence says so, but not after a wall clock that was set', async () => {
    clock.jumpTo('2026-11-24T09:04:00Z');
    await watch.over(async () => undefined);
    expect(told()).toEqual([]);
    await clock.advance(12 * minuteMs);
    expect(watch.stalledSince).toBeDefined();
    await watch.over(async () => undefined);
    expect(log.lines).toContainEqual({
      level: 'error',
      event: 'tick.late',
      fields: { reason: expect.stringContaining('no minute tick began for 12 minutes') },
    });
  });

  it('is stopped with the process, and none begins after that', async () => {
    let signal: AbortSignal | undefined;
    void watch.over((given) => {
      signal = given;
      return never();
    });
    stopping.abort();
    expect(signal?.aborted === true && !isOutOfTime(signal)).toBe(true);
    let began = false;
    await watch.over(async () => {
      began = true;
    });
    expect(began).toBe(false);
  });
});

it('expects no tick before it begins', async () => {
  const idle = new TickWatch({ clock, log, stopping: stopping.signal });
  await clock.advance(60 * minuteMs);
  await idle.over(async () => undefined);
  expect(idle.stalledSince).toBeUndefined();
  expect(told()).toEqual([]);
});
