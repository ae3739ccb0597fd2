import { shortDate } from '../../src/kernel/dates.js';
import { localDateAt, localTimeAt } from '../../src/kernel/schedule.js';
import type { AdapterContext } from '../../src/platform/adapter-factory.js';
import type { Message } from './memory.js';

/** `posted 09:00`, with the date when it was not today. */
export function postedMark({ postedAt }: Message, { clock, zone }: Pick<AdapterContext, 'clock' | 'zone'>): string {
  const time = localTimeAt(postedAt, zone);
  const date = localDateAt(postedAt, zone);
  return date === localDateAt(clock.now(), zone) ? `posted ${time}` : `posted ${shortDate(date)}, ${time}`;
}
