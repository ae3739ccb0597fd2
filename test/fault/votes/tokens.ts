import type { Fault, FaultRun } from '../fault.js';
import { anyChange, oneOf } from './chance.js';
import { difference } from './count.js';
import { DiscordSite } from './discord-site.js';
import { House } from './house.js';
import { deadTokenIsForgotten, endIsTold, renewedOnce, tokenRefusedOnce } from './protections.js';
import { SlackSite } from './slack-site.js';
import { Tally } from './tally.js';

const changes = 15;
/** Requests that were on their way when the first of them was refused. */
const mostRefused = 4;
const hourMs = 3_600_000;
const closedForToken = 4_004;

/** What the OAuth library keeps of a workspace that installed the app. */
async function install(site: SlackSite, team: SlackSite['team']): Promise<void> {
  const issued = site.slack.oauth.issue(team.workspace, site.slack.app.scopes);
  const installation = {
    team: { id: team.id, name: team.workspace.name },
    ...{ appId: site.slack.app.id, authVersion: 'v2', tokenType: 'bot', isEnterpriseInstall: false },
    user: { id: site.admin.id },
    bot: {
      ...{ scopes: site.slack.app.scopes, token: issued.access_token },
      ...{ userId: team.botUserId, id: team.workspace.botId },
      ...(issued.refresh_token === undefined
        ? {}
        : { refreshToken: issued.refresh_token, expiresAt: Math.floor((Date.now() + 10 * hourMs) / 1_000) }),
    },
  };
  await site.storage.put('installation', team.id, JSON.stringify(installation), { secret: true });
}

/** The library looks at the machine's own clock: it is the installation that grows older. */
async function age(site: SlackSite, team: SlackSite['team']): Promise<void> {
  const installation = JSON.parse((await site.storage.get('installation', team.id)) ?? '{}');
  installation.bot.expiresAt = Math.floor(Date.now() / 1_000) + 60;
  await site.storage.put('installation', team.id, JSON.stringify(installation), { secret: true });
}

type Ending = 'taken back unheard' | 'taken back';

function end(site: SlackSite, ending: Ending): void {
  if (ending === 'taken back') void site.otherTeam.uninstall();
  else site.slack.revokeToken(site.otherTeam.token);
}

/** Two workspaces: one takes its token back, and the other's is renewed where tokens end. */
async function slackHistory(run: FaultRun, ending: Ending, tokenRotation: boolean, tally: Tally): Promise<void> {
  const site = await SlackSite.open({ byOauth: true, tokenRotation });
  const name = `Slack, a token ${ending}`;
  for (const team of [site.team, site.otherTeam]) await install(site, team);
  const house = await House.open(run, site, { targets: [site.target, site.other] });
  try {
    await house.begin();
    await site.flow.until(async () => (await house.messages()).length === 2, 'both editions');
    const messages = (await house.messages()).filter(({ workspace }) => workspace === site.team.id);
    const requestsOf = (team: string) => site.slack.requests.filter(({ teamId }) => teamId === team);
    end(site, ending);
    // Somebody there votes for what is still to be seen.
    const [left] = site.otherTeam.history(site.elsewhere);
    if (left !== undefined) void site.stranger.react(site.elsewhere, left.ts, 'two');
    if (tokenRotation) await renew(site, name, tally);
    for (let count = 0; count < changes; count += 1) anyChange(run.random, house, messages);
    await house.heard(messages[0]?.ref ?? { adapter: site.target.adapter, key: '' });
    const { paused } = await house.subscriptionOf(site.other);
    await house.morning();
    tally.expect(paused !== null, `${name}: the edition there is not paused.`);
    for (const event of ['slack.workspace-ended', 'subscription.paused']) {
      const times = site.log.lines.filter((line) => line.event === event).length;
      tally.expect(times === 1, `${name}: the log says ${event} ${times} times instead of once.`);
    }
    const refused = requestsOf(site.otherTeam.id).filter(({ outcome }) => isDead(outcome)).length;
    tally.expect(refused <= mostRefused, `${name}: ${refused} requests were made with it.`);
    if (tokenRotation) await age(site, site.team);
    await nothingMore(house, site, name, tally);
    tally.add(name, changes + 1, await difference(house, messages));
    const lists = (await house.messages()).filter(({ workspace }) => workspace === site.team.id).length;
    tally.expect(lists === 3, `${name}: the other workspace has ${lists} editions instead of 3.`);
    tally.edition();
  } finally {
    await house.close();
  }
}

const isDead = (outcome: string): boolean => /token_revoked|invalid_auth|account_inactive|not_authed/.test(outcome);

/** A morning later nothing was asked of the workspace that took its token back. */
async function nothingMore(house: House, site: SlackSite, name: string, tally: Tally): Promise<void> {
  const before = site.slack.requests.filter(({ teamId }) => teamId === site.otherTeam.id).length;
  const [left] = site.otherTeam.history(site.elsewhere);
  if (left !== undefined) void site.stranger.react(site.elsewhere, left.ts, 'three');
  await house.morning();
  const more = site.slack.requests.filter(({ teamId }) => teamId === site.otherTeam.id).length - before;
  tally.expect(more === 0, `${name}: ${more} requests were made with it a day later.`);
}

/** Slack's twelve hours are nearly over: many ask at once, and one renewal serves them all. */
async function renew(site: SlackSite, name: string, tally: Tally): Promise<void> {
  await age(site, site.team);
  site.flow.skip(13 * hourMs);
  for (let count = 0; count < site.voters; count += 1) void site.people[count]?.openHome();
  await site.flow.pass(10_000);
  const renewals = site.slack.requests.filter(
    ({ method, args }) => method === 'oauth.v2.access' && args.grant_type === 'refresh_token',
  );
  tally.expect(renewals.length === 1, `${name}: the other one was renewed ${renewals.length} times instead of once.`);
  const lost = site.slack.requests.filter(({ teamId, outcome }) => teamId === site.team.id && outcome !== 'ok');
  tally.expect(lost.length === 0, `${name}: ${lost.length} requests of the other workspace were refused.`);
}

/** Somebody resets the bot's token, whose connection Discord closes or lets stand. */
async function discordHistory(run: FaultRun, isClosed: boolean, tally: Tally): Promise<void> {
  const site = await DiscordSite.open();
  const { discord, flow, log } = site;
  const name = `Discord, the token reset, the connection ${isClosed ? 'closed' : 'left open'}`;
  const house = await House.open(run, site, { targets: [site.target, site.other] });
  try {
    await house.begin();
    await flow.until(async () => (await house.messages()).length === 2, 'both editions');
    await flow.pass(5_000);
    const messages = (await house.messages()).filter(({ channel }) => channel === site.channel.id);
    discord.resetToken();
    if (isClosed) discord.gateway.close(closedForToken);
    else for (let count = 0; count < changes; count += 1) anyChange(run.random, house, messages);
    await house.morning();
    await flow.pass(30_000);
    const refused = discord.requests.filter(({ status }) => status === 401).length;
    tally.expect(refused >= 1 && refused <= mostRefused, `${name}: ${refused} requests were made with it.`);
    const told = log.lines.filter(({ event }) => event === 'discord.token-refused').length;
    tally.expect(told === 1, `${name}: the log says ${told} times that a new one is needed.`);
    const before = [discord.requests.length, discord.gateway.identifies.length];
    flow.skip(hourMs);
    await flow.pass(15_000);
    const more = [discord.requests.length, discord.gateway.identifies.length].map((now, at) => now - (before[at] ?? 0));
    tally.expect(more.join() === '0,0', `${name}: ${more.join(' and ')} further requests and sessions were tried.`);
    await house.end();
    await house.begin();
    await flow.until(async () => (await house.messages()).length === 4, 'the editions that waited for a token');
    await house.heard(messages[0]?.ref ?? { adapter: site.target.adapter, key: '' });
    tally.add(name, isClosed ? 0 : changes, await difference(house, messages));
    tally.edition();
  } finally {
    await house.close();
  }
}

export const tokens: Fault = {
  id: 'F28',
  title: 'a token taken back or renewed while the program runs',
  done: 'one of two workspaces in Slack taken back, the other renewed; the token reset in Discord',
  isFast: false,
  protections: [deadTokenIsForgotten, endIsTold, renewedOnce, tokenRefusedOnce],
  run: async (run) => {
    const tally = new Tally();
    await slackHistory(run, oneOf(run.random, ['taken back unheard', 'taken back']), false, tally);
    await slackHistory(run, oneOf(run.random, ['taken back unheard', 'taken back']), true, tally);
    for (const isClosed of [true, false]) await discordHistory(run, isClosed, tally);
    return tally.outcome();
  },
};
