import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatAdapter } from '../../../src/platform/adapter.js';
import { type MessageView, sentence } from '../../../src/view/view.js';
import { RecordingSink } from '../../contract/adapter-sink.js';
import { settle } from '../../fake/clock.js';
import { plainText } from '../../fake/slack/plain-text.js';
import { SlackWorld } from './slack-world.js';

const withButton = (words: string, action: string): MessageView => ({
  summary: words,
  blocks: [
    { kind: 'paragraph', inlines: [{ kind: 'text', text: words }] },
    { kind: 'buttons', buttons: [{ label: 'Next', action }] },
  ],
});

describe('Commands in Slack', () => {
  let world: SlackWorld;
  let adapter: ChatAdapter;
  let sink: RecordingSink;

  beforeEach(async () => {
    world = await SlackWorld.open();
    sink = new RecordingSink();
    adapter = await world.connect();
    await adapter.start(sink);
  });

  afterEach(async () => {
    await adapter.stop(0);
    await world.close();
    expect(world.slack.complaints).toEqual([]);
  });

  it('are acknowledged at once, and answered to the asker alone', async () => {
    const release = sink.hold();
    const asked = world.alice.command(world.channel, '/paper', 'search x');
    expect(await asked.acked).toMatchObject({ via: 'socket' });
    expect(asked.responses).toEqual([]);
    release();
    expect(plainText(await asked.next())).toBe('You asked: search x');
    expect(world.team.visibleTo(world.bob, world.channel)).toEqual([]);
  });

  it('that are not ours get one sentence', async () => {
    const said = plainText(await world.alice.command(world.channel, '/papers', 'x').next());
    expect(said).toBe('This app does not know /papers; it knows /paper. Type /paper help.');
    expect(sink.commands).toEqual([]);
  });

  it('work where the bot is no member', async () => {
    const elsewhere = world.team.addChannel({ members: [world.alice], bot: false });
    expect(plainText(await world.alice.command(elsewhere, '/paper', 'today').next())).toBe('You asked: today');
  });

  it('may have more parts than Slack takes answers', async () => {
    sink.answers = () => Array.from({ length: 7 }, (_, index) => sentence(`Part ${index + 1}`));
    const asked = world.alice.command(world.channel, '/paper', 'today');
    await world.slack.until(() => world.team.visibleTo(world.alice, world.channel).length === 7);
    expect(asked.responses).toHaveLength(5);
    const seen = world.team.visibleTo(world.alice, world.channel).map(plainText);
    expect(seen).toEqual(Array.from({ length: 7 }, (_, index) => `Part ${index + 1}`));
    expect(world.team.visibleTo(world.bob, world.channel)).toEqual([]);
  });

  it.each([
    ['refuses', { kind: 'status', status: 404 }],
    ['fails', { kind: 'status', status: 503 }],
    ['breaks off', { kind: 'reset' }],
  ] as const)('are answered by message when Slack %s the answer', async (_, trouble) => {
    world.slack.trouble.next('response_url', trouble);
    world.alice.command(world.channel, '/paper', 'today');
    await world.slack.until(() => world.team.visibleTo(world.alice, world.channel).length > 0);
    expect(world.team.visibleTo(world.alice, world.channel).map(plainText)).toEqual(['You asked: today']);
  });

  it('turn their page in place, and leave what the channel sees alone', async () => {
    sink.answers = (text) => [withButton(`Page of ${text}`, 'page 2')];
    const first = await world.alice.command(world.channel, '/paper', 'search x').next();
    sink.act = async (event, reply) => {
      sink.actions.push(event);
      await reply.send('asker', sentence('Page 2'), 'instead');
    };
    await world.alice.press(first, 'Next').next();
    expect(world.team.visibleTo(world.alice, world.channel).map(plainText)).toEqual(['Page 2']);
    const outcome = await world.post(adapter, 'd1', withButton('For everybody', 'page 2'));
    expect(outcome.kind).toBe('posted');
    const [shared] = world.team.history(world.channel);
    if (shared !== undefined) await world.alice.press(shared, 'Next').next();
    expect(world.team.history(world.channel).map((message) => plainText(message))[0]).toContain('For everybody');
    expect(world.team.visibleTo(world.bob, world.channel)).toHaveLength(1);
  });

  it('share an answer with the channel', async () => {
    sink.answers = () => [withButton('A card', 'share show 1')];
    const card = await world.alice.command(world.channel, '/paper', 'show 1').next();
    sink.act = async (_, reply) => reply.send('channel', sentence('A card, shared'));
    await world.alice.press(card, 'Next').next();
    expect(world.team.visibleTo(world.bob, world.channel).map(plainText)).toEqual(['A card, shared']);
  });

  it('hand a press on with its message and a place in the order', async () => {
    await world.post(adapter, 'd1', withButton('A list', 'vote + 2405.14906'));
    const [message] = world.team.history(world.channel);
    if (message === undefined) throw new Error('Nothing was posted.');
    await world.bob.press(message, 'Next').acked;
    await world.alice.press(message, 'Next').acked;
    expect(
      sink.actions.map(({ action, message: carrier, user }) => [action, carrier?.key.endsWith(message.ts), user.id]),
    ).toEqual([
      ['vote + 2405.14906', true, world.bob.id],
      ['vote + 2405.14906', true, world.alice.id],
    ]);
    expect(sink.actions[1]?.order).toBeGreaterThan(sink.actions[0]?.order ?? 0);
  });
});

describe('People in Slack', () => {
  let world: SlackWorld;
  let adapter: ChatAdapter;

  beforeEach(async () => {
    world = await SlackWorld.open({ managers: ['U-BOSS'] });
    adapter = await world.connect();
    await adapter.open?.();
  });

  afterEach(async () => {
    await adapter.stop(0);
    await world.close();
  });

  const user = (id: string) => ({ ...world.target, id });

  it('have the name and the zone that they chose', async () => {
    const carol = world.team.addPerson({ name: 'carol', displayName: 'Carol C.', tz: 'Asia/Tokyo' });
    expect(await adapter.people?.profile(user(carol.id))).toEqual({ name: 'Carol C.', zone: 'Asia/Tokyo' });
    expect(await adapter.people?.profile(user('U-NOBODY'))).toBeUndefined();
  });

  it('is told where a message opens, by one question for all of a workspace', async () => {
    const { team } = world;
    const to = (key: string) => adapter.links?.to({ adapter: adapter.id, key }, world.target);
    const asked = () => world.slack.requests.filter(({ method }) => method === 'auth.test').length;
    const before = asked();
    const both = await Promise.all(['100', '200'].map((at) => to(`${team.id}/C012/1732438800.000${at}`)));
    expect(both[0]).toBe(`https://${team.workspace.domain}.slack.com/archives/C012/p1732438800000100`);
    expect(both[1]).toContain('/p1732438800000200');
    await to(`${team.id}/C012/1732438800.000300`);
    expect(asked() - before).toBe(1);
    expect(await to('show:nowhere')).toBeUndefined();
  });

  it('is not waited for again for a minute after a workspace did not tell', async () => {
    const { team, slack, clock } = world;
    const to = () => adapter.links?.to({ adapter: adapter.id, key: `${team.id}/C012/1732438800.000100` }, world.target);
    const asked = () => slack.requests.filter(({ method }) => method === 'auth.test').length;
    const before = asked();
    slack.trouble.next('auth.test', { kind: 'error', error: 'internal_error' });
    expect(await to()).toBeUndefined();
    expect(await to()).toBeUndefined();
    expect(asked() - before).toBe(1);
    await clock.advance(59_000);
    expect(await to()).toBeUndefined();
    await clock.advance(1_000);
    expect(await to()).toContain('/p1732438800000100');
    expect(asked() - before).toBe(2);
  });

  it('is not waited for again while a workspace is slow to tell, and told once it did', async () => {
    const { team, slack, clock } = world;
    const to = () => adapter.links?.to({ adapter: adapter.id, key: `${team.id}/C012/1732438800.000100` }, world.target);
    let answer = (): void => undefined;
    slack.trouble.next('auth.test', { kind: 'slow', until: new Promise<void>((resolve) => (answer = resolve)) });
    const first = to();
    await clock.advance(1_000);
    expect(await first).toBeUndefined();
    const now = clock.now();
    expect(await to()).toBeUndefined();
    expect(clock.now()).toBe(now);
    answer();
    await slack.until(() => slack.requests.every(({ outcome }) => outcome !== 'open'));
    for (let turn = 0; turn < 5_000 && (await to()) === undefined; turn += 1) await settle();
    expect(await to()).toContain('/p1732438800000100');
  });

  it('may manage a channel as admins, owners, its creator, or by the configuration; guests and strangers never', async () => {
    const creator = world.team.addPerson({ name: 'creator' });
    const channel = world.team.addChannel({ creator, members: [world.bob] });
    const may = (id: string, where = channel.id) =>
      adapter.permissions?.mayManage(user(id), { ...world.target, channel: where });
    const role = (options: Parameters<typeof world.team.addPerson>[0]) => may(world.team.addPerson(options).id);
    expect(await may(world.alice.id)).toBe(true);
    expect(await may(creator.id)).toBe(true);
    expect(await may(world.bob.id)).toBe(false);
    expect(await role({ isOwner: true })).toBe(true);
    expect(await role({ isPrimaryOwner: true })).toBe(true);
    expect(await role({ isAdmin: true, isRestricted: true })).toBe(false);
    expect(await role({ isAdmin: true, isUltraRestricted: true })).toBe(false);
    expect(await role({ isAdmin: true, teamId: 'T-OTHER' })).toBe(false);
    expect(await role({ isAdmin: true, deleted: true })).toBe(false);
    expect(await may(world.alice.id, world.alice.dm().id)).toBe(false);
    expect(await may('U-BOSS')).toBe(true);
  });
});
