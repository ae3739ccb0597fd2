import { type Instant, instant } from '../../src/kernel/clock.js';
import type { DeliveryId, Lookup } from '../../src/platform/adapter.js';
import type { Failure } from './answer.js';
import { carriesMark, lostMark } from './delivery-mark.js';
import { type Data, groupOf, textIn } from './json.js';
import { linksIn } from './links.js';
import { unread } from './outcome.js';
import { refOf } from './ref.js';
import { madeAt } from './snowflake.js';

/** Others can copy what marks a delivery: only our own message is one. */
const isDelivery = (message: Data, id: DeliveryId, botUserId: string): boolean =>
  groupOf(message.author).id === botUserId && carriesMark(message, id);

/** Our message, which may be any delivery: nothing in it says which. */
export const isDoubtful = (message: Data, botUserId: string): boolean =>
  groupOf(message.author).id === botUserId && lostMark(message);

/** Nothing was found, but for messages that nobody can tell from it: a second post would be worse than none. */
export const indistinct: Lookup = {
  kind: 'unsearchable',
  reason: 'what Discord shows of our messages does not say which they are',
};

/** The delivery, if it is among these messages of the channel. */
export function foundAmong(
  messages: readonly Data[],
  id: DeliveryId,
  channel: string,
  botUserId: string,
): Lookup | undefined {
  const found = messages.find((one) => isDelivery(one, id, botUserId));
  const message = textIn(found, 'id');
  if (message === undefined) return undefined;
  const at = Date.parse(textIn(found, 'timestamp') ?? '');
  const shown = { at: Number.isNaN(at) ? madeAt(message) : instant(at), links: linksIn(found?.components) };
  return { kind: 'found', ref: refOf({ channel, message }), shown };
}

/** What a search that could not go on says. */
export function notFound(answer: Failure, now: Instant): Lookup {
  const why = unread(answer, now);
  if (why.kind === 'gone') return { kind: 'absent' };
  return why.kind === 'closed' ? { kind: 'unsearchable', reason: why.reason } : why;
}
