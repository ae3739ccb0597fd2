import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../adapters/discord/answer.js';
import { codeOf } from '../../../adapters/discord/errors.js';
import { editOutcome, forumOutcome, postOutcome, replyOutcome, unread } from '../../../adapters/discord/outcome.js';
import { FakeClock } from '../../fake/clock.js';

const now = new FakeClock('2026-11-24T09:00:00Z').now();
const refused = (code: number, status = 403) =>
  ({ kind: 'refused', status, code, detail: 'words of Discord' }) as const;
const ok = (data: unknown): Answer => ({ kind: 'ok', data, timing: { at: now, tookMs: 1 } });
const posted = (answer: Answer) => postOutcome(answer, '11', now);

describe("Discord's answers", () => {
  it.each([
    ['POST', '/channels/1/messages', 404, 10_003],
    ['PATCH', '/channels/1/messages/2', 404, 10_008],
    ['PUT', '/channels/1/messages/2/reactions/x/@me', 404, 10_008],
    ['GET', '/channels/1/messages/2/reactions/x', 404, 10_014],
    ['GET', '/channels/1', 404, 10_003],
    ['GET', '/guilds/1/threads/active', 404, 10_004],
    ['POST', '/channels/1/messages', 403, 50_013],
    ['GET', '/channels/1/messages', 403, 50_001],
    ['PUT', '/applications/1/commands', 403, 0],
    ['POST', '/channels/1/messages', 400, 0],
  ] as const)('that have no code mean what their route has to miss: %s %s %i', (method, path, status, code) => {
    for (const told of [undefined, 0, status]) expect(codeOf(told, status, method, path)).toBe(code);
    expect(codeOf(160_005, status, method, path)).toBe(160_005);
  });

  it('make a post that is there', () => {
    expect(posted(ok({ id: '22', channel_id: '33' }))).toEqual({
      kind: 'posted',
      ref: { adapter: 'discord', key: '33/22' },
    });
    expect(forumOutcome(ok({ id: '44' }), now)).toMatchObject({ ref: { key: '44/44' } });
  });

  it('leave it open whether a post is there when its answer was lost, or does not say where', () => {
    expect(posted({ kind: 'lost', reason: 'Discord answered 503' }).kind).toBe('unknown');
    expect(posted(ok(null)).kind).toBe('unknown');
    expect(forumOutcome(ok({}), now).kind).toBe('unknown');
  });

  it('have a post tried again when nothing was sent or Discord asked to wait', () => {
    expect(posted({ kind: 'unsent', reason: 'ECONNREFUSED' }).kind).toBe('retry');
    expect(posted({ kind: 'limited', retryAfterMs: 7_000 })).toMatchObject({ kind: 'retry', notBefore: now + 7_000 });
    for (const code of [40_062, 20_016, 20_028, 130_000]) expect(posted(refused(code)).kind).toBe('retry');
  });

  it('close no channel for a token that can be set anew', () => {
    expect(posted(refused(0, 401))).toEqual({ kind: 'retry', reason: 'Discord does not take the token' });
  });

  it.each([10_003, 10_004, 50_001, 50_007, 50_008, 50_013, 50_083, 50_278, 160_005])(
    'close the channel when it takes nothing any more: %i',
    (code) => {
      const outcome = posted(refused(code));
      expect(outcome).toMatchObject({ kind: 'rejected', closed: true, detail: 'words of Discord' });
      expect(outcome).toHaveProperty('reason', expect.stringMatching(new RegExp(`^[a-zA-Z ]+ \\(${code}\\)$`)));
    },
  );

  it.each([50_035, 50_006, 40_067, 160_006, 200_000, 240_000, 99_999, 0])(
    'end one post and leave the channel open: %i',
    (code) => {
      const outcome = posted(refused(code, 400));
      expect(outcome).toMatchObject({ kind: 'rejected', detail: 'words of Discord' });
      expect(outcome).not.toHaveProperty('closed');
    },
  );

  it('close no channel because a thread in it takes nothing, but for one that the bot may not see', () => {
    const replied = (code: number) => replyOutcome(posted(refused(code)), refused(code));
    for (const code of [10_003, 50_013, 50_083, 160_005]) {
      expect(replied(code).kind).toBe('rejected');
      expect(replied(code)).not.toHaveProperty('closed');
    }
    expect(replied(50_001)).toHaveProperty('closed', true);
  });

  it('tell how an edit ended', () => {
    const edited = (answer: Answer) => editOutcome(answer, now).kind;
    expect(edited(ok({}))).toBe('edited');
    expect(edited(refused(10_008, 404))).toBe('gone');
    for (const code of [10_014, 30_010, 90_001, 50_005, 50_013, 10_003]) expect(edited(refused(code))).toBe('rejected');
    for (const code of [30_046, 40_062]) expect(edited(refused(code))).toBe('retry');
    expect(edited({ kind: 'lost', reason: 'x' })).toBe('retry');
    expect(edited({ kind: 'unsent', reason: 'x' })).toBe('retry');
  });

  it('tell why something could not be read', () => {
    expect(unread(refused(10_008, 404), now).kind).toBe('gone');
    for (const code of [50_001, 50_013, 10_003]) expect(unread(refused(code), now).kind).toBe('closed');
    for (const code of [0, 40_062]) expect(unread(refused(code), now).kind).toBe('retry');
    expect(unread({ kind: 'lost', reason: 'x' }, now).kind).toBe('retry');
  });
});
