import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock, systemZone } from '../../../src/kernel/system-clock.js';

// Here the machine's own timers are the edge, so that they are what is played.
beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-24T08:58:20Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const minuteMs = 60_000;

function recordTicks(work: () => Promise<void> = async () => {}) {
  const ticks: string[] = [];
  const stop = systemClock().everyMinute(async () => {
    ticks.push(new Date().toISOString().slice(11, 19));
    await work();
  });
  return { ticks, stop };
}

describe('sleep', () => {
  const woken = async (ms: number, signal?: AbortSignal) => {
    const state = { awake: false };
    void systemClock()
      .sleep(ms, signal)
      .then(() => {
        state.awake = true;
      });
    await vi.advanceTimersByTimeAsync(0);
    return state;
  };

  it('lasts as long as it is told, longer than one timer can be too', async () => {
    const state = await woken(30 * 86_400_000);
    await vi.advanceTimersByTimeAsync(30 * 86_400_000 - 1);
    expect(state.awake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(state.awake).toBe(true);
  });

  it('ends at once when the signal aborts, without leaving a timer', async () => {
    const stop = new AbortController();
    const state = await woken(minuteMs, stop.signal);
    stop.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(state.awake).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin when the signal has aborted before, or there is nothing to wait for', async () => {
    expect((await woken(minuteMs, AbortSignal.abort())).awake).toBe(true);
    expect((await woken(0)).awake).toBe(true);
    expect((await woken(-5)).awake).toBe(true);
  });
});

describe('everyMinute', () => {
  it('ticks at the start of each minute until it is stopped', async () => {
    const { ticks, stop } = recordTicks();
    await vi.advanceTimersByTimeAsync(3 * minuteMs);
    expect(ticks).toEqual(['08:59:00', '09:00:00', '09:01:00']);
    stop();
    await vi.advanceTimersByTimeAsync(5 * minuteMs);
    expect(ticks).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ticks late, but ticks, when something blocked the process over the minute', async () => {
    const { ticks, stop } = recordTicks();
    await vi.advanceTimersByTimeAsync(39_000);
    vi.setSystemTime(new Date('2026-11-24T08:59:25Z'));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(ticks).toHaveLength(1);
    stop();
  });

  it('never overlaps', async () => {
    let finish = () => {};
    const { ticks, stop } = recordTicks(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    await vi.advanceTimersByTimeAsync(3 * minuteMs);
    expect(ticks).toEqual(['08:59:00']);
    finish();
    await vi.advanceTimersByTimeAsync(minuteMs);
    expect(ticks).toEqual(['08:59:00', '09:02:00']);
    stop();
  });

  it('goes on after a tick that failed', async () => {
    const { ticks, stop } = recordTicks(() => Promise.reject(new Error('no store')));
    await vi.advanceTimersByTimeAsync(2 * minuteMs);
    expect(ticks).toEqual(['08:59:00', '09:00:00']);
    stop();
  });

  it('goes on when somebody sets the clock back or forward', async () => {
    const { ticks, stop } = recordTicks();
    await vi.advanceTimersByTimeAsync(minuteMs);
    vi.setSystemTime(new Date('2026-11-24T07:30:10Z'));
    await vi.advanceTimersByTimeAsync(10 * minuteMs);
    expect(ticks.filter((tick) => tick.startsWith('07:')).length).toBeGreaterThanOrEqual(7);
    vi.setSystemTime(new Date('2026-11-25T10:00:10Z'));
    await vi.advanceTimersByTimeAsync(3 * minuteMs);
    expect(ticks.filter((tick) => tick.startsWith('10:0')).length).toBeGreaterThanOrEqual(2);
    stop();
  });

  it('goes on in the second pass of an hour that comes twice on this machine', async () => {
    const zone = process.env.TZ;
    process.env.TZ = 'Europe/Berlin';
    vi.setSystemTime(new Date('2026-10-25T00:57:50Z'));
    const { ticks, stop } = recordTicks();
    await vi.advanceTimersByTimeAsync(2.7 * minuteMs);
    stop();
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(ticks.slice(0, 2)).toEqual(['00:58:00', '00:59:00']);
    expect(ticks.filter((tick) => tick.startsWith('01:'))).not.toEqual([]);
  });
});

describe('systemZone', () => {
  it('is what TZ names, and else a zone that the schedule knows', () => {
    expect(systemZone({ TZ: 'asia/tokyo' })).toBe('Asia/Tokyo');
    expect(systemZone({ TZ: 'CET-1CEST' })).toBe(systemZone({}));
    expect(systemZone({})).toMatch(/^[A-Z]/);
  });
});
