import type { ChatAdapter, InboundSink } from '../../../src/platform/adapter.js';
import { type AdapterHarness, describeAdapterContract, type Reacting } from '../../contract/adapter.js';
import { mentionsIn } from '../../fake/discord/mentions.js';
import type { Person } from '../../fake/discord/people.js';
import { plainText } from '../../fake/discord/plain-text.js';
import { DiscordWorld, eventually } from './discord-world.js';

/** Titles are strong as a whole; these words of theirs would be so alone if their marks were read. */
const marked = /^(bold|under|struck|hidden|code|italic)$/;
const ownHosts = /(^|\.)(huggingface\.co|arxiv\.org|doi\.org|github\.com)$/;

async function harness(): Promise<AdapterHarness> {
  const world = await DiscordWorld.open();
  const { discord, channel, alice, bob } = world;
  const people = new Map([alice, bob].map((person) => [person.user.username, person]));
  const handled = { reactions: 0 };
  const personNamed = (name: string): Person => {
    const person = people.get(name);
    if (person === undefined) throw new Error(`There is nobody called ${name}.`);
    return person;
  };
  const seen = () => [...new Set([alice, bob].flatMap((person) => person.visible(channel)))];
  const put = async (verb: 'react' | 'unreact', { message, user, emoji }: Reacting): Promise<void> => {
    const before = handled.reactions;
    const place = world.messageOf(message);
    await personNamed(user)[verb](place.channel, place.message.id, emoji);
    await eventually(() => handled.reactions > before, 'The reaction');
  };
  return {
    clock: world.clock,
    target: world.target,
    hasForms: true,
    connect: async () => named(await world.connect(), people, handled),
    count: (words) => seen().filter((message) => plainText(message).includes(words)).length,
    injections: () =>
      seen()
        .map(mentionsIn)
        .flatMap(({ mentions, links, emphasis, spoilers, code, headings, lists, quotes, timestamps, emoji }) => [
          ...[
            ...mentions,
            ...emphasis.filter((words) => marked.test(words)),
            ...spoilers,
            ...code,
            ...headings,
            ...lists,
            ...quotes,
            ...timestamps,
            ...emoji,
          ],
          ...links.filter(({ host }) => !ownHosts.test(host)).map(({ url }) => url),
        ]),
    react: (reacting) => put('react', reacting),
    unreact: (reacting) => put('unreact', reacting),
    command: async (user, words) => {
      const [, name = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(words) ?? [];
      await personNamed(user).command(channel, name, { words: rest }).next();
    },
    close: async () => {
      const { complaints } = discord;
      await world.close();
      if (complaints.length > 0) throw new Error(`Discord would complain: ${complaints.join('; ')}`);
    },
  };
}

/** The contract's people go by name; Discord's go by id. */
function named(
  adapter: ChatAdapter,
  people: ReadonlyMap<string, { readonly id: string }>,
  handled: { reactions: number },
): ChatAdapter {
  const nameOf = (id: string): string => [...people].find(([, person]) => person.id === id)?.[0] ?? id;
  const proxied: ChatAdapter = Object.create(adapter);
  return Object.assign(proxied, {
    ...{ id: adapter.id, limits: adapter.limits, edit: adapter.edit, lookup: adapter.lookup },
    post: adapter.post.bind(adapter),
    stop: adapter.stop.bind(adapter),
    start: async (sink: InboundSink) => {
      const hearing: InboundSink = Object.assign(Object.create(sink), {
        command: (event: Parameters<InboundSink['command']>[0], reply: Parameters<InboundSink['command']>[1]) =>
          sink.command({ ...event, user: { ...event.user, id: nameOf(event.user.id) } }, reply),
        reaction: async (event: Parameters<InboundSink['reaction']>[0]) => {
          await sink.reaction({ ...event, user: nameOf(event.user) });
          handled.reactions += 1;
        },
      });
      await adapter.start(hearing);
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

describeAdapterContract('Discord', harness, { isUntold: true });
