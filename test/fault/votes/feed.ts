import { huggingFaceFeed } from '../../../src/papers/feeds/huggingface.js';
import type { FeedId } from '../../../src/papers/listing.js';
import { hostileTitles } from '../../contract/hostile-titles.js';
import { mentionsIn as discordMarkup } from '../../fake/discord/mentions.js';
import { plainText as discordText } from '../../fake/discord/plain-text.js';
import { mentionsIn as slackMarkup } from '../../fake/slack/mrkdwn.js';
import { plainText as slackText } from '../../fake/slack/plain-text.js';
import { item2026 } from '../../fixture/feeds/payloads.js';
import type { Fault, FaultRun } from '../fault.js';
import { shuffled } from './chance.js';
import { DiscordSite } from './discord-site.js';
import { type Attack, attacks, HostileFeed, toldOf } from './hostile-feed.js';
import { House } from './house.js';
import { discordIsEscaped, originIsKept, sizeIsBounded, slackIsEscaped } from './protections.js';
import type { Site } from './site.js';
import { SlackSite } from './slack-site.js';
import { Tally } from './tally.js';

/** From Tuesday to Friday: a weekend has no list. */
const mornings = 4;
const againMs = 6 * 60_000;
const titlesInEdition = 3;
const mostBytes = 64 * 1_024 * 1_024;
/** Turns what follows the other way round. */
const turning = /[\u202a-\u202e\u2066-\u2069]/;
const hosts = new Set(['huggingface.co', 'arxiv.org', 'www.alphaxiv.org', 'github.com']);

interface Shown {
  readonly text: string;
  readonly mentions: readonly string[];
  readonly links: readonly { readonly host: string }[];
}

/** A platform with somebody who asks, and what is to be seen there. */
interface Place {
  readonly name: string;
  readonly site: Site;
  status(): Promise<string>;
  posts(): readonly Shown[];
  complaints(): readonly string[];
}

async function slackPlace(): Promise<Place> {
  const site = await SlackSite.open();
  const { admin, channel, team, slack } = site;
  return {
    ...{ name: 'Slack', site },
    status: async () => slackText(await admin.command(channel, '/paper', 'status').next()),
    posts: () =>
      team.history(channel).map((message) => {
        const { mentions, links } = slackMarkup(message);
        // What notifications show.
        const called = message.text.match(/<[!@#][^<>]*>/g) ?? [];
        return { text: `${JSON.stringify(message.blocks)}${message.text}`, mentions: [...mentions, ...called], links };
      }),
    complaints: () => slack.complaints,
  };
}

async function discordPlace(): Promise<Place> {
  const site = await DiscordSite.open();
  const { admin, channel, discord } = site;
  return {
    ...{ name: 'Discord', site },
    status: async () => discordText(await admin.command(channel, 'status').next()),
    posts: () =>
      [...channel.messages.values()].map((message) => ({
        text: JSON.stringify(message.components),
        ...discordMarkup(message),
      })),
    complaints: () => discord.complaints,
  };
}

/** What each attack comes to, and what the titles of a list that does come look like. */
async function play(run: FaultRun, place: Place, chosen: readonly Attack[], tally: Tally): Promise<void> {
  const { site, name } = place;
  const { clock, log, flow } = site;
  const server = await HostileFeed.start();
  const feed = huggingFaceFeed({
    ...{ id: 'huggingface' as FeedId, baseUrl: server.url, clock, random: run.random, log, version: 'fault' },
  });
  const house = await House.open(run, site, { feed });
  const titles = shuffled(run.random, hostileTitles);
  try {
    for (const [day, attack] of chosen.entries()) {
      server.attack = attack;
      const failures = () => log.lines.filter(({ event }) => event === 'feed.failed').length;
      const failedBefore = failures();
      const before = process.memoryUsage().rss;
      await (day === 0 ? house.begin() : house.morning());
      await flow.until(() => failures() > failedBefore, `a word of ${attack}`);
      const status = await flow.during(place.status());
      tally.done();
      tally.expect(toldOf[attack].test(status), `${name}, ${attack}: the status says: ${status.replaceAll('\n', ' ')}`);
      const grown = process.memoryUsage().rss - before;
      tally.expect(grown < 4 * mostBytes, `${name}, ${attack}: ${Math.round(grown / 1_048_576)} MB were taken for it.`);
      server.attack = undefined;
      server.items = titles
        .slice(day * titlesInEdition, (day + 1) * titlesInEdition)
        .map((title, place) =>
          item2026({ id: `2611.1${day}${place}77`, title, upvotes: 9 - place }, dayOf(clock.now())),
        );
      // The feed is asked again some minutes later.
      flow.skip(againMs);
      await flow.until(async () => (await house.messages()).length === day + 1, `the list after ${attack}`);
      tally.edition();
    }
    tally.expect(server.visits === 0, `${name}: a redirection was followed ${server.visits} times.`);
    tally.expect(server.sentBytes < mostBytes, `${name}: ${server.sentBytes} bytes were read.`);
    for (const post of place.posts()) look(name, post, tally);
    for (const complaint of place.complaints()) tally.wrong(`${name}: ${complaint}`);
  } finally {
    await house.close();
    await server.close();
  }
}

function look(name: string, { text, mentions, links }: Shown, tally: Tally): void {
  tally.expect(mentions.length === 0, `${name}: a title names ${mentions.join(' ')}.`);
  tally.expect(!turning.test(text), `${name}: a title turns the direction of what follows.`);
  const foreign = links.map(({ host }) => host).filter((host) => !hosts.has(host));
  tally.expect(foreign.length === 0, `${name}: a title leads to ${foreign.join(' ')}.`);
}

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

export const hostileFeed: Fault = {
  id: 'F29',
  title: 'a feed that means harm',
  done: 'gzip bomb, 10 GB, drip, XML with DTD, redirections, titles that mention; no feed reads XML yet',
  isFast: false,
  protections: [sizeIsBounded, originIsKept, slackIsEscaped, discordIsEscaped],
  run: async (run) => {
    const tally = new Tally();
    const order = shuffled(run.random, attacks);
    await play(run, await slackPlace(), order.slice(0, mornings), tally);
    await play(run, await discordPlace(), order.slice(mornings, mornings * 2), tally);
    return tally.outcome();
  },
};
