import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../adapters/slack/answer.js';
import { editOutcome, postOutcome, unread } from '../../../adapters/slack/outcome.js';
import { FakeClock } from '../../fake/clock.js';

const clock = new FakeClock('2026-11-24T09:00:00Z');
const now = clock.now();
const refused = (error: string): Answer => ({ kind: 'refused', error, detail: error });
const ok = (data: Readonly<Record<string, unknown>>): Answer => ({ kind: 'ok', data });
const posted = (answer: Answer) => postOutcome(answer, 'T1', 'C1', now);

describe("Slack's answers", () => {
  it('make a post that is there, with the channel that Slack names', () => {
    expect(posted(ok({ ts: '1.000001', channel: 'C9' }))).toEqual({
      kind: 'posted',
      ref: { adapter: 'slack', key: 'T1/C9/1.000001' },
    });
  });

  it('leave it open whether a post is there when its answer was lost, or does not say where', () => {
    expect(posted({ kind: 'lost', reason: 'Slack answered 503' }).kind).toBe('unknown');
    expect(posted(ok({}))).toMatchObject({ kind: 'unknown' });
  });

  it('have a post tried again when nothing was sent or Slack asked to wait', () => {
    expect(posted({ kind: 'unsent', reason: 'ECONNREFUSED' }).kind).toBe('retry');
    expect(posted({ kind: 'limited', retryAfterMs: 7_000 })).toMatchObject({ kind: 'retry', notBefore: now + 7_000 });
    expect(posted(refused('token_expired')).kind).toBe('retry');
  });

  it.each([
    'is_archived',
    'channel_not_found',
    'not_in_channel',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
    'messages_tab_disabled',
    'ekm_access_denied',
    'app_access_restricted',
    'team_not_found',
    'missing_scope',
    'account_inactive',
    'token_revoked',
    'invalid_auth',
  ])('close the channel when it takes nothing any more: %s', (error) => {
    expect(posted(refused(error))).toMatchObject({ kind: 'rejected', closed: true });
  });

  it.each([
    'invalid_blocks',
    'invalid_blocks_format',
    'msg_blocks_too_long',
    'no_text',
    'metadata_too_large',
    'invalid_metadata_schema',
    'invalid_metadata_format',
    'metadata_must_be_sent_from_app',
    'markdown_text_conflict',
    'restricted_action_thread_locked',
    'cannot_reply_to_message',
    'too_many_attachments',
    'something_new',
  ])('end one post and leave the channel open: %s', (error) => {
    const outcome = posted(refused(error));
    expect(outcome).toMatchObject({ kind: 'rejected', reason: error });
    expect(outcome).not.toHaveProperty('closed');
  });

  it('tell how an edit ended', () => {
    const edited = (answer: Answer) => editOutcome(answer, now).kind;
    expect(edited(ok({}))).toBe('edited');
    expect(edited(refused('already_reacted'))).toBe('edited');
    expect(edited(refused('message_not_found'))).toBe('gone');
    expect(edited(refused('cant_update_message'))).toBe('rejected');
    expect(edited(refused('too_many_emoji'))).toBe('rejected');
    expect(edited({ kind: 'lost', reason: 'x' })).toBe('retry');
  });

  it('tell what cannot be read now from what cannot be read at all', () => {
    const read = (error: string) => unread({ kind: 'refused', error, detail: error }, clock).kind;
    expect(read('message_not_found')).toBe('gone');
    expect(read('not_in_channel')).toBe('closed');
    expect(read('missing_scope')).toBe('closed');
    expect(read('something_new')).toBe('retry');
    expect(unread({ kind: 'limited', retryAfterMs: 1_000 }, clock)).toMatchObject({ notBefore: now + 1_000 });
  });
});
