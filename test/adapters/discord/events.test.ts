import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatAdapter, MessageRef } from '../../../src/platform/adapter.js';
import { sentence } from '../../../src/view/view.js';
import { RecordingSink } from '../../contract/adapter-sink.js';
import type { Person } from '../../fake/discord/people.js';
import type { JsonObject } from '../../fake/json.js';
import { DiscordWorld, eventually } from './discord-world.js';

const weekMs = 7 * 86_400_000;

describe('Reactions in Discord', () => {
  let world: DiscordWorld;
  let sink: RecordingSink;
  let adapter: ChatAdapter;

  const begin = async (): Promise<void> => {
    adapter = await world.connect();
    await adapter.start(sink);
    await world.discord.gateway.whenConnected();
  };

  beforeEach(async () => {
    world = await DiscordWorld.open();
    // Nobody is greeted: the bot has been there for long.
    world.guild.guild.joinedAt -= weekMs;
    sink = new RecordingSink();
    await begin();
  });

  afterEach(async () => {
    await adapter.stop(0);
    await world.close();
    expect(world.discord.complaints).toEqual([]);
  });

  const posted = async (id = 'd1'): Promise<MessageRef> => {
    const outcome = await world.post(adapter, id, sentence('A paper'));
    if (outcome.kind !== 'posted') throw new Error(JSON.stringify(outcome));
    return outcome.ref;
  };
  type Options = { readonly burst?: boolean };
  const react = (who: Person, ref: MessageRef, emoji: string, options: Options = {}) =>
    who.react(world.messageOf(ref).channel, world.messageOf(ref).message.id, emoji, options);
  const unreact = (who: Person, ref: MessageRef, emoji: string, options: Options = {}) =>
    who.unreact(world.messageOf(ref).channel, world.messageOf(ref).message.id, emoji, options);
  const told = () => sink.reactions.map(({ emoji, present }) => `${emoji} ${present ? 'on' : 'off'}`);
  const doubts = (count: number) => eventually(() => sink.doubts.length === count, `Doubt ${count}`);
  /** What came before it has been handled when it is told. */
  const mark = async (ref: MessageRef): Promise<void> => {
    const before = sink.reactions.length;
    await react(world.guild.addPerson(), ref, '🏁');
    await eventually(() => sink.reactions.slice(before).some(({ emoji }) => emoji === '🏁'), 'The mark');
    const at = sink.reactions.findIndex(({ emoji }) => emoji === '🏁');
    sink.reactions.splice(at, 1);
  };
  const raw = (t: string, d: unknown) => world.discord.world.dispatch({ t, d: d as JsonObject, guild: world.guild.id });

  it('stand while a super one does: a normal one that is taken back beside it takes no vote', async () => {
    const ref = await posted();
    await react(world.alice, ref, '👍');
    await react(world.alice, ref, '👍', { burst: true });
    await unreact(world.alice, ref, '👍');
    await mark(ref);
    expect(told()).toEqual(['👍 on', '👍 on']);
    // The super one may have been taken back unheard.
    await doubts(1);
    await react(world.bob, ref, '👍');
    await unreact(world.bob, ref, '👍');
    await mark(ref);
    expect(told().slice(2)).toEqual(['👍 on', '👍 off']);
  });

  it('are in doubt when a super one is taken back, and afterwards a normal one counts alone', async () => {
    const ref = await posted();
    await react(world.alice, ref, '🔥', { burst: true });
    await unreact(world.alice, ref, '🔥', { burst: true });
    await doubts(1);
    expect(sink.doubts).toEqual([ref]);
    await react(world.alice, ref, '🔥');
    await unreact(world.alice, ref, '🔥');
    await mark(ref);
    expect(told()).toEqual(['🔥 on', '🔥 on', '🔥 off']);
  });

  it('know a super one after a restart, and one that was only read back', async () => {
    const [told1, read] = [await posted('d1'), await posted('d2')];
    await react(world.alice, told1, '👍', { burst: true });
    await mark(told1);
    await adapter.stop(1_000);
    world.discord.gateway.expireSessions();
    await react(world.alice, read, '👍', { burst: true });
    await begin();
    expect(await adapter.reactions?.list(read)).toMatchObject({ reactions: [{ user: world.alice.id, emoji: '👍' }] });
    for (const ref of [told1, read]) {
      await react(world.alice, ref, '👍');
      await unreact(world.alice, ref, '👍');
    }
    await mark(read);
    expect(told().filter((one) => one.endsWith('off'))).toEqual([]);
  });

  it.each([
    ['all reactions', (ref: MessageRef) => world.guild.moderation.clearReactions(world.messageOf(ref).message)],
    ['all of an emoji', (ref: MessageRef) => world.guild.moderation.clearEmoji(world.messageOf(ref).message, '👍')],
  ])('are in doubt when a moderator takes %s, and no super one is remembered', async (_, clear) => {
    const [ref, other] = [await posted('d1'), await posted('d2')];
    for (const one of [ref, other]) await react(world.alice, one, '👍', { burst: true });
    await clear(ref);
    await doubts(1);
    expect(sink.doubts).toEqual([ref]);
    for (const one of [ref, other]) {
      await react(world.alice, one, '👍');
      await unreact(world.alice, one, '👍');
    }
    await mark(ref);
    expect(sink.reactions.filter(({ present }) => !present).map(({ message }) => message)).toEqual([ref]);
  });

  it('of one emoji leave the super ones of others alone when a moderator takes it', async () => {
    const ref = await posted();
    for (const emoji of ['👍', '🔥']) await react(world.alice, ref, emoji, { burst: true });
    await world.guild.moderation.clearEmoji(world.messageOf(ref).message, '👍');
    await doubts(1);
    await react(world.alice, ref, '🔥');
    await unreact(world.alice, ref, '🔥');
    await mark(ref);
    expect(told()).not.toContain('🔥 off');
  });

  it('go by the base form: without skin tones and selectors, own emoji by name', async () => {
    const ref = await posted();
    const own = world.guild.addEmoji({ name: 'party' });
    for (const emoji of ['👍🏽', '1\uFE0F\u20E3', '❤\uFE0F', '❤', own.id]) await react(world.alice, ref, emoji);
    await eventually(() => sink.reactions.length === 5, 'The reactions');
    expect(told()).toEqual(['👍 on', '1\u20E3 on', '❤ on', '❤ on', ':party: on']);
    const read = await adapter.reactions?.list(ref);
    const set = read?.kind === 'read' ? read.reactions.map(({ emoji }) => emoji) : [];
    expect(set).toEqual(['👍', '1\u20E3', '❤', ':party:']);
  });

  it('of our own and of other programs are left out', async () => {
    const ref = await posted();
    await adapter.reactions?.seed?.(ref, '👍');
    await react(world.guild.addPerson({ isBot: true }), ref, '👍');
    await react(world.guild.addPerson({ isBot: true }), ref, '👍', { burst: true });
    await react(world.bob, ref, '👍');
    await eventually(() => sink.reactions.length > 0, 'The reaction');
    expect(sink.reactions.map(({ user }) => user)).toEqual([world.bob.id]);
    expect(await adapter.reactions?.list(ref)).toMatchObject({ reactions: [{ user: world.bob.id }] });
  });

  it('say where they are, in guilds and in direct messages', async () => {
    await react(world.alice, await posted(), '👍');
    const target = await adapter.direct?.open({ ...world.target, id: world.bob.id });
    const channel = world.bob.direct;
    expect(target).toEqual({ adapter: 'discord', workspace: 'direct', channel: channel.id });
    const post = await world.post(adapter, 'd2', sentence('For you'), undefined, channel);
    if (post.kind !== 'posted') throw new Error(JSON.stringify(post));
    await react(world.bob, post.ref, '👍');
    await eventually(() => sink.reactions.length === 2, 'Both');
    expect(sink.reactions.map(({ target: { workspace }, message, user }) => [workspace, message.key, user])).toEqual([
      [world.guild.id, expect.stringMatching(`^${world.channel.id}/`), world.alice.id],
      ['direct', post.ref.key, world.bob.id],
    ]);
  });

  it('are all told when a thousand come at once, in strict order', async () => {
    const ref = await posted();
    const people = Array.from({ length: 1_000 }, () => world.guild.addPerson());
    sink.failure = new Error('the disk is full');
    await Promise.all(people.map((person) => react(person, ref, '👍')));
    await eventually(() => new Set(sink.reactions.map(({ user }) => user)).size === 1_000, 'Everybody');
    await eventually(() => sink.reactions.length === 1_001, 'The one that failed, again');
    const first = sink.reactions.slice(0, 1_000);
    expect(first.map(({ user }) => user)).toEqual(people.map(({ id }) => id));
    expect(first.every(({ order }, index) => order > (first[index - 1]?.order ?? 0))).toBe(true);
    expect(sink.reactions[1_000]).toEqual(first[0]);
  });

  it('keep growing orders when the clock is set back', async () => {
    const ref = await posted();
    await react(world.alice, ref, '👍');
    await eventually(() => sink.reactions.length === 1);
    world.clock.jumpTo('2026-11-24T08:00:00Z');
    await react(world.bob, ref, '👍');
    await eventually(() => sink.reactions.length === 2);
    expect(sink.reactions[1]?.order).toBeGreaterThan(sink.reactions[0]?.order ?? 0);
  });

  it('are told without a member and without a guild, but not our own', async () => {
    const { key } = await posted();
    const [channel_id, message_id] = key.split('/');
    const reaction = { user_id: world.alice.id, channel_id, message_id, emoji: { id: null, name: '👍' } };
    const { id: own } = world.discord.application.botUser;
    await raw('MESSAGE_REACTION_ADD', { ...reaction, user_id: own, guild_id: world.guild.id });
    await raw('MESSAGE_REACTION_ADD', { ...reaction, guild_id: world.guild.id });
    await raw('MESSAGE_REACTION_ADD', { ...reaction, guild_id: null, member: null, burst: null, type: null });
    await eventually(() => sink.reactions.length === 2, 'Both');
    expect(sink.reactions.map(({ target }) => target.workspace)).toEqual([world.guild.id, 'direct']);
  });

  it('count whatever stands beside their ids', async () => {
    const [channel_id = '', message_id = ''] = (await posted()).key.split('/');
    const whole = { channel_id, message_id, guild_id: world.guild.id, emoji: { id: null, name: '👍' } };
    const beside = [
      ...[{ member: 'x' }, { member: { user: null } }, { member: { user: { bot: null } } }],
      ...[{ burst: 'x' }, { type: 'x' }],
    ];
    for (const [at, one] of beside.entries()) await raw('MESSAGE_REACTION_ADD', { ...whole, user_id: `${at}`, ...one });
    await eventually(() => sink.reactions.length === beside.length, 'The reactions');
    expect(sink.doubts).toEqual([]);
  });

  it('are heard after whatever payloads that nobody can read', async () => {
    const ref = await posted();
    const [channel_id = '', message_id = ''] = ref.key.split('/');
    const whole = { user_id: '1', channel_id, message_id, guild_id: world.guild.id, emoji: { id: null, name: '👍' } };
    const without = (name: keyof typeof whole) => ({ ...whole, [name]: undefined });
    const odd = [
      ...[
        without('user_id'),
        without('message_id'),
        without('emoji'),
        { ...whole, user_id: 7 },
        { ...whole, emoji: 'x' },
      ],
      ...[
        { ...whole, emoji: { id: null, name: null } },
        { ...whole, emoji: {} },
      ],
    ];
    for (const type of ['ADD', 'REMOVE']) for (const d of odd) await raw(`MESSAGE_REACTION_${type}`, d);
    const types = [
      ...['MESSAGE_REACTION_REMOVE_ALL', 'MESSAGE_REACTION_REMOVE_EMOJI', 'MESSAGE_DELETE', 'MESSAGE_DELETE_BULK'],
      ...['GUILD_CREATE', 'GUILD_DELETE', 'CHANNEL_DELETE', 'CHANNEL_UPDATE', 'THREAD_DELETE', 'MESSAGE_CREATE'],
      ...['INTERACTION_CREATE', 'RATE_LIMITED', 'A_TYPE_OF_NEXT_YEAR', '__proto__', 'constructor'],
    ];
    const halves = [
      {},
      { id: 5 },
      { id: '' },
      { guild_id: {} },
      { ids: 'x', channel_id },
      { unavailable: 'x', id: [] },
    ];
    for (const type of types) for (const d of [...halves, [], 'text']) await raw(type, d);
    await react(world.alice, ref, '🔥');
    await eventually(() => sink.reactions.length > 0, 'The reaction');
    expect(told()).toEqual(['🔥 on']);
    const { closures, endings, goneRefs, doubts: doubted } = sink;
    expect({ closures, endings, goneRefs }).toEqual({ closures: [], endings: [], goneRefs: [] });
    // All but the one without a message: what stands there can be asked.
    expect(doubted).toEqual(Array.from({ length: 2 * (odd.length - 1) }, () => ref));
    expect(world.discord.gateway.identifies).toHaveLength(1);
    expect(world.log.lines.filter(({ event }) => event === 'discord.event-failed')).toEqual([]);
  });
});
