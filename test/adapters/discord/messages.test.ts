import { PermissionFlagsBits as bits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Messages } from '../../../adapters/discord/messages.js';
import { placeOf } from '../../../adapters/discord/ref.js';
import { type Instant, instant } from '../../../src/kernel/clock.js';
import type { DeliveryId, MessageRef, PostOutcome, Target } from '../../../src/platform/adapter.js';
import { type MessageView, sentence, text } from '../../../src/view/view.js';
import type { FakeGuild } from '../../fake/discord/guild.js';
import { endlessRateLimits } from '../../fake/discord/limits.js';
import type { Channel } from '../../fake/discord/state.js';
import { patient } from '../../fake/patience.js';
import { RestWorld } from './rest-world.js';

const edition: MessageView = {
  summary: 'Papers of Tuesday: 1. One',
  blocks: [
    { kind: 'heading', inlines: [text('Papers of Tuesday')] },
    { kind: 'paragraph', inlines: [text('One')] },
  ],
};
const postRoute = 'POST /channels/{channel}/messages';

describe('our messages in Discord', () => {
  let world: RestWorld;
  let guild: FakeGuild;
  let channel: Channel;
  let messages: Messages;
  let since: Instant;

  beforeEach(async () => {
    world = await RestWorld.open(endlessRateLimits);
    guild = world.discord.addGuild();
    channel = guild.addChannel();
    messages = world.messages();
    since = instant(world.clock.now() - 1_000);
  });
  afterEach(async () => {
    await world.close();
    expect(world.discord.complaints).toEqual([]);
  });

  const in_ = (where: Channel, thread?: MessageRef): Target =>
    ({ adapter: 'discord', workspace: guild.id, channel: where.id, ...(thread && { thread }) }) as Target;
  const post = (id: string, target = in_(channel), view = edition): Promise<PostOutcome> =>
    messages.post({ id: id as DeliveryId, target, view, signal: patient });
  const find = (id: string, target = in_(channel)) => messages.find(id as DeliveryId, target, since);
  const refIn = (outcome: PostOutcome): MessageRef => {
    if (outcome.kind !== 'posted') throw new Error(JSON.stringify(outcome));
    return outcome.ref;
  };
  const messageAt = (ref: MessageRef) => {
    const place = placeOf(ref);
    return world.discord.world.channels.get(place?.channel ?? '')?.messages.get(place?.message ?? '');
  };
  const asked = (route: string) =>
    world.discord.requests.filter(({ method, path }) => `${method} ${path}` === route).length;
  const threadOf = ({ key }: MessageRef) => world.discord.world.channels.get(key.split('/')[1] ?? '');

  it('are posted with one request, and a post that comes again soon makes no second message', async () => {
    const ref = refIn(await post('d1'));
    expect(messageAt(ref)?.channel).toBe(channel.id);
    expect(world.discord.requests).toHaveLength(1);
    expect(refIn(await post('d1'))).toEqual(ref);
    expect(refIn(await post('d2'))).not.toEqual(ref);
    expect(channel.messages.size).toBe(2);
  });

  it('are found again when the answer was lost', async () => {
    world.discord.trouble.next(postRoute, { kind: 'status', status: 503, applied: true }, { kind: 'reset' });
    expect((await post('d1')).kind).toBe('unknown');
    world.giveUpUnanswered();
    const [message] = channel.messages.keys();
    expect(await find('d1')).toMatchObject({
      kind: 'found',
      ref: { adapter: 'discord', key: `${channel.id}/${message}` },
    });
    expect((await post('d2')).kind).toBe('unknown');
    world.giveUpUnanswered();
    expect(await find('d2')).toEqual({ kind: 'absent' });
  });

  it('are found behind all that was said since, and only when they are ours', async () => {
    const person = guild.addPerson();
    for (let said = 0; said < 230; said += 1) await person.say(channel, `words ${said}`);
    const ref = refIn(await post('d1'));
    expect(await find('d1')).toMatchObject({ kind: 'found', ref });
    const { components, flags } = messageAt(ref) ?? { components: [], flags: 0 };
    channel.messages.delete(placeOf(ref)?.message ?? '');
    world.discord.world.addMessage(channel, person.user, { content: '', components, flags });
    expect(await find('d1')).toEqual({ kind: 'absent' });
  });

  it('cannot be looked for where the bot may not read, which Discord does not say', async () => {
    expect(await find('d1')).toEqual({ kind: 'absent' });
    guild.denyBot(channel, bits.ReadMessageHistory);
    messages = world.messages();
    expect(await find('d1')).toMatchObject({ kind: 'unsearchable' });
    guild.denyBot(channel, bits.ViewChannel);
    messages = world.messages();
    expect(await find('d1')).toMatchObject({ kind: 'unsearchable', reason: 'the bot may not see the channel (50001)' });
  });

  it('are answered in a thread, which is opened once and called as the message is', async () => {
    const root = refIn(await post('d1'));
    const replies = [await post('d2', in_(channel, root)), await post('d3', in_(channel, root))].map(refIn);
    expect(threadOf(root)).toMatchObject({ name: 'Papers of Tuesday', parent: channel.id, archiveMinutes: 10_080 });
    expect(replies.map((reply) => messageAt(reply)?.channel)).toEqual([threadOf(root)?.id, threadOf(root)?.id]);
    expect(asked('POST /channels/{channel}/messages/{message}/threads')).toBe(1);
    messages = world.messages();
    expect((await post('d4', in_(channel, root))).kind).toBe('posted');
    expect(await find('d3', in_(channel, root))).toMatchObject({ kind: 'found', ref: replies[1] });
    expect(await find('d3')).toEqual({ kind: 'absent' });
  });

  it('have no thread before one is opened, and none when they are deleted', async () => {
    const root = refIn(await post('d1'));
    expect(await find('d2', in_(channel, root))).toEqual({ kind: 'absent' });
    channel.messages.delete(placeOf(root)?.message ?? '');
    const outcome = await post('d2', in_(channel, root));
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'the message that it belongs to was deleted' });
    expect(outcome).not.toHaveProperty('closed');
  });

  it('are sent again when only the opening of their thread is in doubt', async () => {
    const root = refIn(await post('d1'));
    world.discord.trouble.next('POST /channels/{channel}/messages/{message}/threads', { kind: 'status', status: 503 });
    expect((await post('d2', in_(channel, root))).kind).toBe('retry');
    expect((await post('d2', in_(channel, root))).kind).toBe('posted');
  });

  it.each([
    [503, undefined, true],
    [409, 0, false],
    [400, 0, false],
  ])('stand in the thread that is there, however Discord says so: %i', async (status, code, applied) => {
    const root = refIn(await post('d1'));
    if (!applied) await post('d2', in_(channel, root));
    world.discord.trouble.next(
      'POST /channels/{channel}/messages/{message}/threads',
      code === undefined ? { kind: 'status', status, applied } : { kind: 'error', status, code, message: 'no' },
    );
    messages = world.messages();
    const reply = refIn(await post('d3', in_(channel, root)));
    expect(messageAt(reply)?.channel).toBe(threadOf(root)?.id);
  });

  it('are posts of their own in a forum, with the answers to them', async () => {
    const forum = guild.addChannel({ kind: 'forum' });
    const ref = refIn(await post('d1', in_(forum)));
    expect(placeOf(ref)).toMatchObject({ channel: threadOf(ref)?.id, message: threadOf(ref)?.id });
    expect(threadOf(ref)).toMatchObject({ name: 'Papers of Tuesday', parent: forum.id });
    const reply = refIn(await post('d2', in_(forum, ref)));
    expect(messageAt(reply)?.channel).toBe(threadOf(ref)?.id);
    expect(await find('d1', in_(forum))).toMatchObject({ kind: 'found', ref });
    expect(await find('d2', in_(forum, ref))).toMatchObject({ kind: 'found', ref: reply });
    await post('d3', in_(forum));
    expect(asked(postRoute)).toBe(2);
  });

  it('stand in a thread where the bot was asked in one, with the answers to them', async () => {
    const thread = threadOf(refIn(await post('d1')));
    expect(thread).toBeUndefined();
    const root = refIn(await post('d1'));
    await post('d2', in_(channel, root));
    const inThread = in_(threadOf(root) ?? channel);
    const own = refIn(await post('d3', inThread));
    const reply = refIn(await post('d4', { ...inThread, thread: own }));
    expect(placeOf(reply)?.channel).toBe(inThread.channel);
    expect(await find('d4', { ...inThread, thread: own })).toMatchObject({ kind: 'found', ref: reply });
  });

  it('are published from announcement channels when wanted, which changes no outcome', async () => {
    messages = world.messages(true);
    const news = guild.addChannel({ kind: 'announcement' });
    const ref = refIn(await post('d1', in_(news)));
    await world.discord.until(() => ((messageAt(ref)?.flags ?? 0) & 1) === 1);
    const route = 'POST /channels/{channel}/messages/{message}/crosspost';
    for (const id of ['d2', 'd3']) {
      world.discord.trouble.next(route, { kind: 'rate limited', retryAfterSeconds: 3_000 });
      expect((await post(id, in_(news))).kind).toBe('posted');
    }
    const told = () => world.log.lines.filter(({ event }) => event === 'discord.not-published');
    expect((await post('d4', in_(channel))).kind).toBe('posted');
    await expect.poll(() => told().length).toBe(1);
    expect(asked(route)).toBe(2);
  });

  it('are edited until they are deleted', async () => {
    const ref = refIn(await post('d1'));
    expect(await messages.replace(ref, sentence('Other words'), 'd1' as DeliveryId)).toEqual({ kind: 'edited' });
    expect(JSON.stringify(messageAt(ref)?.components)).toContain('Other words');
    channel.messages.delete(placeOf(ref)?.message ?? '');
    expect(await messages.replace(ref, edition, 'd1' as DeliveryId)).toEqual({ kind: 'gone' });
    expect(await messages.replace({ ...ref, key: 'nonsense' }, edition, 'd1' as DeliveryId)).toEqual({ kind: 'gone' });
  });

  it('carry the emoji that vote, those of the server too', async () => {
    const own = guild.addEmoji({ name: 'party' });
    const ref = refIn(await post('d1'));
    for (const emoji of ['👍', '1\u20E3', ':party:', '👍'])
      expect(await messages.seed(ref, emoji)).toEqual({ kind: 'edited' });
    expect([...(messageAt(ref)?.reactions.keys() ?? [])]).toEqual(['👍', '1\uFE0F\u20E3', own.id]);
    for (const emoji of [':missing:', 'word']) expect((await messages.seed(ref, emoji)).kind).toBe('rejected');
    channel.messages.delete(placeOf(ref)?.message ?? '');
    expect(await messages.seed(ref, '👍')).toEqual({ kind: 'gone' });
  });

  it('show who reacted, however many, but no programs', async () => {
    const own = guild.addEmoji({ name: 'party' });
    const ref = refIn(await post('d1'));
    const message = placeOf(ref)?.message ?? '';
    await messages.seed(ref, '👍');
    await messages.seed(ref, '🎉');
    const people = Array.from({ length: 205 }, () => guild.addPerson());
    for (const person of people) await person.react(channel, message, '👍');
    const [first, second] = people;
    await first?.react(channel, message, '👍', { burst: true });
    await second?.react(channel, message, own.id);
    await guild.addPerson({ isBot: true }).react(channel, message, '👍');
    const before = world.arrival.next();
    const read = await messages.reactions(ref);
    const set = read.kind === 'read' ? read.reactions : [];
    expect(
      set
        .filter(({ emoji }) => emoji === '👍')
        .map(({ user }) => user)
        .toSorted(),
    ).toEqual(people.map(({ id }) => id).toSorted());
    expect(set.filter(({ emoji }) => emoji !== '👍')).toEqual([{ user: second?.id, emoji: ':party:' }]);
    expect(read).toMatchObject({ from: expect.any(Number), until: expect.any(Number) });
    if (read.kind === 'read') expect([read.from < before, before < read.until]).toEqual([true, true]);
    // Nobody but us used 🎉.
    expect(world.discord.requests.some(({ url }) => url.includes(`${encodeURIComponent('🎉')}?`))).toBe(false);
  });

  it('say when their reactions cannot be read', async () => {
    const ref = refIn(await post('d1'));
    await guild.addPerson().react(channel, placeOf(ref)?.message ?? '', '👍');
    world.discord.trouble.next('GET /channels/{channel}/messages/{message}/reactions/{emoji}', {
      ...{ kind: 'status', status: 502 },
    });
    expect((await messages.reactions(ref)).kind).toBe('retry');
    guild.denyBot(channel, bits.ReadMessageHistory);
    expect((await messages.reactions(ref)).kind).toBe('unreadable');
    guild.denyBot(channel, 0n);
    channel.messages.delete(placeOf(ref)?.message ?? '');
    expect(await messages.reactions(ref)).toEqual({ kind: 'gone' });
  });
});
