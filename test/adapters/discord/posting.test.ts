import { PermissionFlagsBits as bits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '../../../src/kernel/clock.js';
import type {
  AdapterId,
  ChatAdapter,
  DeliveryId,
  MessageRef,
  PostOutcome,
  Target,
} from '../../../src/platform/adapter.js';
import { fit } from '../../../src/view/fit.js';
import { link, type MessageView, sentence, strong, text } from '../../../src/view/view.js';
import { RecordingSink } from '../../contract/adapter-sink.js';
import { hostileTitles } from '../../contract/hostile-titles.js';
import { mentionsIn } from '../../fake/discord/mentions.js';
import { plainText } from '../../fake/discord/plain-text.js';
import type { Channel } from '../../fake/discord/state.js';
import type { Trouble } from '../../fake/discord/trouble.js';
import { DiscordWorld, eventually } from './discord-world.js';

const paper: MessageView = {
  summary: 'A paper & @everyone',
  blocks: [
    { kind: 'heading', inlines: [text('A paper & @everyone')] },
    { kind: 'paragraph', inlines: [text('Below')] },
  ],
};
const postRoute = 'POST /channels/{channel}/messages';

let world: DiscordWorld;
let adapter: ChatAdapter;

/** A process that only posts: nobody has to listen for that. */
const begin = async (more: Parameters<DiscordWorld['connect']>[0] = {}): Promise<ChatAdapter> => {
  const next = await world.connect(more);
  await next.open?.();
  return next;
};

beforeEach(async () => {
  world = await DiscordWorld.open();
  world.guild.guild.joinedAt -= 30 * 86_400_000;
  adapter = await begin();
});

afterEach(async () => {
  await adapter.stop(0);
  await world.close();
  expect(world.discord.complaints).toEqual([]);
});

const post = (id = 'd1', channel = world.channel, root?: MessageRef, view = paper) =>
  world.post(adapter, id, view, root, channel);
const edit = (ref: MessageRef, view: MessageView) => adapter.edit?.replace(ref, view, 'd1' as DeliveryId);
const refIn = (outcome: PostOutcome): MessageRef => {
  if (outcome.kind !== 'posted') throw new Error(JSON.stringify(outcome));
  return outcome.ref;
};
const find = (id: string, target: Target = world.target, of = adapter, since = world.clock.now() - 3_600_000) =>
  of.lookup?.find(id as DeliveryId, target, instant(since));
const asked = (route: string) =>
  world.discord.requests.filter(({ method, path }) => `${method} ${path}` === route).length;

describe('A post in Discord whose answer is lost', () => {
  it.each<[string, Trouble]>([
    ['503', { kind: 'status', status: 503, applied: true }],
    ['an error of Discord', { kind: 'error', status: 500, code: 0, message: 'Internal Server Error', applied: true }],
    ['a broken connection', { kind: 'lost' }],
  ])('after %s is adopted by the next process, and is one message when it is posted again', async (_, trouble) => {
    world.discord.trouble.next(postRoute, trouble);
    expect(await post()).toMatchObject({ kind: 'unknown' });
    world.giveUpUnanswered();
    const next = await begin();
    const found = await find('d1', world.target, next);
    expect(found).toMatchObject({ kind: 'found' });
    expect(await post()).toEqual({ kind: 'posted', ref: found?.kind === 'found' ? found.ref : undefined });
    expect(world.channel.messages.size).toBe(1);
    await next.stop(0);
  });

  it.each<[string, Trouble]>([
    ['503', { kind: 'status', status: 503 }],
    ['a broken connection', { kind: 'reset' }],
  ])('before it was carried out, with %s, is absent and can be posted', async (_, trouble) => {
    world.discord.trouble.next(postRoute, trouble);
    expect(await post()).toMatchObject({ kind: 'unknown' });
    world.giveUpUnanswered();
    expect(await find('d1')).toEqual({ kind: 'absent' });
    expect(await post()).toMatchObject({ kind: 'posted' });
    expect(world.channel.messages.size).toBe(1);
  });

  it('is found by its mark long after Discord has forgotten the nonce, wherever it stands', async () => {
    const forum = world.guild.addChannel({ kind: 'forum' });
    const [root, archived] = [refIn(await post('d1')), refIn(await post('d4', forum))];
    const places: readonly (readonly [string, Target, MessageRef])[] = [
      ['d1', world.target, root],
      ['d2', { ...world.target, thread: root }, refIn(await post('d2', world.channel, root))],
      ['d3', world.targetIn(forum), refIn(await post('d3', forum))],
      ['d4', world.targetIn(forum), archived],
    ];
    world.messageOf(archived).channel.isArchived = true;
    await world.clock.advance(15 * 60_000);
    for (let said = 0; said < 120; said += 1) await world.alice.say(world.channel, `chat ${said}`);
    const next = await begin();
    for (const [id, target, ref] of places) {
      expect(await find(id, target, next)).toMatchObject({ kind: 'found', ref });
      expect(await find(`${id}x`, target, next)).toEqual({ kind: 'absent' });
    }
    // Which is why it is looked for first: Discord would take a second one by now.
    expect(refIn(await post('d1'))).not.toEqual(root);
    await next.stop(0);
  });
});

describe('A post that Discord does not take', () => {
  it.each<[string, object, boolean]>([
    ['its route', {}, false],
    ['everything', { global: true }, true],
    ['what it shares with others', { shared: true }, false],
  ])('waits as long as Discord asks for %s, and no longer', async (_, scope, isForAll) => {
    const elsewhere = world.guild.addChannel();
    world.discord.trouble.next(postRoute, { kind: 'rate limited', retryAfterSeconds: 60, ...scope });
    const until = world.clock.now() + 60_000;
    const held = await post('d1');
    expect(held).toEqual({ kind: 'retry', reason: 'Discord asked to wait', notBefore: expect.any(Number) });
    expect(held.kind === 'retry' ? held.notBefore : 0).toBeGreaterThanOrEqual(until);
    expect((await post('d2')).kind).toBe('retry');
    expect((await post('d3', elsewhere)).kind).toBe(isForAll ? 'retry' : 'posted');
    expect(asked(postRoute)).toBe(isForAll ? 1 : 2);
    await world.clock.advance(61_000);
    expect((await post('d1')).kind).toBe('posted');
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'may not be seen',
      () => world.guild.denyBot(world.channel, bits.ViewChannel),
      /may not see the channel \(50001\)/,
    ],
    [
      'may not be written in',
      () => world.guild.denyBot(world.channel, bits.SendMessages),
      /may not write there \(50013/,
    ],
    ['was deleted', () => world.guild.moderation.deleteChannel(world.channel), /is not there any more \(10003\)/],
    ['is in a server that put the bot out', () => world.guild.moderation.removeBot(), /\(5000?1\)/],
  ])('closes a channel that %s', async (_, close, reason) => {
    await post('d1');
    await close();
    expect(await post('d2')).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(reason), closed: true });
  });

  it('closes nothing when it is an answer in a thread, which is opened again when it was deleted', async () => {
    const root = refIn(await post('d1'));
    const reply = refIn(await post('d2', world.channel, root));
    const thread = world.messageOf(reply).channel;
    thread.isArchived = true;
    expect((await post('d3', world.channel, root)).kind).toBe('posted');
    thread.isLocked = true;
    expect(await post('d4', world.channel, root)).toEqual({
      ...{ kind: 'rejected', reason: 'the thread is locked (160005)', detail: expect.any(String) },
    });
    await world.guild.moderation.deleteChannel(thread);
    const again = refIn(await post('d5', world.channel, root));
    expect([...world.messageOf(again).channel.messages.values()].map(plainText)).toHaveLength(1);
    expect((await post('d6')).kind).toBe('posted');
  });
});

describe('A message in Discord', () => {
  it('has its answers in its thread, in order, under its title', async () => {
    const root = refIn(await post('d1'));
    const second = refIn(await post('d2', world.channel, root, sentence('d2')));
    const { channel } = world.messageOf(second);
    for (const id of ['d3', 'd4']) await post(id, world.channel, root, sentence(id));
    expect(channel).toMatchObject({ name: 'A paper & @everyone', parent: world.channel.id });
    expect([...channel.messages.values()].map(plainText)).toEqual(['d2', 'd3', 'd4']);
    expect([...world.channel.messages.values()]).toHaveLength(1);
    expect(await edit(second, sentence('changed'))).toEqual({ kind: 'edited' });
    expect([...channel.messages.values()].map(plainText)).toEqual(['changed', 'd3', 'd4']);
  });

  it('in a forum is a post that takes votes and edits', async () => {
    const forum = world.guild.addChannel({ kind: 'forum', name: 'papers-forum' });
    const ref = refIn(await post('d1', forum));
    const { channel, message } = world.messageOf(ref);
    expect([channel.parent, channel.name]).toEqual([forum.id, 'A paper & @everyone']);
    expect(await adapter.reactions?.seed?.(ref, '👍')).toEqual({ kind: 'edited' });
    await world.bob.react(channel, message.id, '👍');
    expect(await adapter.reactions?.list(ref)).toMatchObject({ reactions: [{ user: world.bob.id, emoji: '👍' }] });
    expect(await edit(ref, sentence('changed'))).toEqual({ kind: 'edited' });
    expect(plainText(message)).toBe('changed');
  });

  it('in an announcement channel is published only when that is wanted, its answers never', async () => {
    const news = world.guild.addChannel({ kind: 'announcement' });
    const crossposts = () => asked('POST /channels/{channel}/messages/{message}/crosspost');
    await post('d1', news);
    await adapter.stop(0);
    adapter = await begin({ crosspost: true });
    const root = refIn(await post('d2', news));
    await post('d3', news, root);
    await eventually(() => crossposts() > 0, 'The crosspost');
    await world.clock.advance(5_000);
    expect(crossposts()).toBe(1);
    expect([...news.messages.values()].map(({ flags }) => flags & 1)).toEqual([0, 1]);
  });

  it('that was deleted is gone for edits, reactions and seeds', async () => {
    const ref = refIn(await post());
    await world.guild.moderation.deleteMessage(world.messageOf(ref).message);
    expect(await edit(ref, sentence('Too late'))).toEqual({ kind: 'gone' });
    expect(await adapter.reactions?.list(ref)).toEqual({ kind: 'gone' });
    expect(await adapter.reactions?.seed?.(ref, '👍')).toEqual({ kind: 'gone' });
  });

  it('mentions nobody, whichever way it is sent', async () => {
    const sink = new RecordingSink();
    const guild = world.discord.addGuild({ installed: false });
    await adapter.stop(0);
    adapter = await world.connect();
    await adapter.start(sink);
    await world.discord.gateway.whenConnected();
    const greeted = guild.addChannel();
    await guild.addBot();
    sink.answers = () => [paper, paper];
    const root = refIn(await post('d1'));
    await post('d2', world.channel, root);
    await post('d3', world.guild.addChannel({ kind: 'forum' }));
    await edit(root, paper);
    const asking = world.alice.command(world.channel, 'today');
    for (const _ of ['first', 'further']) await asking.next();
    await world.bob.dm('today');
    await eventually(() => world.bob.direct.messages.size === 3 && greeted.messages.size === 1, 'All answers');
    const carrying = world.discord.requests.filter(({ body }) => messagesIn(body).length > 0);
    expect(new Set(carrying.map(({ method, path }) => `${method} ${path}`))).toEqual(
      new Set([
        ...[postRoute, 'PATCH /channels/{channel}/messages/{message}', 'POST /channels/{channel}/threads'],
        ...['POST /interactions/{interaction}/{token}/callback', 'POST /webhooks/{application}/{token}'],
      ]),
    );
    const bodies = carrying.flatMap(({ body }) => messagesIn(body));
    for (const body of bodies) expect(body).toHaveProperty('allowed_mentions', { parse: [] });
  });

  it('takes the longest hostile titles as text, its thread too', async () => {
    const long = hostileTitles.map((title) => `${title} `.repeat(300).slice(0, 300));
    for (let from = 0; from < long.length; from += 10) {
      const view = listOf(long.slice(from, from + 10));
      const root = refIn(await post(`d${from}`, world.channel, undefined, fit(view, adapter.limits)[0]));
      const reply = refIn(await post(`d${from}-1`, world.channel, root, sentence('Below')));
      expect([...world.messageOf(reply).channel.name].length).toBeLessThanOrEqual(100);
      const { mentions, timestamps, emoji, spoilers, links } = mentionsIn(world.messageOf(root).message);
      const foreign = links.filter(({ host }) => host !== 'huggingface.co');
      expect([mentions, timestamps, emoji, spoilers, foreign].flat()).toEqual([]);
    }
  });
});

describe('What the bot may do in Discord', () => {
  it('is to write to one person alone, unless they are a program or nobody', async () => {
    const open = (id: string) => adapter.direct?.open({ ...world.target, id });
    expect(await open(world.bob.id)).toEqual({ adapter: 'discord', workspace: 'direct', channel: world.bob.direct.id });
    const { id } = world.guild.addPerson({ isBot: true });
    for (const none of [id, '1', 'nobody']) expect(await open(none)).toBeUndefined();
    world.discord.world.closedDirects.add(world.bob.id);
    const reason = 'the person takes no messages from the bot (50007)';
    expect(await post('d1', world.bob.direct)).toMatchObject({ kind: 'rejected', reason, closed: true });
  });

  it('is told where a message opens', async () => {
    const ref = { adapter: 'discord' as AdapterId, key: '1310000000000000001/1310000000000000002' };
    expect(await adapter.links?.to(ref, world.target)).toBe(
      `https://discord.com/channels/${world.guild.id}/1310000000000000001/1310000000000000002`,
    );
    const direct = { ...world.target, workspace: 'direct' };
    expect(await adapter.links?.to(ref, direct)).toContain('/channels/@me/');
    expect(await adapter.links?.to({ ...ref, key: 'show:1' }, world.target)).toBeUndefined();
  });

  it('is told by what is missing, in the words of the settings, as it is now', async () => {
    const inspect = (channel: Channel = world.channel) => adapter.rights?.inspect(world.targetIn(channel));
    expect(await inspect()).toEqual({ place: '#papers', missing: [] });
    world.guild.denyBot(world.channel, bits.AddReactions | bits.ReadMessageHistory | bits.CreatePublicThreads);
    const missing = ['Create Public Threads', 'Add Reactions', 'Read Message History'];
    expect(await inspect()).toEqual({ place: '#papers', missing });
    world.guild.denyBot(world.channel, bits.ViewChannel);
    expect(await inspect()).toMatchObject({ missing: ['View Channel'] });
    const gone = world.guild.addChannel();
    await world.guild.moderation.deleteChannel(gone);
    expect(await inspect(gone)).toBeUndefined();
  });
});

const listOf = (titles: readonly string[]): MessageView => ({
  summary: titles.join('; '),
  blocks: [
    { kind: 'heading', inlines: [text(titles[0] ?? '')] },
    {
      kind: 'list',
      voting: 'numbers',
      items: titles.map((title, index) => ({
        number: index + 1,
        lines: [{ role: 'title', inlines: [link('https://huggingface.co/papers/1', [strong(title)])] }],
      })),
    },
  ],
});

/** Every message in what was sent: a body, what a callback or a forum's post holds. */
function messagesIn(body: unknown): readonly object[] {
  if (typeof body !== 'object' || body === null) return [];
  const own = 'components' in body ? [body] : [];
  return [...own, ...Object.values(body).flatMap((inner) => (Array.isArray(inner) ? [] : messagesIn(inner)))];
}
