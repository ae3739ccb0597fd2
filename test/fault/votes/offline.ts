import type { Layout } from '../../../src/editions/subscription.js';
import type { Fault, FaultRun } from '../fault.js';
import { anyChange, anyLayout, oneOf } from './chance.js';
import { difference } from './count.js';
import { DiscordSite } from './discord-site.js';
import { House } from './house.js';
import { readAtStart, readBackRemoves, readOnNewSession, readOnReconnect } from './protections.js';
import { SlackSite } from './slack-site.js';
import { Tally } from './tally.js';

const before = 12;
const meanwhile = 24;
const hourMs = 3_600_000;

/** The process is not there for an hour, or it is and has no connection. */
type Away = 'process' | 'connection';

async function hourWithChanges(run: FaultRun, house: House, messages: Awaited<ReturnType<House['posted']>>) {
  for (let count = 0; count < meanwhile; count += 1) {
    anyChange(run.random, house, messages);
    house.site.flow.skip(hourMs / meanwhile);
  }
}

/** What Slack sent while nobody listened is not sent again. */
async function slackHistory(run: FaultRun, away: Away, layout: Layout, tally: Tally): Promise<void> {
  const site = await SlackSite.open();
  const house = await House.open(run, site, { layout });
  const { slack, flow } = site;
  try {
    await house.begin();
    const messages = await house.posted();
    for (let count = 0; count < before; count += 1) anyChange(run.random, house, messages);
    await flow.during(slack.events.settled());
    slack.sockets.unacknowledged = 'lose';
    if (away === 'process') await house.end();
    else {
      slack.trouble.always('apps.connections.open', { kind: 'status', status: 503 });
      slack.sockets.break();
      await flow.until(() => slack.sockets.connected === 0, 'the end of the connection');
    }
    await hourWithChanges(run, house, messages);
    slack.trouble.always('apps.connections.open', undefined);
    if (away === 'process') await house.begin();
    else await flow.during(slack.sockets.whenConnected());
    await house.heard(oneOf(run.random, messages).ref);
    tally.add(`Slack, the ${away} away`, before + meanwhile, await difference(house, messages));
  } finally {
    await house.close();
  }
}

/** Discord either tells the next session what the last one missed, or has forgotten that one. */
async function discordHistory(run: FaultRun, away: Away, layout: Layout, tally: Tally): Promise<void> {
  const site = await DiscordSite.open();
  const house = await House.open(run, site, { layout });
  const { gateway } = site.discord;
  try {
    await house.begin();
    const messages = await house.posted();
    for (let count = 0; count < before; count += 1) anyChange(run.random, house, messages);
    await house.heard(oneOf(run.random, messages).ref);
    if (away === 'process') await house.end();
    else {
      gateway.isDown = true;
      gateway.drop();
    }
    await hourWithChanges(run, house, messages);
    if (run.random() < 0.7) gateway.expireSessions();
    gateway.isDown = false;
    if (away === 'process') await house.begin();
    else await site.flow.during(gateway.whenConnected());
    await house.heard(oneOf(run.random, messages).ref);
    tally.add(`Discord, the ${away} away`, before + meanwhile, await difference(house, messages));
  } finally {
    await house.close();
  }
}

export const offline: Fault = {
  id: 'F23',
  title: 'offline for an hour while people vote',
  done: 'the process or its connection away, reactions put and taken meanwhile, then read back',
  isFast: true,
  protections: [readAtStart, readBackRemoves, readOnReconnect, readOnNewSession],
  run: async (run) => {
    const tally = new Tally();
    for (const away of ['process', 'connection'] as const) {
      await slackHistory(run, away, anyLayout(run.random), tally);
      await discordHistory(run, away, anyLayout(run.random), tally);
    }
    return tally.outcome();
  },
};
