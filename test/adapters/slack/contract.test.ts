import { slackNameOf } from '../../../adapters/slack/emoji.js';
import type { ChatAdapter } from '../../../src/platform/adapter.js';
import { type AdapterHarness, describeAdapterContract, type Reacting } from '../../contract/adapter.js';
import { mentionsIn } from '../../fake/slack/mrkdwn.js';
import { plainText } from '../../fake/slack/plain-text.js';
import { type Mode, SlackWorld, tsOf } from './slack-world.js';

const ownHosts = /(^|\.)(huggingface\.co|arxiv\.org|doi\.org|github\.com)$/;
/** What lists themselves carry: their numbers. */
const ownEmoji = /^(one|two|three|four|five|six|seven|eight|nine|keycap_ten)$/;

const harness = (mode: Mode) => async (): Promise<AdapterHarness> => {
  const world = await SlackWorld.open({ mode });
  const { slack, team, channel, alice, bob } = world;
  const people = new Map([alice, bob].map((person) => [person.user.name, person]));
  const personNamed = (name: string) => {
    const person = people.get(name);
    if (person === undefined) throw new Error(`There is nobody called ${name}.`);
    return person;
  };
  const seen = () => [alice, bob].flatMap((person) => team.visibleTo(person, channel));
  const put = async (verb: 'react' | 'unreact', { message, user, emoji }: Reacting): Promise<void> => {
    const answer = await personNamed(user)[verb](channel, tsOf(message), slackNameOf(emoji) ?? '');
    if (answer === undefined) throw new Error('The app was not told.');
  };
  return {
    clock: world.clock,
    target: world.target,
    takesCopies: true,
    connect: async () => named(await world.connect(), world, people),
    count: (words) => [...new Set(seen())].filter((message) => plainText(message).includes(words)).length,
    injections: () =>
      seen()
        .map(mentionsIn)
        .flatMap(({ mentions, links, emphasis, emoji }) => [
          ...mentions,
          ...emphasis,
          ...links.filter(({ host }) => !ownHosts.test(host)).map(({ url }) => url),
          ...emoji.filter((name) => !ownEmoji.test(name)),
        ]),
    react: (reacting) => put('react', reacting),
    unreact: (reacting) => put('unreact', reacting),
    command: async (user, words) => {
      await personNamed(user).command(channel, '/paper', words).next();
    },
    close: async () => {
      const { complaints } = slack;
      await world.close();
      if (complaints.length > 0) throw new Error(`Slack would complain: ${complaints.join('; ')}`);
    },
  };
};

/** The contract's people go by name; Slack's go by id. */
function named(
  adapter: ChatAdapter,
  world: SlackWorld,
  people: ReadonlyMap<string, { readonly id: string }>,
): ChatAdapter {
  const nameOf = (id: string): string => [...people].find(([, person]) => person.id === id)?.[0] ?? id;
  const proxied: ChatAdapter = Object.create(adapter);
  return Object.assign(proxied, {
    id: adapter.id,
    limits: adapter.limits,
    edit: adapter.edit,
    lookup: adapter.lookup,
    post: adapter.post.bind(adapter),
    stop: adapter.stop.bind(adapter),
    start: async (sink: Parameters<ChatAdapter['start']>[0]) => {
      const hearing = Object.assign(Object.create(sink), {
        command: (event: Parameters<typeof sink.command>[0], reply: Parameters<typeof sink.command>[1]) =>
          sink.command({ ...event, user: { ...event.user, id: nameOf(event.user.id) } }, reply),
        reaction: (event: Parameters<typeof sink.reaction>[0]) => sink.reaction({ ...event, user: nameOf(event.user) }),
      });
      await adapter.start(hearing);
      world.hear(adapter);
    },
    reactions: {
      list: async (ref: Parameters<NonNullable<ChatAdapter['reactions']>['list']>[0]) => {
        const read = await adapter.reactions?.list(ref);
        if (read?.kind !== 'read') return read;
        return { ...read, reactions: read.reactions.map(({ user, emoji }) => ({ user: nameOf(user), emoji })) };
      },
    },
  });
}

describeAdapterContract('Slack over Socket Mode', harness('socket'));
describeAdapterContract('Slack over HTTP', harness('http'));
