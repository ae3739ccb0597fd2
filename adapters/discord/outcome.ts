import { type Instant, instant } from '../../src/kernel/clock.js';
import type { EditOutcome, PostOutcome } from '../../src/platform/adapter.js';
import type { Answer, Failure, Refusal } from './answer.js';
import { closedReason, isOfThread, isPassing, refusalReason, unknownMessage } from './errors.js';
import { textIn } from './json.js';
import { refOf } from './ref.js';

interface Later {
  readonly kind: 'retry';
  readonly reason: string;
  readonly notBefore?: Instant;
}

/** When Discord asked to wait, as an outcome. */
const limited = (retryAfterMs: number, now: Instant): Later => ({
  kind: 'retry',
  reason: 'Discord asked to wait',
  notBefore: instant(Math.ceil(now + retryAfterMs)),
});

/** What became of a message that was posted in a channel. An answer that names no message is none that can be known. */
export function postOutcome(answer: Answer, channel: string, now: Instant): PostOutcome {
  if (answer.kind !== 'ok') return failedPost(answer, now);
  const message = textIn(answer.data, 'id');
  if (message === undefined) return { kind: 'unknown', reason: 'Discord did not say where the message is' };
  return { kind: 'posted', ref: refOf({ channel: textIn(answer.data, 'channel_id') ?? channel, message }) };
}

/** What became of a post of a forum: a thread, whose first message has its id. */
export function forumOutcome(answer: Answer, now: Instant): PostOutcome {
  if (answer.kind !== 'ok') return failedPost(answer, now);
  const thread = textIn(answer.data, 'id');
  if (thread === undefined) return { kind: 'unknown', reason: 'Discord did not say where the message is' };
  return { kind: 'posted', ref: refOf({ channel: thread, message: thread }) };
}

/** What becomes of a post when a request for it failed. */
export function failedPost(answer: Failure, now: Instant): PostOutcome {
  switch (answer.kind) {
    case 'limited':
      return limited(answer.retryAfterMs, now);
    case 'unsent':
      return { kind: 'retry', reason: answer.reason };
    case 'lost':
      return { kind: 'unknown', reason: answer.reason };
    case 'refused':
      return refusedPost(answer);
  }
}

function refusedPost(refusal: Refusal): PostOutcome {
  const { code, detail } = refusal;
  if (isPassing(refusal)) return { kind: 'retry', reason: refusalReason(refusal) };
  const closed = closedReason(code);
  if (closed === undefined) return { kind: 'rejected', reason: refusalReason(refusal), detail };
  return { kind: 'rejected', reason: closed, detail, closed: true };
}

/** A reply that its thread does not take closes no channel. */
export function replyOutcome(outcome: PostOutcome, answer: Answer): PostOutcome {
  if (outcome.kind !== 'rejected' || answer.kind !== 'refused' || !isOfThread(answer.code)) return outcome;
  const { kind, reason, detail } = outcome;
  return { kind, reason, detail };
}

/** What became of an edit, or of an emoji that was put on a message: an answer that was lost is simply asked for again. */
export function editOutcome(answer: Answer, now: Instant): EditOutcome {
  switch (answer.kind) {
    case 'ok':
      return { kind: 'edited' };
    case 'limited':
      return limited(answer.retryAfterMs, now);
    case 'unsent':
    case 'lost':
      return { kind: 'retry', reason: answer.reason };
    case 'refused':
      return refusedEdit(answer);
  }
}

function refusedEdit(refusal: Refusal): EditOutcome {
  const { code, detail } = refusal;
  if (code === unknownMessage) return { kind: 'gone' };
  const reason = closedReason(code) ?? refusalReason(refusal);
  return isPassing(refusal) ? { kind: 'retry', reason } : { kind: 'rejected', reason, detail };
}

/** Why something could not be read: `closed` as long as nobody changes something. */
export type Unread = Later | { readonly kind: 'closed'; readonly reason: string } | { readonly kind: 'gone' };

export function unread(answer: Failure, now: Instant): Unread {
  if (answer.kind === 'limited') return limited(answer.retryAfterMs, now);
  if (answer.kind !== 'refused') return { kind: 'retry', reason: answer.reason };
  if (answer.code === unknownMessage) return { kind: 'gone' };
  const closed = closedReason(answer.code);
  return closed === undefined ? { kind: 'retry', reason: refusalReason(answer) } : { kind: 'closed', reason: closed };
}
