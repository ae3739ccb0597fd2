import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PaperKey } from '../../src/papers/paper.js';
import type { AdapterId } from '../../src/platform/adapter.js';
import type { TeamId } from '../../src/votes/repository.js';
import { FakeDiscord } from '../fake/discord/fake-discord.js';
import type { FakeGuild } from '../fake/discord/guild.js';
import { addReaction } from '../fake/discord/message-changes.js';
import type { Person } from '../fake/discord/people.js';
import type { Channel, Message } from '../fake/discord/state.js';
import type { JsonObject } from '../fake/json.js';
import { invite } from './discord-guild.js';
import { type Figure, median } from './measure.js';
import { BenchHome, ended } from './slack-home.js';

/** As many as one shard takes. */
const guilds = 2_500;
const channelsInGuild = 30;
const rolesInGuild = 15;
/** Guilds that have a list each, on which people vote. */
const readers = 20;
const reactions = 1_000_000;
const between = 100_000;
/** So many go out together; a batch each time. */
const batch = 100;
/** Far more than people in so many guilds make; a machine that is busy with other things falls behind, which is memory too. */
const reactionsInSecond = 2_500;
/** One of so many is on a list. */
const knownOf = 20;
/** Who was asked to answer has taken in what came before; then it may settle. */
const settleMs = 3_000;
const longAgoMs = 300 * 86_400_000;

/**
 * What is live after everything else was collected: a file is written when the process gets a signal. Asked for only twice, since a collected
 * heap is smaller than it would have been.
 */
const collector = `import { writeFileSync, renameSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const file = process.env.BENCH_LIVE_FILE;
if (isMainThread) process.on('SIGUSR2', () => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  writeFileSync(file + '.new', String(heapUsed + external));
  renameSync(file + '.new', file);
});`;

class Program {
  readonly #child: ChildProcess;
  readonly #liveFile: string;

  constructor(home: BenchHome, discord: FakeDiscord) {
    this.#liveFile = join(home.folder, 'live');
    this.#child = home.start({
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_TOKEN: discord.token,
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(collector)}`,
      BENCH_LIVE_FILE: this.#liveFile,
    });
  }

  residentMegabytes(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024;
  }

  async liveMegabytes(): Promise<number> {
    this.#child.kill('SIGUSR2');
    while (!existsSync(this.#liveFile)) await sleep(50);
    const bytes = Number(readFileSync(this.#liveFile, 'utf8'));
    rmSync(this.#liveFile);
    return bytes / 2 ** 20;
  }

  end(): Promise<void> {
    return ended(this.#child);
  }
}

/** A guild with somebody in it, and the list in its channel where it has one. */
interface Place {
  readonly guild: FakeGuild;
  readonly person: Person;
}

/** Resident memory of the real program in as many guilds as one shard holds, and with a million reactions. */
export async function benchDiscordMemory(): Promise<readonly Figure[]> {
  const discord = await FakeDiscord.start();
  const home = new BenchHome();
  const places = Array.from({ length: guilds }, () => furnish(discord));
  await home.prepare((store) =>
    store.subscriptions.save(
      places.slice(0, readers).map(({ guild }) => home.subscription(guild.id, first(guild), 'discord' as AdapterId)),
    ),
  );
  discord.gateway.hold();
  const program = new Program(home, discord);
  await discord.until(() => lists(places).length === readers, 120_000);
  await discord.gateway.whenConnected();
  look('started, no guild yet', program);
  discord.gateway.release();
  await settled(places);
  look(`${guilds} guilds`, program);
  const figures = await pour(discord, program, places);
  await program.end();
  const lost = reactions / knownOf - (await votesIn(home, places));
  await discord.stop();
  home.remove();
  return [...figures, { ...{ name: 'discord memory: votes lost', value: lost, unit: '' }, goal: 0, better: 'lower' }];
}

function furnish(discord: FakeDiscord): Place {
  const guild = invite(discord, channelsInGuild);
  for (let count = 0; count < rolesInGuild; count += 1) guild.addRole({ permissions: 1n << 10n });
  for (const channel of guild.channels)
    channel.overwrites.set(guild.id, { id: guild.id, type: 0, allow: 0n, deny: 0n });
  return { guild, person: guild.addPerson() };
}

const first = ({ channels: [channel] }: FakeGuild): string => channel?.id ?? '';

const lists = (places: readonly Place[]): readonly Message[] =>
  places.slice(0, readers).flatMap(({ guild }) => [...(guild.channels[0]?.messages.values() ?? [])]);

async function pour(discord: FakeDiscord, program: Program, places: readonly Place[]): Promise<readonly Figure[]> {
  const known = lists(places);
  const resident: number[] = [];
  const live: number[] = [];
  for (let from = 0; from < reactions; from += between) {
    const began = performance.now();
    for (let count = 0; count < between; count += batch) {
      const waitMs = began + (count * 1_000) / reactionsInSecond - performance.now();
      if (waitMs > 1) await sleep(waitMs);
      await Promise.all(
        Array.from({ length: batch }, (_, index) => react(discord, places, known, from + count + index)),
      );
    }
    await settled(places);
    resident.push(look(`${from + between} reactions`, program));
    if (from === 0 || from + between === reactions) live.push(await program.liveMegabytes());
  }
  return figuresOf(resident, live);
}

async function react(discord: FakeDiscord, places: readonly Place[], known: readonly Message[], count: number) {
  const { world } = discord;
  const at = (count / knownOf) % known.length;
  const [list, reader] = count % knownOf === 0 ? [known[at], places[at]?.guild.addPerson()] : [];
  const itsChannel = world.channels.get(list?.channel ?? '');
  if (list !== undefined && reader !== undefined && itsChannel !== undefined) {
    const reacting = { userId: reader.id, emoji: { id: null, name: '1️⃣' }, isBurst: false };
    return addReaction(world, itsChannel, list, reacting);
  }
  const channel = places[(count * 7) % places.length]?.guild.channels[count % channelsInGuild];
  return channel === undefined ? undefined : tellUnknown(discord, channel);
}

/** Of a message that is none of ours. */
function tellUnknown({ world }: FakeDiscord, channel: Channel): Promise<void> {
  const user = world.newId();
  return world.dispatchIn(channel, 'MESSAGE_REACTION_ADD', {
    user_id: user,
    channel_id: channel.id,
    message_id: world.newId(),
    emoji: { id: null, name: '👍' },
    member: memberOf(world.now(), user),
    ...{ burst: false, type: 0, burst_colors: [], message_author_id: user },
  });
}

const memberOf = (now: number, id: string): JsonObject => ({
  user: { id, username: 'somebody', global_name: 'Somebody', avatar: null, discriminator: '0', public_flags: 0 },
  ...{
    nick: null,
    avatar: null,
    banner: null,
    roles: [],
    premium_since: null,
    pending: false,
    deaf: false,
    mute: false,
  },
  ...{ joined_at: new Date(now - longAgoMs).toISOString(), communication_disabled_until: null, flags: 0 },
});

/** Whoever was asked to answer has taken in what came before. */
async function settled([place]: readonly Place[]): Promise<void> {
  const channel = place?.guild.channels[0];
  if (place !== undefined && channel !== undefined) await place.person.autocomplete(channel, 'search', { words: 'a' });
  await sleep(settleMs);
}

function look(when: string, program: Program): number {
  const megabytes = program.residentMegabytes();
  process.stdout.write(
    `discord memory: ${when.padEnd(24)} ${megabytes.toFixed(0).padStart(5)} MB, load of the machine ${loadavg()[0]?.toFixed(1)}\n`,
  );
  return megabytes;
}

/** All events were taken in when each on a list is a vote. */
async function votesIn(home: BenchHome, places: readonly Place[]): Promise<number> {
  const votes: number[] = [];
  const paper = '2611.10000' as PaperKey;
  await home.prepare(async (store) => {
    for (const { guild } of places.slice(0, readers)) {
      const tallies = await store.votes.tallies(`discord:${guild.id}` as TeamId, [paper]);
      votes.push(tallies.get(paper)?.up ?? 0);
    }
  });
  return votes.reduce((sum, one) => sum + one, 0);
}

function figuresOf(resident: readonly number[], live: readonly number[]): readonly Figure[] {
  const half = resident.length / 2;
  const growth = median(resident.slice(half)) - median(resident.slice(0, half));
  const [liveAtFirst = 0, liveAtLast = 0] = live;
  process.stdout.write(
    `discord memory: live ${liveAtFirst.toFixed(1)} MB at first, ${liveAtLast.toFixed(1)} MB at last\n`,
  );
  const figure = (name: string, value: number, goal: number): Figure => ({
    ...{ name: `discord memory: ${name}`, value, unit: 'MB', goal, better: 'lower' },
  });
  return [
    figure('resident at most', Math.max(...resident), 300),
    figure('second half more than the first (medians)', growth, 30),
    figure(`live: more than after ${between} reactions`, liveAtLast - liveAtFirst, 10),
  ];
}
