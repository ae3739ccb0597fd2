import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { adapterStorage } from '../../src/cli/adapter-storage.js';
import { parseSealKey } from '../../src/kernel/seal.js';
import type { AdapterId } from '../../src/platform/adapter.js';
import { FakeSlack } from '../fake/slack/fake-slack.js';
import { slackRateLimits } from '../fake/slack/limits.js';
import type { Channel } from '../fake/slack/state.js';
import type { Team } from '../fake/slack/team.js';
import type { Figure } from './measure.js';
import { BenchHome, ended, freePort } from './slack-home.js';

/** How long seeding is watched after the last post. */
const seedingMs = 30_000;
const postsInSecond = slackRateLimits.postsInWorkspace.perMinute / 60;

interface Place {
  readonly team: Team;
  readonly channels: readonly Channel[];
}

/** A morning in one workspace, by the real program against the stand-in's limits. */
export const benchSlackFanOut = (): Promise<readonly Figure[]> =>
  fanOut('slack: 200 channels of one workspace', 1, 200);

/** The same in many workspaces at once, which wait for none of the others. */
export const benchSlackWorkspaces = (): Promise<readonly Figure[]> =>
  fanOut('slack: 50 workspaces of 20 channels', 50, 20);

async function fanOut(name: string, workspaces: number, perWorkspace: number): Promise<readonly Figure[]> {
  const slack = await FakeSlack.start({ subscriptions: [] });
  const home = new BenchHome();
  const places = Array.from({ length: workspaces }, (): Place => {
    const team = slack.addWorkspace();
    return { team, channels: Array.from({ length: perWorkspace }, () => team.addChannel()) };
  });
  const child = home.start(await (workspaces === 1 ? oneWorkspace(slack, home, places) : many(slack, home, places)));
  const posts = workspaces * perWorkspace;
  await slack.until(() => posted(slack).length === posts, 600_000);
  const seeds = await watchSeeding(slack);
  await ended(child);
  await slack.stop();
  home.remove();
  const times = posted(slack).map(({ at }) => at);
  const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
  const floor = perWorkspace / postsInSecond;
  const limited = slack.requests.filter(({ outcome }) => outcome === 'ratelimited').length;
  process.stdout.write(
    `${name}: ${posts} posts in ${seconds.toFixed(1)} s; floor ${floor.toFixed(1)} s at ${postsInSecond} posts a second and workspace, ${slackRateLimits.postsInChannel.perMinute} a minute and channel, burst ${slackRateLimits.postsInWorkspace.burst}; ${limited} answers 429; ${seeds}\n`,
  );
  return [
    { name: `${name}: time by floor`, value: seconds / floor, unit: '', goal: 1.05, better: 'lower' },
    { name: `${name}: answers 429`, value: limited, unit: '', goal: 0, better: 'lower' },
  ];
}

const posted = (slack: FakeSlack) =>
  slack.requests.filter(({ method, outcome }) => method === 'chat.postMessage' && outcome === 'ok');

const seeded = (slack: FakeSlack) => slack.requests.filter(({ method }) => method === 'reactions.add');

/** Seeds come after all posts of their workspace, and at a pace of their own. */
async function watchSeeding(slack: FakeSlack): Promise<string> {
  const lastPosts = new Map<string | undefined, number>();
  for (const { teamId, at } of posted(slack)) lastPosts.set(teamId, Math.max(at, lastPosts.get(teamId) ?? 0));
  await sleep(seedingMs);
  const seeds = seeded(slack);
  if (seeds.length === 0) return 'no seeds: the lists carry number buttons';
  const early = seeds.filter(({ teamId, at }) => at < (lastPosts.get(teamId) ?? 0)).length;
  const teams = new Set(seeds.map(({ teamId }) => teamId)).size;
  const pace = (seeds.length / teams / seedingMs) * 60_000;
  return `seeding: ${early} before the last post of their workspace, then ${pace.toFixed(0)} a minute and workspace`;
}

async function oneWorkspace(slack: FakeSlack, home: BenchHome, places: readonly Place[]) {
  await subscribe(home, places);
  const [first] = places;
  return { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: first?.team.token ?? '', SLACK_APP_TOKEN: slack.app.appToken };
}

/** As if each workspace had installed the app. */
async function many(slack: FakeSlack, home: BenchHome, places: readonly Place[]) {
  const key = randomBytes(32).toString('base64');
  const current = parseSealKey(key);
  const keyring = current === undefined ? undefined : { current, previous: [] };
  await subscribe(home, places);
  await home.prepare(async (store) => {
    const storage = adapterStorage(store.adapterValues, 'slack' as AdapterId, keyring);
    for (const { team } of places)
      await storage.put('installation', team.id, installationOf(slack, team), { secret: true });
  });
  const { app, apiUrl } = slack;
  return {
    SLACK_API_URL: apiUrl,
    SLACK_SIGNING_SECRET: app.signingSecret,
    SLACK_CLIENT_ID: app.clientId,
    SLACK_CLIENT_SECRET: app.clientSecret,
    SLACK_PORT: String(await freePort()),
    BROADSHEET_SECRET_KEY: key,
  };
}

const installationOf = (slack: FakeSlack, team: Team): string =>
  JSON.stringify({
    team: { id: team.id },
    isEnterpriseInstall: false,
    authVersion: 'v2',
    appId: slack.app.id,
    user: { id: 'U1' },
    bot: { token: team.token, userId: team.botUserId, id: team.workspace.botId, scopes: [...slack.app.scopes] },
  });

function subscribe(home: BenchHome, places: readonly Place[]): Promise<void> {
  return home.prepare((store) =>
    store.subscriptions.save(
      places.flatMap(({ team, channels }) => channels.map((channel) => home.subscription(team.id, channel.id))),
    ),
  );
}
