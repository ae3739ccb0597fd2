import type { MessageRef } from '../../../src/platform/adapter.js';
import type { VotingMessage } from '../../../src/votes/repository.js';
import type { Fault, FaultRun } from '../fault.js';
import { anyChange, oneOf, whole } from './chance.js';
import { countedIn, difference, differenceOf, votesIn } from './count.js';
import { DiscordSite } from './discord-site.js';
import { House } from './house.js';
import { closedPauses, endedPauses, goneIsMarked, joinedResumes } from './protections.js';
import type { Site } from './site.js';
import { SlackSite } from './slack-site.js';
import { Tally } from './tally.js';

const changes = 15;

/** A way in which the bot's place in a channel ends. */
interface Ending {
  readonly name: string;
  end(): unknown;
  /** Brings the bot back, where that can be. */
  again?(): unknown;
}

interface Scene {
  readonly name: string;
  readonly site: Site;
  deleteMessages(refs: readonly MessageRef[]): unknown;
  readonly endings: readonly Ending[];
}

async function slackScene(): Promise<Scene> {
  const site = await SlackSite.open();
  const { admin, channel } = site;
  return {
    ...{ name: 'Slack', site },
    deleteMessages: (refs) => {
      for (const ref of refs) void admin.deleteMessage(site.messageOf(ref));
    },
    endings: [
      { name: 'the channel is deleted', end: () => admin.deleteChannel(channel) },
      { name: 'the channel is archived', end: () => admin.archive(channel), again: () => admin.unarchive(channel) },
      { name: 'the bot is removed', end: () => admin.kickBot(channel), again: () => admin.inviteBot(channel) },
    ],
  };
}

async function discordScene(): Promise<Scene> {
  const site = await DiscordSite.open();
  const { guild, channel } = site;
  return {
    ...{ name: 'Discord', site },
    deleteMessages: (refs) => {
      const messages = refs.map((ref) => site.messageOf(ref));
      const [first] = messages;
      if (messages.length === 1 && first !== undefined) return guild.moderation.deleteMessage(first);
      return guild.moderation.bulkDelete(messages);
    },
    endings: [
      { name: 'the channel is deleted', end: () => guild.moderation.deleteChannel(channel) },
      { name: 'the bot is removed', end: () => guild.moderation.removeBot(), again: () => guild.addBot() },
    ],
  };
}

/** A process with its editions posted and some votes on them. */
async function begun(run: FaultRun, { site }: Scene, isAlone: boolean) {
  const targets = isAlone ? [site.target] : [site.target, site.other];
  const house = await House.open(run, site, { layout: isAlone ? 'cards' : 'list', targets });
  await house.begin();
  await site.flow.until(async () => (await house.messages()).length >= (isAlone ? 3 : 2), 'the editions');
  const messages = (await house.messages()).filter(({ channel }) => channel === site.target.channel);
  for (let count = 0; count < changes; count += 1) anyChange(run.random, house, messages);
  await house.heard(oneOf(run.random, messages).ref);
  return { house, messages };
}

/** Messages are deleted: their votes stay, and nothing is asked about them any more. */
async function messagesGo(run: FaultRun, scene: Scene, tally: Tally): Promise<void> {
  const { house, messages } = await begun(run, scene, true);
  try {
    const doomed = messages.slice(0, 1 + whole(run.random, 2));
    const left = messages.slice(doomed.length);
    const before = await countedIn(house, doomed);
    scene.deleteMessages(doomed.map(({ ref }) => ref));
    for (let count = 0; count < changes; count += 1) anyChange(run.random, house, left);
    await house.heard(oneOf(run.random, left).ref);
    const name = `${scene.name}, messages are deleted`;
    tally.add(name, changes * 2, differenceOf(before, await countedIn(house, doomed)));
    tally.add(name, 0, await difference(house, left));
    // Discord tells deletions only to those who hear every message: there the next edit or read finds out.
    if (scene.name !== 'Discord') {
      const known = new Set((await house.messages()).map(({ ref }) => ref.key));
      tally.expect(!doomed.some(({ ref }) => known.has(ref.key)), `${name}: they count as being there.`);
    }
  } finally {
    await house.close();
  }
}

/** Somebody leaves: what the platform still shows counts, and what it took away does not once it was read. */
async function personGoes(run: FaultRun, scene: Scene, tally: Tally): Promise<void> {
  const { house, messages } = await begun(run, scene, true);
  const { site } = scene;
  try {
    const leaver = whole(run.random, site.voters);
    site.leaves(leaver);
    await house.end();
    await house.begin();
    await site.flow.pass(10_000);
    tally.add(`${scene.name}, somebody left`, changes, await difference(house, messages));
    for (const { ref } of messages) site.purge(leaver, ref);
    await house.end();
    await house.begin();
    await site.flow.pass(10_000);
    tally.add(`${scene.name}, somebody's reactions went with them`, 0, await difference(house, messages));
  } finally {
    await house.close();
  }
}

/** The channel or the bot's place in it ends: the edition pauses with a reason, the other channel has its own, and votes stay. */
async function placeGoes(run: FaultRun, scene: Scene, ending: Ending, tally: Tally): Promise<void> {
  const { house, messages } = await begun(run, scene, false);
  const { site } = scene;
  const name = `${scene.name}, ${ending.name}`;
  try {
    const before = votesIn(messages, ({ ref }) => site.standing(ref));
    await Promise.all([ending.end()]);
    await site.flow.pass(5_000);
    const { paused } = await house.subscriptionOf(site.target);
    tally.expect(paused !== null, `${name}: its edition is not paused.`);
    const isLogged = site.log.lines.some(({ event, fields }) => event === 'subscription.paused' && fields.reason);
    tally.expect(isLogged, `${name}: nothing of it is in the log.`);
    const asked = site.requestsTo(site.target);
    await house.morning();
    tally.expect(site.requestsTo(site.target) === asked, `${name}: something was asked about it the next morning.`);
    tally.expect((await listsIn(house, site.other.channel)) === 2, `${name}: the other channel had no edition.`);
    tally.add(name, changes, differenceOf(before, await countedIn(house, messages)));
    if (ending.again !== undefined) {
      await Promise.all([ending.again()]);
      await site.flow.pass(10_000);
      await house.morning();
      const lists = await listsIn(house, site.target.channel);
      tally.expect(lists === 2, `${name} and came back: ${lists} editions are in the channel instead of 2.`);
    }
  } finally {
    await house.close();
  }
}

const listsIn = async (house: House, channel: string): Promise<number> =>
  (await house.messages()).filter((one: VotingMessage) => one.channel === channel).length;

export const farewell: Fault = {
  id: 'F25',
  title: 'message or channel deleted, bot removed, somebody left',
  done: 'each on Slack and Discord, with votes on what goes and a morning after it',
  isFast: false,
  protections: [goneIsMarked, closedPauses, endedPauses, joinedResumes],
  run: async (run) => {
    const tally = new Tally();
    for (const open of [slackScene, discordScene]) {
      await messagesGo(run, await open(), tally);
      await personGoes(run, await open(), tally);
      const count = (await closedAgain(open)).length;
      for (let place = 0; place < count; place += 1) {
        const scene = await open();
        const ending = scene.endings[place];
        if (ending !== undefined) await placeGoes(run, scene, ending, tally);
      }
    }
    return tally.outcome();
  },
};

/** The endings there are, without a stand-in that stays open. */
async function closedAgain(open: () => Promise<Scene>): Promise<readonly string[]> {
  const { endings, site } = await open();
  await site.close();
  return endings.map(({ name }) => name);
}
