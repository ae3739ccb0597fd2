import { setTimeout as sleep } from 'node:timers/promises';
import type { AdapterId } from '../../src/platform/adapter.js';
import { FakeDiscord } from '../fake/discord/fake-discord.js';
import { discordRateLimits } from '../fake/discord/limits.js';
import type { ApiRequest } from '../fake/discord/state.js';
import { seededRandom } from '../fake/ids.js';
import { invite } from './discord-guild.js';
import type { Figure } from './measure.js';
import { BenchHome, ended } from './slack-home.js';

const guilds = 100;
const channelsInGuild = 20;
const posts = guilds * channelsInGuild;
/** How long seeding is watched after the last post. */
const seedingMs = 30_000;
const perSecond = discordRateLimits.global.requests / (discordRateLimits.global.perMs / 1_000);

/** A morning in 2,000 channels of a hundred guilds, by the real program against the stand-in's limits: beside it, and with a network in between. */
export async function benchDiscordFanOut(): Promise<readonly Figure[]> {
  const near = await fanOut('discord: 2,000 channels', { wayMs: 0, jitterMs: 0 });
  return [...near, ...(await fanOut('discord: 2,000 channels, 150 to 210 ms away', { wayMs: 75, jitterMs: 30 }))];
}

/** Each way takes `wayMs`, and up to `jitterMs` more. */
interface Distance {
  readonly wayMs: number;
  readonly jitterMs: number;
}

async function fanOut(name: string, distance: Distance): Promise<readonly Figure[]> {
  const discord = await FakeDiscord.start();
  const home = new BenchHome();
  const subscriptions = Array.from({ length: guilds }, () => invite(discord, channelsInGuild)).flatMap((guild) =>
    guild.channels.map(({ id }) => home.subscription(guild.id, id, 'discord' as AdapterId)),
  );
  await home.prepare((store) => store.subscriptions.save(subscriptions));
  if (distance.wayMs > 0) putAway(discord, distance);
  const child = home.start({ DISCORD_API_URL: discord.apiUrl, DISCORD_TOKEN: discord.token });
  await discord.until(() => posted(discord).length === posts, 600_000);
  await sleep(seedingMs);
  const { requests } = discord;
  const figures = figuresOf(name, requests.slice());
  await ended(child);
  await discord.stop();
  home.remove();
  return figures;
}

function putAway(discord: FakeDiscord, { wayMs, jitterMs }: Distance): void {
  const random = seededRandom(11);
  discord.onRequest = () => sleep(wayMs + random() * jitterMs);
}

const isPost = ({ method, path, status }: ApiRequest): boolean =>
  method === 'POST' && path === '/channels/{channel}/messages' && status === 200;

const isSeed = ({ method, path, status }: ApiRequest): boolean =>
  method === 'PUT' && path.includes('/reactions/') && status === 204;

const posted = (discord: FakeDiscord): readonly ApiRequest[] => discord.requests.filter(isPost);

function figuresOf(name: string, requests: readonly ApiRequest[]): readonly Figure[] {
  const times = requests.filter(isPost).map(({ at }) => at);
  const last = Math.max(...times);
  const seconds = (last - Math.min(...times)) / 1_000;
  const floor = posts / perSecond;
  const meanwhile = requests.filter(({ at }) => at >= Math.min(...times) && at <= last).length - posts;
  const limited = requests.filter(({ status }) => status === 429).length;
  process.stdout.write(
    `${name}: ${posts} posts in ${seconds.toFixed(1)} s, ${meanwhile} other requests meanwhile; floor ${floor.toFixed(1)} s at ${perSecond} requests a second; ${limited} answers 429; ${seedingOf(requests, last)}\n`,
  );
  return [
    { name: `${name}: time by floor`, value: seconds / floor, unit: '', goal: 1.05, better: 'lower' },
    { name: `${name}: answers 429`, value: limited, unit: '', goal: 0, better: 'lower' },
  ];
}

/** Seeding would take minutes: its pace of half a minute tells how many. */
function seedingOf(requests: readonly ApiRequest[], lastPost: number): string {
  const seeds = requests.filter(isSeed);
  const early = seeds.filter(({ at }) => at <= lastPost).length;
  const late = seeds.filter(({ at }) => at > lastPost);
  const [{ at: first } = { at: lastPost }] = late;
  const pace = late.length / Math.max(1, (Math.max(...late.map(({ at }) => at)) - first) / 1_000);
  const inAll = posts * emojiOnMessage(seeds);
  return `seeding: ${early} emoji before the last post, then ${pace.toFixed(1)} a second, so that ${inAll} take ${(inAll / pace / 60).toFixed(1)} min (floor ${(inAll / perSecond / 60).toFixed(1)} min)`;
}

/** How many emoji a message has when it is done. */
function emojiOnMessage(seeds: readonly ApiRequest[]): number {
  const counts = new Map<string, number>();
  for (const { url } of seeds) {
    const message = url.replace(/\/reactions\/.*/, '');
    counts.set(message, (counts.get(message) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
