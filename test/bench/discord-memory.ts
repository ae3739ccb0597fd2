import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AdapterId } from '../../src/platform/adapter.js';
import { FakeDiscord } from '../fake/discord/fake-discord.js';
import type { FakeGuild } from '../fake/discord/guild.js';
import type { JsonObject } from '../fake/discord/json.js';
import type { Person } from '../fake/discord/people.js';
import type { Message } from '../fake/discord/state.js';
import { invite } from './discord-guild.js';
import type { Figure } from './measure.js';
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
const reactionsInSecond = 4_000;
const knownShare = 0.05;
/** Who was asked to answer has taken in what came before; then it may settle. */
const settleMs = 3_000;
const longAgoMs = 300 * 86_400_000;

interface Sight {
  readonly when: string;
  readonly megabytes: number;
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
  const child = home.start({ DISCORD_API_URL: discord.apiUrl, DISCORD_TOKEN: discord.token });
  await discord.gateway.whenConnected();
  await discord.until(() => lists(places).length === readers, 120_000);
  const sights = [await look('started, no guild yet', child)];
  discord.gateway.release();
  sights.push(await lookSettled(`${guilds} guilds`, child, places));
  sights.push(...(await pour(discord, child, places)));
  await ended(child);
  await discord.stop();
  home.remove();
  return figuresOf(sights);
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

async function pour(discord: FakeDiscord, child: ChildProcess, places: readonly Place[]): Promise<readonly Sight[]> {
  const sights: Sight[] = [];
  const known = lists(places);
  const began = performance.now();
  for (let count = 0; count < reactions; count += batch) {
    if (count > 0 && count % between === 0) sights.push(await lookSettled(`${count} reactions`, child, places));
    const waitMs = began + sights.length * settleMs + (count * 1_000) / reactionsInSecond - performance.now();
    if (waitMs > 1) await sleep(waitMs);
    await Promise.all(Array.from({ length: batch }, (_, index) => react(discord, places, known, count + index)));
  }
  return [...sights, await lookSettled(`${reactions} reactions`, child, places)];
}

/** Told without keeping it: the stand-in would remember more than it shall be asked for. */
async function react(discord: FakeDiscord, places: readonly Place[], known: readonly Message[], count: number) {
  const { world } = discord;
  const isKnown = (count * knownShare) % 1 < knownShare;
  const list = isKnown ? known[Math.floor(count * knownShare) % known.length] : undefined;
  const place = places[(count * 7) % places.length];
  const channel = world.channels.get(list?.channel ?? '') ?? place?.guild.channels[count % channelsInGuild];
  if (channel?.guild === undefined) return;
  await world.dispatch({
    ...{ t: 'MESSAGE_REACTION_ADD', guild: channel.guild },
    d: {
      user_id: world.newId(),
      channel_id: channel.id,
      message_id: list?.id ?? world.newId(),
      guild_id: channel.guild,
      emoji: { id: null, name: count % 3 === 0 ? '👍' : '1️⃣' },
      member: memberOf(world.now(), String(count)),
      ...{ burst: false, type: 0, burst_colors: [], message_author_id: world.application.botUser.id },
    },
  });
}

const memberOf = (now: number, name: string): JsonObject => ({
  user: { id: name, username: name, global_name: name, avatar: null, discriminator: '0', public_flags: 0 },
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

/** Once the program has taken in everything so far. */
async function lookSettled(when: string, child: ChildProcess, places: readonly Place[]): Promise<Sight> {
  const [place] = places;
  const channel = place?.guild.channels[0];
  if (place !== undefined && channel !== undefined) await place.person.autocomplete(channel, 'search', { words: 'a' });
  await sleep(settleMs);
  return look(when, child);
}

function look(when: string, { pid }: ChildProcess): Sight {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  const megabytes = Number(kilobytes) / 1_024;
  process.stdout.write(`discord memory: ${when.padEnd(24)} ${megabytes.toFixed(0).padStart(5)} MB\n`);
  return { when, megabytes };
}

function figuresOf(sights: readonly Sight[]): readonly Figure[] {
  const sizes = sights.map(({ megabytes }) => megabytes);
  const [, , atFirst = 0, ...later] = sizes;
  const figure = (name: string, value: number, goal: number): Figure => ({
    ...{ name: `discord memory: ${name}`, value, unit: 'MB', goal, better: 'lower' },
  });
  return [
    figure('resident at most', Math.max(...sizes), 300),
    figure(`more at the end than after ${between} reactions`, (later.at(-1) ?? 0) - atFirst, 30),
  ];
}
