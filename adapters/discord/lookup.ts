import type { Instant } from '../../src/kernel/clock.js';
import type { DeliveryId, Lookup } from '../../src/platform/adapter.js';
import type { Failure } from './answer.js';
import { carriesMark, lostMark } from './delivery-mark.js';
import { type Data, groupOf } from './json.js';
import { unread } from './outcome.js';

/** Others can copy what marks a delivery: only our own message is one. */
export const isDelivery = (message: Data, id: DeliveryId, botUserId: string): boolean =>
  groupOf(message.author).id === botUserId && carriesMark(message, id);

/** Our message, which may be any delivery: nothing in it says which. */
export const isDoubtful = (message: Data, botUserId: string): boolean =>
  groupOf(message.author).id === botUserId && lostMark(message);

/** Nothing was found, but for messages that nobody can tell from it: a second post would be worse than none. */
export const indistinct: Lookup = {
  kind: 'unsearchable',
  reason: 'what Discord shows of our messages does not say which they are',
};

/** What a search that could not go on says. */
export function notFound(answer: Failure, now: Instant): Lookup {
  const why = unread(answer, now);
  if (why.kind === 'gone') return { kind: 'absent' };
  return why.kind === 'closed' ? { kind: 'unsearchable', reason: why.reason } : why;
}
