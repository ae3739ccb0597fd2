import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '../../../src/kernel/clock.js';
import type { ChatAdapter, DeliveryId, MessageRef } from '../../../src/platform/adapter.js';
import { type MessageView, sentence } from '../../../src/view/view.js';
import { RecordingSink } from '../../contract/adapter-sink.js';
import { plainText } from '../../fake/slack/plain-text.js';
import type { Trouble } from '../../fake/slack/trouble.js';
import { SlackWorld, tsOf } from './slack-world.js';

const paper: MessageView = sentence('A paper & <!channel>');

describe('Posting to Slack', () => {
  let world: SlackWorld;
  let adapter: ChatAdapter;

  beforeEach(async () => {
    world = await SlackWorld.open();
    adapter = await world.connect();
    await adapter.start(new RecordingSink());
  });

  afterEach(async () => {
    await adapter.stop(0);
    await world.close();
    expect(world.slack.complaints).toEqual([]);
  });

  const post = (id = 'd1') => world.post(adapter, id, paper);
  const posted = async (id = 'd1'): Promise<MessageRef> => {
    const outcome = await post(id);
    if (outcome.kind !== 'posted') throw new Error(`Not posted: ${JSON.stringify(outcome)}`);
    return outcome.ref;
  };
  const find = (id: string, since = world.clock.now() - 60_000) =>
    adapter.lookup?.find(id as DeliveryId, world.target, instant(since));
  const standing = () => world.team.history(world.channel).map(plainText);

  it.each<[string, Trouble]>([
    ['503 after it was applied', { kind: 'status', status: 503, applied: true }],
    ['a broken connection after it was applied', { kind: 'lost' }],
    ['an internal error after it was applied', { kind: 'error', error: 'internal_error', applied: true }],
  ])('leaves it open after %s, and the message is found', async (_, trouble) => {
    world.slack.trouble.next('chat.postMessage', trouble);
    expect(await post()).toMatchObject({ kind: 'unknown' });
    expect(await find('d1')).toMatchObject({ kind: 'found' });
    expect(standing()).toHaveLength(1);
  });

  it.each<[string, Trouble]>([
    ['503', { kind: 'status', status: 503 }],
    ['a broken connection', { kind: 'reset' }],
    ['fatal_error', { kind: 'error', error: 'fatal_error' }],
  ])('leaves it open after %s, and the message is not there', async (_, trouble) => {
    world.slack.trouble.next('chat.postMessage', trouble);
    expect(await post()).toMatchObject({ kind: 'unknown' });
    expect(await find('d1')).toEqual({ kind: 'absent' });
  });

  it('waits as long as Slack asks, and keeps the rest of the workspace back as well', async () => {
    world.slack.trouble.next('chat.postMessage', { kind: 'rate limited', retryAfterSeconds: 7 });
    expect(await post()).toMatchObject({ kind: 'retry', notBefore: expect.any(Number) });
    const began = world.clock.now();
    await posted('d2');
    expect(world.clock.now() - began).toBeGreaterThanOrEqual(7_000);
  });

  it('meets no limit of Slack when much is posted at once', async () => {
    const channels = Array.from({ length: 12 }, () => world.team.addChannel({ members: [world.alice] }));
    const posts = channels.flatMap((channel, index) =>
      [1, 2].map((part) => world.post(adapter, `d${index}-${part}`, paper, undefined, channel)),
    );
    expect((await Promise.all(posts)).map(({ kind }) => kind)).toEqual(posts.map(() => 'posted'));
    expect(world.slack.requests.filter(({ outcome }) => outcome === 'ratelimited')).toEqual([]);
  });

  it('closes a channel that takes nothing any more', async () => {
    await world.alice.archive(world.channel);
    expect(await post()).toMatchObject({ kind: 'rejected', reason: 'the channel is archived', closed: true });
    const foreign = world.team.addChannel({ members: [world.alice], bot: false });
    expect(await world.post(adapter, 'd2', paper, undefined, foreign)).toMatchObject({
      kind: 'rejected',
      closed: true,
    });
  });

  it('posts a reply into the thread of its list, and finds it there', async () => {
    const root = await posted();
    const reply = await world.post(adapter, 'd2', sentence('Below'), root);
    expect(reply.kind).toBe('posted');
    expect(world.team.history(world.channel).at(-1)?.threadTs).toBe(tsOf(root));
    const target = { ...world.target, thread: root };
    const since = instant(world.clock.now() - 60_000);
    expect(await adapter.lookup?.find('d2' as DeliveryId, target, since)).toMatchObject({ kind: 'found' });
    expect(await adapter.lookup?.find('d3' as DeliveryId, target, since)).toEqual({ kind: 'absent' });
  });

  it('finds a message under many others, and not one that somebody else made look like ours', async () => {
    const ref = await posted();
    for (let index = 0; index < 450; index += 1) await world.alice.say(world.channel, `chat ${index}`);
    expect(await find('d1')).toMatchObject({ kind: 'found', ref });
    expect(await find('d2')).toEqual({ kind: 'absent' });
  });

  it('says that it cannot look where it may not read', async () => {
    await posted();
    world.slack.trouble.next('conversations.history', { kind: 'error', error: 'missing_scope' });
    expect(await find('d1')).toMatchObject({ kind: 'unsearchable' });
    world.slack.trouble.next('conversations.history', { kind: 'status', status: 500 });
    expect(await find('d1')).toMatchObject({ kind: 'retry' });
  });

  it('puts seeds on a message, also when they are there already', async () => {
    const ref = await posted();
    for (const emoji of ['1\u20e3', '\u{1F51F}', '1\u20e3']) {
      expect(await adapter.reactions?.seed?.(ref, emoji)).toEqual({ kind: 'edited' });
    }
    expect(await adapter.reactions?.seed?.(ref, 'no emoji')).toMatchObject({ kind: 'rejected' });
    expect(await adapter.reactions?.list(ref)).toMatchObject({ kind: 'read', reactions: [] });
  });

  it('reads no part of a set as the whole', async () => {
    const ref = await posted();
    world.slack.trouble.next('reactions.get', { kind: 'error', error: 'not_in_channel' });
    expect(await adapter.reactions?.list(ref)).toMatchObject({ kind: 'unreadable' });
  });

  it('writes to one person alone', async () => {
    const target = await adapter.direct?.open({ ...world.target, id: world.bob.id });
    expect(target?.channel).toBe(world.bob.dm().id);
    expect(await adapter.direct?.open({ ...world.target, id: 'U-NOBODY' })).toBeUndefined();
  });

  it('stops asking for a workspace whose token was revoked, and says so once', async () => {
    const sink = new RecordingSink();
    const other = await world.connect();
    await other.start(sink);
    world.slack.revokeToken(world.team.token);
    for (const id of ['d1', 'd2', 'd3'])
      expect(await world.post(other, id, paper)).toMatchObject({ kind: 'rejected', closed: true });
    expect(world.slack.requests.filter(({ method }) => method === 'chat.postMessage').length).toBeLessThanOrEqual(1);
    expect(sink.endings).toHaveLength(1);
    await other.stop(0);
  });
});

describe('A token that Slack does not take', () => {
  it('is one clear sentence, without the token', async () => {
    const world = await SlackWorld.open();
    const bad = 'xoxb-not-a-token-at-all';
    const adapter = await world.connect({ botToken: bad });
    const failure = await adapter.start(new RecordingSink()).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: 'config', message: 'Slack does not accept SLACK_BOT_TOKEN: invalid_auth.' });
    expect(JSON.stringify(failure) + String(failure)).not.toContain(bad);
    const other = await world.connect({ appToken: 'xapp-wrong' });
    await expect(other.start(new RecordingSink())).rejects.toMatchObject({
      code: 'config',
      message: 'Slack does not accept SLACK_APP_TOKEN: invalid_auth.',
    });
    await world.close();
    await expect((await world.connect()).open?.()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
