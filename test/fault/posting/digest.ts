import type { Layout } from '../../../src/editions/subscription.js';
import type { Fault, FaultRun } from '../fault.js';
import { until } from './bot.js';
import type { Harm, Phase } from './place.js';
import { branch, onBoth, type Platform, patienceMs, playScene, type Scene, type Story } from './scene.js';
import { type Judgement, together } from './verdict.js';

/** A head and a message for each paper: eleven parts. */
const papers = 10;
/** So often it may be started again before it waits by itself, and how long that is remembered. */
const mostInARow = 4;
const forgottenMs = 11 * 60_000;
/** Longer than a feed's list is not read again. */
const freshMs = 70_000;
/** And for so long a part is refused meanwhile. */
const restMs = 150_000;

const phaseOf = (random: () => number): Phase => (random() < 0.5 ? 'before' : 'after');

/** Killed at every part in turn. */
function killedAtEachPart(platform: Platform, run: FaultRun, layout: Layout): Promise<Judgement> {
  return playScene(platform, run, { papers, layouts: [layout], speed: 30 }, async (scene) => {
    let again = 0;
    // What was not carried out comes first the next time, and then the part at which it dies.
    let missing = 0;
    for (let part = 0; part < scene.parts; part += 1) {
      const phase = phaseOf(run.random);
      await scene.startAndKill(phase, 1 + missing);
      missing = phase === 'before' ? 1 : 0;
      again += missing;
      // So that it is not held back for having been started too often.
      if (part % mostInARow === mostInARow - 1) scene.clock.skip(forgottenMs);
    }
    scene.bot.start();
    return { again };
  });
}

/** The feed changes while a channel gets its parts: another channel's edition is made of what it says now. */
function changedBetween(platform: Platform, run: FaultRun, how: 'crash' | 'wait'): Promise<Judgement> {
  const layout: Layout = run.random() < 0.5 ? 'cards' : 'thread';
  const part = 2 + Math.floor(run.random() * (papers - 2));
  return playScene(platform, run, { papers, layouts: [layout], later: 'list' }, (scene) =>
    how === 'crash' ? changedAtCrash(scene, part, phaseOf(run.random)) : changedWhileItWaits(scene, part),
  );
}

async function changedAtCrash(scene: Scene, part: number, phase: Phase): Promise<Story> {
  const { bot, clock, laterRooms } = scene;
  await scene.startAndKill(phase, part);
  bot.publish('autumn');
  clock.skip(freshMs);
  bot.comesDue(laterRooms);
  bot.start();
  return { again: phase === 'before' ? 1 : 0 };
}

async function changedWhileItWaits({ bot, place, laterRooms }: Scene, part: number): Promise<Story> {
  const before = Array.from({ length: part - 1 }, (): Harm => ({ kind: 'fine' }));
  place.harm('post', ...before, { kind: 'rate limited', retryAfterSeconds: restMs / 1_000 });
  bot.start();
  await until('a part was refused', () => place.asked.some(({ isLimited }) => isLimited), patienceMs);
  bot.publish('autumn');
  bot.comesDue(laterRooms, freshMs);
  return { again: 0 };
}

async function changes(platform: Platform, run: FaultRun): Promise<Judgement> {
  const ways = (['crash', 'wait'] as const).map((how) => changedBetween(platform, branch(run, how), how));
  return together(await Promise.all(ways));
}

/** The papers as the store has them now, in place of those that the edition was planned with. */
const unfrozen = `const thawed = JSON.parse(claim.content);
        const latest = await this.#deps.store.papers.find((thawed.entries ?? []).map(({ paper }) => paper.key));
        const entries = (thawed.entries ?? []).map((one) => ({ ...one, paper: latest.get(one.paper.key) ?? one.paper }));
        const view = this.#views.view(JSON.stringify({ ...thawed, entries }), claim.delivery, shows, adapter);`;

export const digest: readonly Fault[] = [
  {
    ...{ id: 'F08', title: 'crash in the middle of eleven parts', isFast: false },
    done: 'killed at each of the eleven, before or after the post took effect',
    protections: [
      { file: 'src/store/claims.js', take: ".where('turn', '=', 1)", put: '' },
      {
        file: 'src/delivery/state.js',
        take: "return { kind: 'sent', ref: lookup.ref, at: now };",
        put: "return again(claim, { reason: 'nobody looked' }, now, chance);",
      },
    ],
    run: (run) => {
      const layouts: readonly Layout[] = run.random() < 0.5 ? ['thread', 'cards'] : ['cards', 'thread'];
      return onBoth(run, (platform, side) =>
        killedAtEachPart(platform, side, layouts[platform === 'slack' ? 0 : 1] ?? 'cards'),
      );
    },
  },
  {
    ...{ id: 'F09', title: 'the feed changes between parts', isFast: false },
    done: 'it is rewritten between two parts, with a crash and without, and another channel gets the new list',
    protections: [
      {
        file: 'src/delivery/attempts.js',
        take: 'const view = this.#views.view(claim.content, claim.delivery, shows, adapter);',
        put: unfrozen,
      },
    ],
    run: (run) => onBoth(run, changes, () => 4),
  },
];
