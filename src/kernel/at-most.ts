import type { Clock } from './clock.js';

/** Waits for the work, but no longer than `ms`: whether it ended. Rejects as the work does. */
export async function atMost(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  const ended = new AbortController();
  const tooLate = clock.sleep(ms, ended.signal).then(() => false);
  return Promise.race([work.then(() => true), tooLate]).finally(() => ended.abort('ended'));
}
