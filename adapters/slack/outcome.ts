import { type Clock, type Instant, instant } from '../../src/kernel/clock.js';
import type { EditOutcome, PostOutcome } from '../../src/platform/adapter.js';
import { type Answer, type Failure, textIn } from './answer.js';
import { closedReason, isGone, isPassing } from './errors.js';
import { refOf } from './ref.js';

interface Later {
  readonly kind: 'retry';
  readonly reason: string;
  readonly notBefore?: Instant;
}

const later = (reason: string, notBefore?: Instant): Later => ({
  kind: 'retry',
  reason,
  ...(notBefore === undefined ? {} : { notBefore }),
});

/** When Slack asked to wait, as an outcome. */
const limited = (retryAfterMs: number, now: Instant): Later =>
  later('Slack asked to wait', instant(now + retryAfterMs));

/** What became of a `chat.postMessage`. A success without a time of the message is none that can be known. */
export function postOutcome(answer: Answer, team: string, channel: string, now: Instant): PostOutcome {
  switch (answer.kind) {
    case 'ok': {
      const ts = textIn(answer.data, 'ts');
      if (ts === undefined) return { kind: 'unknown', reason: 'Slack did not say where the message is' };
      return { kind: 'posted', ref: refOf({ team, channel: textIn(answer.data, 'channel') ?? channel, ts }) };
    }
    case 'limited':
      return limited(answer.retryAfterMs, now);
    case 'unsent':
      return later(answer.reason);
    case 'lost':
      return { kind: 'unknown', reason: answer.reason };
    case 'refused':
      return refusedPost(answer);
  }
}

function refusedPost({ error, detail }: Extract<Failure, { kind: 'refused' }>): PostOutcome {
  if (isPassing(error)) return later(error);
  const closed = closedReason(error);
  if (closed === undefined) return { kind: 'rejected', reason: error, detail };
  return { kind: 'rejected', reason: closed, detail: error === detail ? error : `${error}, ${detail}`, closed: true };
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
      return later(answer.reason);
    case 'refused':
      return refusedEdit(answer);
  }
}

function refusedEdit({ error, detail }: Extract<Failure, { kind: 'refused' }>): EditOutcome {
  if (error === 'already_reacted') return { kind: 'edited' };
  if (isGone(error)) return { kind: 'gone' };
  return isPassing(error) ? later(error) : { kind: 'rejected', reason: error, detail };
}

/** Why something could not be read: `closed` as long as nobody changes something. */
export type Unread = Later | { readonly kind: 'closed'; readonly reason: string } | { readonly kind: 'gone' };

export function unread(answer: Failure, clock: Clock): Unread {
  if (answer.kind === 'limited') return limited(answer.retryAfterMs, clock.now());
  if (answer.kind !== 'refused') return later(answer.reason);
  if (isGone(answer.error)) return { kind: 'gone' };
  const closed = closedReason(answer.error);
  return closed === undefined ? later(answer.error) : { kind: 'closed', reason: `${closed} (${answer.error})` };
}
