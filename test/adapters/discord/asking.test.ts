import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Target, User } from '../../../src/platform/adapter.js';
import { sentence } from '../../../src/view/view.js';
import { permissions } from '../../fake/discord/permissions.js';
import { DeskWorld, lost, wordsIn } from './desk-world.js';

let world: DeskWorld;

beforeEach(async () => {
  world = await DeskWorld.open(['77']);
});

afterEach(async () => {
  await world.close();
  expect(world.rest.discord.complaints).toEqual([]);
});

const logged = (event: string) => world.rest.log.lines.filter((line) => line.event === event);

describe('suggestions', () => {
  const typing = (author: string) => world.alice.autocomplete(world.channel, 'search', { words: 'x', author });

  it('are values of the field that is typed in', async () => {
    world.core.suggest = async ({ text }) => [
      { label: 'Kaiming He', text: `${text.split(':')[0]}:"Kaiming He"` },
      { label: 'something else', text: 'today' },
    ];
    expect(await typing('Kai')).toEqual([{ name: 'Kaiming He', value: 'Kaiming He' }]);
  });

  it('are at most 25, and none twice', async () => {
    world.core.suggest = async () =>
      Array.from({ length: 60 }, (_, index) => ({ label: `n${index >> 1}`, text: `search author:n${index >> 1}` }));
    const choices = await typing('n');
    expect(choices).toHaveLength(25);
    expect(new Set(choices.map(({ name }) => name)).size).toBe(25);
  });

  it('that are slow come to nothing in time', async () => {
    world.core.suggest = async () => {
      await world.rest.clock.sleep(10_000);
      return [{ label: 'late', text: 'search author:late' }];
    };
    expect(await typing('l')).toEqual([]);
    expect(world.rest.discord.requests.map(({ code }) => code)).not.toContain(10_062);
  });

  it('that fail come to nothing', async () => {
    world.core.suggest = () => Promise.reject(new Error('the disk is full'));
    expect(await typing('l')).toEqual([]);
    expect(logged('discord.suggestions-failed')).toHaveLength(1);
  });

  it('that are too late are dropped without a word to anybody', async () => {
    world.isHeld = true;
    void typing('l').catch(() => undefined);
    const sent = new Promise<unknown>((resolve) => {
      world.rest.discord.world.onDispatch(({ d }) => resolve(d));
    });
    void typing('la').catch(() => undefined);
    const payload = await sent;
    await world.rest.clock.advance(4_000);
    await world.hear(payload);
    expect(world.rest.log.lines.filter(({ level }) => level !== 'debug')).toEqual([]);
    expect(logged('discord.suggestions-late')).toHaveLength(1);
  });
});

describe('what is said to the bot', () => {
  beforeEach(() => {
    world.core.onCommand = (reply, { text }) => reply.send('asker', sentence(`You said: ${text}`));
  });

  const answers = (): Promise<void> =>
    world.rest.discord.until(() => world.rest.discord.requests.some(({ path }) => path.endsWith('/messages')));

  it('directly is answered there', async () => {
    await world.alice.dm('/paper today');
    await answers();
    expect(world.direct.map(wordsIn).at(-1)).toBe('You said: today');
    expect(world.core.commands).toMatchObject([{ target: { workspace: 'direct', channel: world.alice.direct.id } }]);
  });

  it('in a channel is answered to whoever said it alone', async () => {
    await world.alice.say(world.channel, `<@${world.rest.botUserId()}> today`);
    await answers();
    expect(world.direct.map(wordsIn)).toEqual(['You said: today']);
    expect(world.channel.messages.size).toBe(1);
  });

  it('by somebody who takes no direct messages is not passed over', async () => {
    const refusal = { kind: 'error', status: 403, code: 50_007, message: 'Cannot send messages to this user' } as const;
    world.rest.discord.trouble.always('POST /users/@me/channels', refusal);
    await world.alice.say(world.channel, `<@${world.rest.botUserId()}> mine`);
    await answers();
    const told = [...world.channel.messages.values()].map(wordsIn).at(-1);
    expect(told).toContain('allow direct messages');
    expect(told).not.toContain('You said');
  });

  it('is answered once when the word of it is lost', async () => {
    world.rest.discord.trouble.next('POST /channels/{channel}/messages', lost);
    await world.alice.dm('today');
    await world.rest.discord.until(
      () =>
        world.rest.discord.requests.filter(({ path, status }) => path.endsWith('/messages') && status === 200).length >
        0,
    );
    expect(world.direct.map(wordsIn).filter((words) => words.startsWith('You said'))).toHaveLength(1);
  });

  it('among people is not heard', async () => {
    await world.alice.say(world.channel, 'a good paper');
    expect(world.core.commands).toEqual([]);
  });
});

describe('people', () => {
  const user = (id: string): User => ({ adapter: 'discord', workspace: world.guild.id, id }) as User;
  const target = (): Target => ({ ...user(''), channel: world.channel.id }) as unknown as Target;

  it('are called as their interactions call them, without a question to Discord', async () => {
    await world.alice.command(world.channel, 'today').acked;
    expect(await world.people.profile(user(world.alice.id))).toEqual({ name: 'alice' });
    expect(world.count('GET /guilds/{guild}/members/{user}')).toBe(0);
  });

  it('of whom nothing was seen are asked for, once', async () => {
    const bob = world.guild.addPerson({ name: 'bob' });
    expect(await world.people.profile(user(bob.id))).toEqual({ name: 'bob' });
    await world.people.profile(user(bob.id));
    expect(world.count('GET /guilds/{guild}/members/{user}')).toBe(1);
    expect(await world.people.profile(user('12345'))).toBeUndefined();
  });

  it('may manage when their permissions say so, or their roles, or the configuration', async () => {
    const managing = world.guild.addPerson({ name: 'carol', permissions: permissions.manageGuild });
    expect(await world.people.mayManage(user(managing.id), target())).toBe(true);
    expect(await world.people.mayManage(user(world.alice.id), target())).toBe(false);
    expect(await world.people.mayManage(user(world.guild.guild.owner.id), target())).toBe(true);
    expect(await world.people.mayManage(user('77'), target())).toBe(true);
    expect(await world.people.mayManage(user('12345'), target())).toBe(false);
    const asked = world.count('GET /guilds/{guild}');
    await managing.command(world.channel, 'today').acked;
    expect(await world.people.mayManage(user(managing.id), target())).toBe(true);
    expect(world.count('GET /guilds/{guild}')).toBe(asked);
  });

  it('may not for longer than a minute on what was seen of them', async () => {
    const managing = world.guild.addPerson({ name: 'carol', permissions: permissions.manageGuild });
    await managing.command(world.channel, 'today').acked;
    world.guild.guild.members.get(managing.id)?.roles.clear();
    expect(await world.people.mayManage(user(managing.id), target())).toBe(true);
    await world.rest.clock.advance(61_000);
    expect(await world.people.mayManage(user(managing.id), target())).toBe(false);
  });

  it('may manage their own direct messages, not those of others', async () => {
    const own = { adapter: 'discord', workspace: 'direct', channel: world.alice.direct.id } as Target;
    expect(await world.people.mayManage({ ...user(world.alice.id), workspace: 'direct' }, own)).toBe(true);
    expect(await world.people.mayManage({ ...user('12345'), workspace: 'direct' }, own)).toBe(false);
    await world.alice.command(world.alice.direct, 'today').acked;
    expect(await world.people.mayManage({ ...user(world.alice.id), workspace: 'direct' }, own)).toBe(true);
  });
});
