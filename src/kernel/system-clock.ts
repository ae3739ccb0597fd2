import { type Logger, schedule } from 'node-cron';
import { type Clock, instant } from './clock.js';
import { parseTimeZone, type TimeZone } from './schedule.js';

/** setTimeout takes 32 bits: a longer wait would end at once. */
const longestTimerMs = 2_147_483_647;
const minuteMs = 60_000;
const watchMs = 15_000;

/** node-cron would write to the console; what goes wrong in a tick is for the caller to log. */
const silent: Logger = { info() {}, warn() {}, error() {}, debug() {} };

function timer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(handle);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const handle = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const end = performance.now() + ms;
  let left = ms;
  while (left > 0 && signal?.aborted !== true) {
    await timer(Math.min(left, longestTimerMs), signal);
    left = end - performance.now();
  }
}

/**
 * One node-cron task, and a watch over it: node-cron 4.6 stays silent while the wall clock is behind the minute that it
 * expects. That is so after somebody set the clock back, and for the second pass of an hour that comes twice in the zone of
 * this process (it rounds the time with `setMilliseconds`, which answers with the first pass).
 */
function everyMinute(fire: () => Promise<void>): () => void {
  let lastMs = performance.now();
  let running = false;
  const tick = async () => {
    lastMs = performance.now();
    // In place of node-cron's `noOverlap`, which would not know of the watch's ticks.
    if (running) return;
    running = true;
    try {
      await fire();
    } catch {
      // Whoever asked for the tick logs what went wrong in it; the next one comes all the same.
    } finally {
      running = false;
    }
  };
  const task = schedule('* * * * *', tick, {
    // In a local zone node-cron leaves out the second pass of an hour that comes twice.
    timezone: 'UTC',
    // By default a tick that a blocked process delays by a second is lost.
    missedExecutionTolerance: minuteMs,
    suppressMissedWarning: true,
    logger: silent,
  });
  const watch = setInterval(() => {
    if (performance.now() - lastMs >= minuteMs + watchMs) void tick();
  }, watchMs);
  return () => {
    clearInterval(watch);
    void task.destroy();
  };
}

/** The machine's clock and timers. */
export const systemClock = (): Clock => ({
  now: () => instant(Date.now()),
  monotonicMs: () => performance.now(),
  sleep,
  everyMinute,
});

/** The machine's time zone: `TZ` when it names one, else the system's, else UTC. */
export function systemZone(environment: Readonly<Record<string, string | undefined>>): TimeZone {
  const system = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return parseTimeZone(environment.TZ ?? '') ?? parseTimeZone(system) ?? ('UTC' as TimeZone);
}
