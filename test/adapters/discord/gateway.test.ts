import { GatewayIntentBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatAdapter, MessageRef } from '../../../src/platform/adapter.js';
import { sentence } from '../../../src/view/view.js';
import { RecordingSink } from '../../contract/adapter-sink.js';
import { DiscordWorld, eventually } from './discord-world.js';

const day = 24 * 3_600_000;

describe("Discord's gateway", () => {
  let world: DiscordWorld;
  let sink: RecordingSink;
  let adapter: ChatAdapter;

  const begin = async (): Promise<ChatAdapter> => {
    const next = await world.connect();
    await next.start(sink);
    return next;
  };
  const posted = async (id = 'd1'): Promise<MessageRef> => {
    const outcome = await world.post(adapter, id, sentence('First'));
    if (outcome.kind !== 'posted') throw new Error(JSON.stringify(outcome));
    return outcome.ref;
  };
  const react = (ref: MessageRef, emoji: string, verb: 'react' | 'unreact' = 'react') => {
    const { channel, message } = world.messageOf(ref);
    return world.alice[verb](channel, message.id, emoji);
  };
  const told = () => sink.reactions.map(({ emoji, present }) => `${emoji} ${present}`);

  beforeEach(async () => {
    world = await DiscordWorld.open();
    sink = new RecordingSink();
    adapter = await begin();
  });

  afterEach(async () => {
    await adapter.stop(0);
    await world.close();
  });

  it('asks for guilds, reactions and what is written to the bot, none of which is privileged', () => {
    const { Guilds, GuildMessageReactions, DirectMessages, DirectMessageReactions } = GatewayIntentBits;
    const [identify] = world.discord.gateway.identifies;
    expect(identify?.intents).toBe(Guilds | GuildMessageReactions | DirectMessages | DirectMessageReactions);
  });

  it('goes on where a broken connection stopped, and reads nothing back for it', async () => {
    const ref = await posted();
    sink.missedIn.length = 0;
    world.discord.gateway.drop();
    await react(ref, '👍');
    await react(ref, '🔥');
    await eventually(() => sink.reactions.length === 2, 'What happened meanwhile');
    expect(told()).toEqual(['👍 true', '🔥 true']);
    expect(world.discord.gateway.identifies).toHaveLength(1);
    expect(sink.missedIn).toEqual([]);
  });

  it('reads everything back when Discord refuses to resume, as after ten minutes', async () => {
    const ref = await posted();
    await react(ref, '👍');
    await eventually(() => sink.reactions.length === 1);
    sink.missedIn.length = 0;
    const { gateway: door } = world.discord;
    door.isDown = true;
    door.refusesResumes = true;
    door.drop();
    await react(ref, '👍', 'unreact');
    await react(ref, '🔥');
    await world.clock.advance(10 * 60_000);
    door.isDown = false;
    await eventually(() => sink.missedIn.length >= 2, 'A new session');
    expect(sink.missedIn.map(({ workspace }) => workspace)).toEqual(['direct', world.guild.id]);
    expect(await adapter.reactions?.list(ref)).toMatchObject({ reactions: [{ user: world.alice.id, emoji: '🔥' }] });
  });

  it('keeps the session over a quick restart: what happened between is told, without a new one', async () => {
    const ref = await posted();
    await adapter.stop(1_000);
    await react(ref, '👍');
    adapter = await begin();
    await eventually(() => sink.reactions.length === 1, 'What happened between');
    expect(world.discord.gateway.identifies).toHaveLength(1);
    expect(world.discord.gateway.resumes).toHaveLength(1);
  });

  it('is told again by the next process what this one could not make durable', async () => {
    const ref = await posted();
    const asked = sink.asked();
    const release = sink.hold();
    await react(ref, '👍');
    await asked;
    await react(ref, '🔥');
    await adapter.stop(0);
    const before = sink.reactions.length;
    sink.hold()();
    release();
    adapter = await begin();
    await eventually(() => sink.reactions.length >= before + 2, 'Both reactions');
    expect(told().slice(before)).toEqual(['👍 true', '🔥 true']);
  });

  it('tries again what the core could not take, with the order of its arrival', async () => {
    const ref = await posted();
    sink.failure = new Error('the disk is full');
    await react(ref, '👍');
    await eventually(() => sink.reactions.length === 2, 'The second try');
    const [first, second] = sink.reactions;
    expect(second).toEqual(first);
  });

  it('takes a connection for dead from which nothing comes, and resumes on another', async () => {
    const ref = await posted();
    world.discord.gateway.silence();
    await react(ref, '👍');
    await world.clock.advance(4 * 60_000);
    await eventually(() => sink.reactions.length === 1, 'What was said into the silence');
    expect(world.discord.gateway.identifies).toHaveLength(1);
  });

  it('follows when Discord asks to reconnect, or says that the session is gone', async () => {
    const ref = await posted();
    await world.discord.gateway.reconnect();
    await react(ref, '👍');
    await eventually(() => sink.reactions.length === 1, 'The event after a reconnect');
    sink.missedIn.length = 0;
    await world.discord.gateway.invalidate(false);
    await eventually(() => sink.missedIn.length >= 2, 'A new session');
    await react(ref, '🔥');
    await eventually(() => sink.reactions.length === 2, 'The event of the new session');
  });

  it('does not burn the identifies of a day, however often the process crashes', async () => {
    const { identifies } = world.discord.gateway;
    for (let restart = 0; restart < 30; restart += 1) {
      await adapter.stop(0);
      world.discord.gateway.expireSessions();
      adapter = await begin();
    }
    const times = identifies.map(({ at }) => at);
    // Twenty at once, then one in two minutes: at most 740 a day.
    const elapsed = (times.at(-1) ?? 0) - (times[0] ?? 0);
    expect(identifies.length).toBeLessThanOrEqual(20 + Math.ceil(elapsed / 120_000) + 1);
    expect(identifies.length * 120_000).toBeLessThan(day);
  });

  it('does not connect when it is stopped while it starts', async () => {
    await adapter.stop(0);
    const before = world.discord.gateway.identifies.length + world.discord.gateway.resumes.length;
    const next = await world.connect();
    const starting = next.start(sink);
    await Promise.all([next.stop(0), next.stop(0)]);
    await starting;
    await world.clock.advance(60_000);
    const { identifies, resumes, connections } = world.discord.gateway;
    expect([identifies.length + resumes.length, connections]).toEqual([before, 0]);
  });

  it('says in one sentence that a token is wrong, and does not start', async () => {
    await adapter.stop(0);
    const wrong = await world.connect({ token: 'a.wrong.token' });
    await expect(wrong.start(sink)).rejects.toMatchObject({ code: 'config', message: /DISCORD_TOKEN/ });
    await wrong.stop(0);
    expect(JSON.stringify(world.log)).not.toContain('a.wrong.token');
  });

  it('says when the token is taken back, and asks no more with it', async () => {
    world.discord.resetToken();
    world.discord.gateway.close(4004);
    await eventually(() => JSON.stringify(world.log).includes('discord.refused'), 'The refusal');
    expect(await world.post(adapter, 'd1', sentence('First'))).toMatchObject({ kind: 'retry' });
    const asked = world.discord.requests.length;
    expect(await world.post(adapter, 'd2', sentence('Second'))).toMatchObject({ kind: 'retry' });
    expect(world.discord.requests).toHaveLength(asked);
  });
});
