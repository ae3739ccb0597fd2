import type { Instant } from '../kernel/clock.js';
import { formatRun, localDateAt, localTimeAt } from '../kernel/schedule.js';
import type { CommandContext } from './command.js';

/** `09:00` when it is of today, else `Mon 23 Nov, 09:00`; local to the channel. */
export function momentText(at: Instant, { zone, today }: Pick<CommandContext, 'zone' | 'today'>): string {
  const date = localDateAt(at, zone);
  return date === today ? localTimeAt(at, zone) : formatRun({ date, at }, zone);
}
