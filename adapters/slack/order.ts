import { type Instant, instant } from '../../src/kernel/clock.js';
import type { Order } from '../../src/platform/adapter.js';

/** Slack's times, such as `1732438800.000100`, are seconds with six decimals, unique in a channel: as whole microseconds. */
export function orderOf(ts: string): Order | undefined {
  const [, seconds, fraction = ''] = /^(\d{1,10})(?:\.(\d{1,6}))?$/.exec(ts) ?? [];
  if (seconds === undefined) return undefined;
  return (Number(seconds) * 1_000_000 + Number(fraction.padEnd(6, '0'))) as Order;
}

export const orderAt = (at: Instant): Order => (at * 1_000) as Order;

/** A time as Slack writes it. */
export const tsAt = (at: Instant): string => (at / 1_000).toFixed(6);

/** To the millisecond, from a time that Slack wrote. */
export const atTs = (ts: string): Instant => instant(Math.floor((orderOf(ts) ?? 0) / 1_000));
