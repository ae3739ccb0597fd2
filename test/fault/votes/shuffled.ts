import type { Layout } from '../../../src/editions/subscription.js';
import { VotingDesk } from '../../src/votes/voting-desk.js';
import type { Fault, FaultRun } from '../fault.js';
import { anyChange, anyLayout, oneOf, shuffled, whole } from './chance.js';
import { difference, differenceOf, votesIn } from './count.js';
import { DiscordSite } from './discord-site.js';
import { House } from './house.js';
import { reactionEvents } from './protections.js';
import { SlackSite } from './slack-site.js';
import { Tally } from './tally.js';

const rounds = 3;
const changesInRound = 14;
const copies = 3;
const coreHistories = 12;

/** Slack tells every event three times, in any order, some of them a round later. */
async function slackHistory(run: FaultRun, layout: Layout, tally: Tally): Promise<void> {
  const site = await SlackSite.open();
  const house = await House.open(run, site, { layout });
  try {
    await house.begin();
    const messages = await house.posted();
    let late: readonly (() => void)[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      site.slack.events.hold();
      for (let count = 0; count < changesInRound; count += 1) {
        anyChange(run.random, house, messages);
        await site.flow.pass(oneOf(run.random, [0, 0, 1, 300, 2_000]));
      }
      const told = shuffled(run.random, [...late, ...site.slack.events.taken()]);
      const kept = round === rounds ? 0 : whole(run.random, told.length);
      late = told.slice(0, kept);
      site.slack.events.release();
      const times = Array.from({ length: copies }, () => told.slice(kept)).flat();
      for (const tell of shuffled(run.random, times)) tell();
      await site.flow.during(site.slack.events.settled());
    }
    await house.heard(oneOf(run.random, messages).ref);
    tally.add('Slack', rounds * changesInRound, await difference(house, messages));
  } finally {
    await house.close();
  }
}

/**
 * Discord keeps the order, but events come late and again: the disk does not take some, and a resumed session tells once more what was not
 * on it.
 */
async function discordHistory(run: FaultRun, layout: Layout, tally: Tally): Promise<void> {
  const site = await DiscordSite.open();
  const house = await House.open(run, site, { layout });
  const { gateway } = site.discord;
  try {
    await house.begin();
    const messages = await house.posted();
    for (let round = 1; round <= rounds; round += 1) {
      const isHeld = run.random() < 0.5;
      if (isHeld) gateway.hold();
      house.fails = () => run.random() < 0.3;
      for (let count = 0; count < changesInRound; count += 1) {
        anyChange(run.random, house, messages);
        await site.flow.pass(oneOf(run.random, [0, 0, 1, 300, 2_000]));
      }
      if (isHeld) gateway.release();
      if (round === 2) {
        // The process ends with events that it could not keep: the next one asks for them, and for those behind them.
        house.fails = () => true;
        anyChange(run.random, house, messages);
        await site.flow.pass(500);
        await house.end();
        house.fails = () => false;
        await house.begin();
      }
    }
    house.fails = () => false;
    await house.heard(oneOf(run.random, messages).ref);
    // What failed is tried again after a minute at the latest.
    await site.flow.pass(70_000);
    tally.add('Discord', rounds * changesInRound + 1, await difference(house, messages));
  } finally {
    await house.close();
  }
}

/** The core alone: every event three times in any order, and nothing is read back that the core does not ask for. */
async function coreHistory({ random }: FaultRun, tally: Tally): Promise<void> {
  const desk = await VotingDesk.open({ readPrecisionMs: oneOf(random, [0, 1_000]) });
  try {
    await desk.connect();
    const refs = [await desk.post(), await desk.post()];
    desk.chat.holding = true;
    const changes = 4 + whole(random, 20);
    for (let count = 0; count < changes; count += 1) {
      const [user, emoji] = [oneOf(random, ['ada', 'ben', 'cem']), oneOf(random, ['👍', '👍', '👎', '🎉'])];
      const ref = oneOf(random, refs);
      const stands = desk.chat.standing(ref).some((one) => one.user === user && one.emoji === emoji);
      await (stands ? desk.chat.unreact(user, ref, emoji) : desk.chat.react(user, ref, emoji));
      await desk.clock.advance(oneOf(random, [0, 0, 1, 300, 5_000]));
    }
    const told = Array.from({ length: copies }, () => desk.chat.held).flat();
    const telling = shuffled(random, told).map((event) => desk.chat.deliver(event));
    await desk.clock.advance(1_000);
    await Promise.all(telling);
    while (desk.clock.sleepers > 0) await desk.passTime(1_000);
    await desk.reconciler.idle();
    const messages = await desk.store.votes.messagesSince({ adapter: desk.chat.id }, 0 as never);
    const wanted = votesIn(messages, ({ ref }) => desk.chat.standing(ref));
    const paper = messages[0]?.ballot[0]?.paper;
    const voters = paper === undefined ? [] : await desk.store.votes.voters('chat:lab' as never, paper);
    const found = new Set(voters.map((one) => `${one.paper} ${one.user.id} ${one.sign}`));
    tally.add('the core', changes, differenceOf(wanted, found));
  } finally {
    await desk.close();
  }
}

export const shuffledEvents: Fault = {
  id: 'F22',
  title: 'reaction events come twice, late and out of order',
  done: 'every event three times, shuffled; some refused by the disk; a session resumed',
  isFast: true,
  protections: [reactionEvents],
  run: async (run) => {
    const tally = new Tally();
    await slackHistory(run, anyLayout(run.random), tally);
    await discordHistory(run, anyLayout(run.random), tally);
    for (let count = 0; count < coreHistories; count += 1) await coreHistory(run, tally);
    return tally.outcome();
  },
};
