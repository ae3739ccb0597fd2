import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatAdapter, MessageRef } from '../../../src/platform/adapter.js';
import { sentence } from '../../../src/view/view.js';
import { RecordingSink } from '../../contract/adapter-sink.js';
import { settle } from '../../fake/clock.js';
import { plainText } from '../../fake/slack/plain-text.js';
import { type Mode, SlackWorld, tsOf } from './slack-world.js';

describe.each<Mode>(['socket', 'http'])('Slack events by %s', (mode) => {
  let world: SlackWorld;
  let adapter: ChatAdapter;
  let sink: RecordingSink;

  beforeEach(async () => {
    world = await SlackWorld.open({ mode });
    sink = new RecordingSink();
    adapter = await world.connect();
    await adapter.start(sink);
    world.hear(adapter);
  });

  afterEach(async () => {
    await adapter.stop(0);
    await world.close();
    expect(world.slack.complaints).toEqual([]);
  });

  const posted = async (): Promise<MessageRef> => {
    const outcome = await world.post(adapter, 'd1', sentence('A paper'));
    if (outcome.kind !== 'posted') throw new Error(`Not posted: ${JSON.stringify(outcome)}`);
    return outcome.ref;
  };

  it('are delivered again when the core could not keep them, and then taken', async () => {
    const ref = await posted();
    sink.failure = new Error('the disk is full');
    await world.alice.react(world.channel, tsOf(ref), 'thumbsup');
    await world.slack.events.settled();
    expect(sink.reactions).toHaveLength(2);
    expect(sink.reactions[1]).toEqual(sink.reactions[0]);
  });

  it('leave our own reactions and those of other programs out', async () => {
    const ref = await posted();
    await adapter.reactions?.seed?.(ref, '👍');
    const robot = world.team.addPerson({ name: 'robot', isBot: true });
    world.channel.members.add(robot.id);
    await robot.react(world.channel, tsOf(ref), 'thumbsup');
    await robot.react(world.channel, tsOf(ref), 'fire');
    await world.bob.react(world.channel, tsOf(ref), 'fire');
    expect(sink.reactions.map(({ user }) => user)).toEqual([world.bob.id]);
    const read = await adapter.reactions?.list(ref);
    expect(read).toMatchObject({ reactions: [{ user: world.bob.id, emoji: '🔥' }] });
  });

  it('count a reaction of somebody of whom Slack does not say soon who they are, until it does', async () => {
    const ref = await posted();
    const robot = world.team.addPerson({ name: 'robot', isBot: true });
    let answer: (value: unknown) => void = () => undefined;
    world.slack.trouble.next('users.info', { kind: 'slow', until: new Promise((resolve) => (answer = resolve)) });
    const told = robot.react(world.channel, tsOf(ref), 'thumbsup');
    await world.clock.advance(600);
    await told;
    expect(sink.reactions).toHaveLength(1);
    answer(undefined);
    await world.slack.until(() => world.slack.requests.every(({ outcome }) => outcome !== 'open'));
    for (let turn = 0; turn < 5_000 && sink.programs.length === 0; turn += 1) await settle();
    expect(sink.programs.map(({ id }) => id)).toEqual([robot.id]);
  });

  it('know skin tones and aliases as the emoji that they are', async () => {
    const ref = await posted();
    await world.alice.react(world.channel, tsOf(ref), '+1::skin-tone-4');
    await world.bob.react(world.channel, tsOf(ref), 'thumbsup');
    expect(sink.reactions.map(({ emoji }) => emoji)).toEqual(['👍', '👍']);
  });

  it('tell of a deleted message', async () => {
    const ref = await posted();
    const [message] = world.team.history(world.channel);
    if (message !== undefined) await world.alice.deleteMessage(message);
    expect(sink.goneRefs).toEqual([ref]);
  });

  it('answer a mention to the asker alone, once, however often it is delivered', async () => {
    sink.answers = (text) => [sentence(`You asked: ${text}`)];
    const mention = `<@${world.team.botUserId}> search diffusion`;
    await world.alice.say(world.channel, mention);
    const event = world.slack.events.sent.find(({ type }) => type === 'app_mention');
    if (event === undefined) throw new Error('There was no mention.');
    await world.slack.events.again(event.id);
    const seenBy = (person: typeof world.alice) =>
      world.team.visibleTo(person, world.channel).filter((message) => plainText(message).includes('You asked'));
    expect(seenBy(world.alice).map(plainText)).toEqual(['You asked: search diffusion']);
    expect(seenBy(world.bob)).toEqual([]);
    expect(sink.commands).toHaveLength(1);
  });

  it('answer a direct message in the conversation', async () => {
    await world.alice.say(world.alice.dm(), 'today');
    const said = world.team.history(world.alice.dm()).map(plainText);
    expect(said).toEqual(['today', 'You asked: today']);
  });

  it('greet once in a channel that the bot is invited to, and remember who asked', async () => {
    const channel = world.team.addChannel({ members: [world.bob], bot: false });
    await world.bob.inviteBot(channel);
    const joined = world.slack.events.sent.find(({ type }) => type === 'member_joined_channel');
    if (joined !== undefined) await world.slack.events.again(joined.id);
    expect(world.team.history(channel).map(plainText)).toEqual(['Good morning']);
    expect(sink.joins[0]).toMatchObject({ target: { channel: channel.id }, by: { id: world.bob.id } });
    const target = { ...world.target, channel: channel.id };
    expect(await adapter.permissions?.mayManage({ ...world.target, id: world.bob.id }, target)).toBe(true);
  });

  it('close a channel that is archived or that the bot is removed from', async () => {
    await world.alice.archive(world.channel);
    const other = world.team.addChannel({ members: [world.alice] });
    await world.alice.kickBot(other);
    expect(sink.closures.map(({ target }) => target.channel)).toEqual([world.channel.id, other.id]);
  });

  it('show a person their page', async () => {
    sink.answers = () => [sentence('Your votes')];
    await world.alice.openHome();
    expect(world.team.homeOf(world.alice)?.text).toContain('Your votes');
  });

  it('unfurl links to papers that the core knows', async () => {
    sink.unfurled.set('https://arxiv.org/abs/2405.14906', sentence('AutoCoder'));
    const { message } = await world.alice.sendLink(world.channel, 'https://arxiv.org/abs/2405.14906');
    await world.slack.until(() =>
      world.slack.requests.some(({ method, outcome }) => method === 'chat.unfurl' && outcome === 'ok'),
    );
    const unfurled = world.team.history(world.channel).find(({ ts }) => ts === message.ts);
    expect(JSON.stringify(unfurled)).toContain('AutoCoder');
    await world.alice.sendLink(world.channel, 'https://arxiv.org/abs/1111.11111');
    expect(world.slack.requests.filter(({ method }) => method === 'chat.unfurl')).toHaveLength(1);
  });

  it('stop a workspace that uninstalls the app, and only once', async () => {
    await world.team.uninstall();
    expect(sink.endings).toEqual([{ adapter: 'slack', workspace: world.team.id }]);
    const outcome = await world.post(adapter, 'd9', sentence('Too late'));
    expect(outcome).toMatchObject({ kind: 'rejected', closed: true });
    expect(world.slack.requests.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(0);
  });

  it('are read back when Slack left some out', async () => {
    await world.team.rateLimitEvents();
    expect(sink.missedIn).toEqual([{ adapter: 'slack', workspace: world.team.id }]);
  });

  it('are drained before the process ends', async () => {
    const ref = await posted();
    const release = sink.hold();
    const asked = sink.asked();
    const told = world.alice.react(world.channel, tsOf(ref), 'thumbsup');
    await asked;
    let isStopped = false;
    const stopping = adapter.stop(5_000).then(() => {
      isStopped = true;
    });
    await settle();
    expect(isStopped).toBe(false);
    release();
    await stopping;
    const answer = await told;
    expect(answer === undefined ? 'none' : answer.via).toBe(mode);
  });
});
