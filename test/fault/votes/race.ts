import { ReadBackWorld, type Step as WorldStep } from '../../contract/read-back-world.js';
import { key } from '../../contract/store-samples.js';
import { message as votingMessage } from '../../contract/vote-samples.js';
import { seededRandom } from '../../fake/ids.js';
import { openFreshStore } from '../../src/store/fresh-store.js';
import type { Fault, FaultRun } from '../fault.js';
import { oneOf, shuffled, whole } from './chance.js';
import { difference, differenceOf } from './count.js';
import { DiscordSite } from './discord-site.js';
import { House } from './house.js';
import { eventInDoubt, setInDoubt, unclearIsReadAgain } from './protections.js';
import { SlackSite } from './slack-site.js';
import { breathe, DiscordStage, SlackStage, type Stage } from './stage.js';
import { Tally } from './tally.js';

/** Around a read: not sent yet, on its way, carried out but not answered, answered. */
const moments = ['before', 'on its way', 'taken', 'answered'] as const;
type Moment = (typeof moments)[number];

interface Step {
  /** A reaction is put on the message, or taken back. */
  readonly changes: boolean;
  /** What has changed so far is told. */
  readonly tells: boolean;
}

type Interleaving = Readonly<Record<Moment, Step>>;

const bit = (number: number, place: number): boolean => ((number >> place) & 1) === 1;

/** Every way in which something changes around a read, in an order without a pattern. What is left untold is told after all of it. */
const interleavings: readonly Interleaving[] = shuffled(
  seededRandom(24),
  Array.from({ length: 256 }, (_, number) => {
    const step = (place: number): Step => ({ changes: bit(number, place), tells: bit(number, place + moments.length) });
    return { before: step(0), 'on its way': step(1), taken: step(2), answered: step(3) };
  }).filter((steps) => moments.some((moment) => steps[moment].changes)),
);

/** Over twenty seeds all of them are played. */
const inOneRun = Math.ceil(interleavings.length / 20);

const interleavingsOf = (seed: number): readonly Interleaving[] => {
  const first = ((seed - 1) * inOneRun) % interleavings.length;
  return [...interleavings, ...interleavings].slice(first, first + inOneRun);
};

/** Puts the reaction whose withdrawal begins the read. */
const doubter = 4;
const voter = 0;
/** Histories of the core alone. */
const worlds = 100;

async function playOne(stage: Stage, house: House, steps: Interleaving, tally: Tally): Promise<void> {
  const { site } = stage;
  const [message] = await house.messages();
  const form = site.forms.find(({ raw }) => raw === '👍' || raw === 'thumbsup');
  if (message === undefined || form === undefined) throw new Error('There is nothing to vote on.');
  const act = async (moment: Moment): Promise<void> => {
    const { changes, tells } = steps[moment];
    if (changes) site.toggle(voter, message.ref, form);
    if (!tells) return;
    stage.tell();
    await breathe(site);
  };
  site.toggle(doubter, message.ref, form);
  await house.heard(message.ref);
  stage.hold();
  await act('before');
  let isTaken = false;
  stage.onRead(async (hold) => {
    await act(hold);
    isTaken ||= hold === 'taken';
  });
  stage.doubt(doubter, message.ref, form);
  await site.flow.until(() => isTaken, 'the read');
  await breathe(site);
  await act('answered');
  stage.release();
  await house.heard(message.ref);
  const changes = moments.filter((moment) => steps[moment].changes).length;
  tally.add(`${stage.name}, ${inWords(steps)}`, changes + 2, await difference(house, [message]));
}

const inWords = (steps: Interleaving): string =>
  moments
    .flatMap((moment) => {
      const { changes, tells } = steps[moment];
      const what = [...(changes ? ['changed'] : []), ...(tells ? ['told'] : [])];
      return what.length === 0 ? [] : [`${moment}: ${what.join(' and ')}`];
    })
    .join(', ');

async function play(run: FaultRun, stage: Stage, tally: Tally): Promise<void> {
  const house = await House.open(run, stage.site, { layout: 'cards' });
  try {
    await house.begin();
    await house.posted();
    for (const steps of interleavingsOf(run.seed)) await playOne(stage, house, steps, tally);
  } finally {
    await house.close();
  }
}

/** Changes, reads whose time is known only roughly, and what reaches us of both: late, again, or never. */
function anyStep(random: FaultRun['random']): WorldStep {
  const kind = oneOf(random, ['change', 'read', 'hear'] as const);
  if (kind === 'change') {
    const heard = oneOf(random, ['now', 'now', 'later', 'never'] as const);
    return { kind, emoji: oneOf(random, ['👍', '👍', '👍', '👎'] as const), heard };
  }
  if (kind === 'read')
    return { kind, width: oneOf(random, [0, 3, 9]), heard: oneOf(random, ['now', 'later'] as const) };
  return { kind, which: whole(random, 4), of: oneOf(random, ['events', 'sets'] as const) };
}

/** The core alone, where a set may be older or newer than any event. */
async function coreHistories({ random }: FaultRun, tally: Tally): Promise<void> {
  const store = await openFreshStore();
  try {
    for (let count = 1; count <= worlds; count += 1) {
      const name = `world-${count}`;
      const ballot = (['👍', '👎'] as const).map((emoji) => ({
        ...{ emoji, paper: key(`${name} ${emoji}`) },
        sign: 1 as const,
      }));
      const steps = Array.from({ length: 3 + whole(random, 10) }, () => anyStep(random));
      await store.transaction(async ({ votes }) => {
        await votes.addMessage(votingMessage(name, ballot));
        const world = new ReadBackWorld(votes, name);
        for (const step of steps) await world.take(step);
        await world.end();
        const changes = steps.filter(({ kind }) => kind === 'change').length;
        tally.add('the core', changes, differenceOf(new Set(world.standing()), new Set(await world.counted())));
      });
    }
  } finally {
    await store.close();
  }
}

export const race: Fault = {
  id: 'F24',
  title: 'reactions change while the set of them is read',
  done: 'the answer held; changed and told before, on its way, when taken, when answered',
  isFast: false,
  protections: [unclearIsReadAgain, setInDoubt, eventInDoubt],
  run: async (run) => {
    const tally = new Tally();
    await play(run, new SlackStage(await SlackSite.open()), tally);
    await play(run, new DiscordStage(await DiscordSite.open(), run.seed % 2 === 0 ? 0 : 1), tally);
    await coreHistories(run, tally);
    return tally.outcome();
  },
};
