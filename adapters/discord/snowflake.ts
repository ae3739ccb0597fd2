import { type Instant, instant } from '../../src/kernel/clock.js';

/** Milliseconds before Discord's first id (https://discord.com/developers/docs/reference#snowflakes). */
const epochMs = 1_420_070_400_000n;
const timeShift = 22n;

/** When that id was made, to the millisecond. */
export const madeAt = (snowflake: string): Instant => instant(Number((BigInt(snowflake) >> timeShift) + epochMs));

/** Smaller than any id that is made at that time or later, larger than those before; "0" before Discord's first. */
export function snowflakeBefore(at: Instant): string {
  const since = BigInt(Math.floor(at)) - epochMs;
  return since <= 0n ? '0' : String((since << timeShift) - 1n);
}
