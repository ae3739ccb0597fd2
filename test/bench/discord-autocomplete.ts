import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/kernel/system-clock.js';
import type { Paper } from '../../src/papers/paper.js';
import type { AdapterId } from '../../src/platform/adapter.js';
import { openStore } from '../../src/store/open.js';
import { FakeDiscord } from '../fake/discord/fake-discord.js';
import type { FakeGuild } from '../fake/discord/guild.js';
import type { Person } from '../fake/discord/people.js';
import type { Channel, Message } from '../fake/discord/state.js';
import { seededRandom } from '../fake/ids.js';
import { MemoryLog } from '../fake/log.js';
import { oneOf, somePapers, wordsOf } from './autocomplete.js';
import { invite } from './discord-guild.js';
import { type Figure, median, percentile } from './measure.js';
import { importRate } from './papers.js';
import { BenchHome, ended } from './slack-home.js';

/** Each kind is measured so often, in turn; the figures are medians. */
const rounds = 3;
/** How many things are typed of each kind in a round, letter by letter. */
const typings = 60;
const longestTyping = 12;
/** Between two letters of a quick typist who sees suggestions at once. */
const letterMs = 10;
const reactionsInSecond = 200;
const people = 300;

/** An option of a command, and what somebody may type there of a paper. */
interface Typing {
  readonly what: string;
  readonly sub: string;
  readonly option: string;
  of(paper: Paper, random: () => number): string;
}

const kinds: readonly Typing[] = [
  { what: 'a word', sub: 'search', option: 'words', of: ({ title }, random) => oneOf(wordsOf(title), random) },
  {
    ...{ what: 'an author', sub: 'search', option: 'author' },
    of: ({ authors }, random) => oneOf(wordsOf(authors.join(' ')), random),
  },
  { what: 'a category', sub: 'search', option: 'category', of: ({ categories }, random) => oneOf(categories, random) },
  { what: 'a title', sub: 'show', option: 'paper', of: ({ title }) => title },
];

interface Stage {
  readonly typist: Person;
  readonly members: readonly Person[];
  readonly channel: Channel;
  readonly list: Message;
  readonly papers: readonly Paper[];
}

/** People type into commands of the real program: from the gateway's event to the arrival of the suggestions, in quiet and while reactions pour in. */
export async function benchDiscordAutocomplete(archives: readonly string[]): Promise<readonly Figure[]> {
  const discord = await FakeDiscord.start();
  const home = new BenchHome();
  await importRate(home.folder, archives);
  const guild = invite(discord, 1);
  const [channel] = guild.channels;
  if (channel === undefined) throw new Error('There is no channel.');
  await home.prepare((store) =>
    store.subscriptions.save([home.subscription(guild.id, channel.id, 'discord' as AdapterId)]),
  );
  const members = Array.from({ length: people }, () => guild.addPerson());
  const child = home.start({ DISCORD_API_URL: discord.apiUrl, DISCORD_TOKEN: discord.token });
  const stage = { typist: guild.addPerson(), members, ...(await setUp(discord, guild, home)) };
  const figures = await measured(stage);
  await ended(child);
  await discord.stop();
  home.remove();
  return figures;
}

/** The first list stands, and the commands are registered. */
async function setUp(discord: FakeDiscord, guild: FakeGuild, home: BenchHome) {
  await discord.until(() => guild.channels.some(({ messages }) => messages.size > 0), 120_000);
  await discord.until(() => (discord.world.commands.get('global') ?? []).length > 0, 120_000);
  await discord.gateway.whenConnected();
  const [channel] = guild.channels;
  const [list] = channel?.messages.values() ?? [];
  if (channel === undefined || list === undefined) throw new Error('There is no list to vote on.');
  const path = join(home.folder, 'broadsheet.sqlite');
  const store = await openStore({ path, mode: 'read', clock: systemClock(), log: new MemoryLog(), version: 'bench' });
  const papers = await somePapers(store);
  process.stdout.write(`discord autocomplete: over ${await store.papers.count()} papers\n`);
  await store.close();
  return { channel, list, papers };
}

async function measured(stage: Stage): Promise<readonly Figure[]> {
  const random = seededRandom(5);
  const first = await typed(stage, { sub: 'search', option: 'words' }, 'flow m');
  const quiet = await typeAll('in quiet', stage, random);
  const pouring = new AbortController();
  const poured = pour(stage, pouring.signal);
  const busy = await typeAll(`${reactionsInSecond} reactions/s`, stage, random);
  pouring.abort();
  process.stdout.write(`discord autocomplete: ${(await poured).toFixed(0)} reactions a second poured in meanwhile\n`);
  return [figure('the very first', first, 500), ...quiet, ...busy];
}

const figure = (name: string, value: number, goal: number): Figure => ({
  ...{ name: `discord autocomplete: ${name}`, value, unit: 'ms', goal, better: 'lower' },
});

async function typeAll(when: string, stage: Stage, random: () => number): Promise<readonly Figure[]> {
  const samples = new Map<string, (readonly number[])[]>();
  for (let round = 0; round < rounds; round += 1) {
    const all: number[] = [];
    for (const kind of kinds) {
      const ofKind = await typeKind(kind, stage, random);
      samples.set(kind.what, [...(samples.get(kind.what) ?? []), ofKind]);
      all.push(...ofKind);
    }
    samples.set('all together', [...(samples.get('all together') ?? []), all]);
  }
  return [...samples].flatMap(([what, inRounds]) => [
    figure(`${what}, ${when}, p50`, median(inRounds.map((one) => percentile(one, 0.5))), 20),
    figure(`${what}, ${when}, p99`, median(inRounds.map((one) => percentile(one, 0.99))), 50),
  ]);
}

async function typeKind(kind: Typing, stage: Stage, random: () => number): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let typing = 0; typing < typings; typing += 1) {
    const paper = stage.papers[Math.floor(random() * stage.papers.length)];
    const whole = paper === undefined ? '' : kind.of(paper, random).slice(0, longestTyping);
    for (let length = 1; length <= whole.length; length += 1) {
      samples.push(await typed(stage, kind, whole.slice(0, length)));
      await sleep(letterMs);
    }
  }
  return samples;
}

async function typed({ typist, channel }: Stage, { sub, option }: Pick<Typing, 'sub' | 'option'>, text: string) {
  const start = performance.now();
  await typist.autocomplete(channel, sub, { [option]: text });
  return performance.now() - start;
}

/** Each person puts the first number on the list and takes it away again, in turn. Says how many a second. */
async function pour({ members, channel, list }: Stage, signal: AbortSignal): Promise<number> {
  const began = performance.now();
  let count = 0;
  for (; !signal.aborted; count += 1) {
    const waitMs = began + (count * 1_000) / reactionsInSecond - performance.now();
    if (waitMs > 1) await sleep(waitMs);
    const member = members[(count * 7) % members.length];
    const stands = member !== undefined && list.reactions.get('1️⃣')?.normal.has(member.id) === true;
    void (stands ? member.unreact(channel, list.id, '1️⃣') : member?.react(channel, list.id, '1️⃣'));
  }
  return count / ((performance.now() - began) / 1_000);
}
