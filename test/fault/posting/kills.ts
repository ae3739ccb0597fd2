import type { Layout } from '../../../src/editions/subscription.js';
import type { Fault, FaultRun } from '../fault.js';
import type { Phase } from './place.js';
import { onBoth, type Platform, playScene } from './scene.js';
import type { Judgement } from './verdict.js';

const papers = 4;

/** Discord forgets a nonce after a few minutes. */
const restMs = 10 * 60_000;

const below = (random: () => number, end: number): number => Math.floor(random() * end);
const layoutOf = (random: () => number): Layout => (random() < 0.5 ? 'thread' : 'cards');

/** Killed by the platform's stand-in around a request, and by itself around the call of its adapter; then it runs to the end. */
function killed(platform: Platform, run: FaultRun, phase: Phase): Promise<Judgement> {
  return playScene(platform, run, { papers, layouts: [layoutOf(run.random)] }, async (scene) => {
    await scene.startAndKill(phase, 1 + below(run.random, 2));
    await scene.startAndDie(phase, 1 + below(run.random, 2));
    scene.bot.start();
    // Nothing had gone out when it died inside.
    return { again: phase === 'before' ? 1 : 0 };
  });
}

/** As `killed` from outside, with ten minutes and much talk before the next start. */
function awayForLong(platform: Platform, run: FaultRun): Promise<Judgement> {
  return playScene(platform, run, { papers, layouts: ['cards'] }, async (scene) => {
    for (const phase of ['after', 'before'] as const) {
      await scene.startAndKill(phase, 1 + below(run.random, 2));
      for (const room of scene.rooms) scene.place.chat(room, below(run.random, 260));
      scene.clock.skip(restMs);
    }
    scene.bot.start();
    return { again: 1 };
  });
}

const settled = 'src/delivery/state.js';

export const kills: readonly Fault[] = [
  {
    ...{ id: 'F01', title: 'kill -9 between intent and request', isFast: false },
    done: 'by the stand-in before it applies the post, and inside before its first byte',
    protections: [
      {
        file: 'src/delivery/deliver.js',
        take: 'const lapsed = await store.outbox.claimLapsed(now, until, scope);',
        put: 'const lapsed = [];',
      },
      {
        file: settled,
        take: "return again(claim, { reason: 'posted without an answer, and it never appeared' }, now, chance);",
        put: "return { kind: 'uncertain', reason: 'it never appeared' };",
      },
    ],
    run: (run) => onBoth(run, (platform, side) => killed(platform, side, 'before')),
  },
  {
    ...{ id: 'F02', title: 'kill -9 between answer and record', isFast: false },
    done: 'by the stand-in after it applied the post, and inside with the answer in hand',
    protections: [
      {
        file: settled,
        take: "return { kind: 'sent', ref: lookup.ref, at: now };",
        put: "return again(claim, { reason: 'nobody looked' }, now, chance);",
      },
    ],
    run: (run) => onBoth(run, (platform, side) => killed(platform, side, 'after')),
  },
  {
    ...{ id: 'F05', title: 'restart after ten minutes', isFast: false },
    done: 'killed around a post; ten minutes and up to 260 messages later it starts again',
    protections: [
      {
        file: 'adapters/discord/lookup.js',
        take: 'messages.find((one) => isDelivery(one, id, botUserId))',
        put: 'undefined',
      },
      {
        file: 'adapters/slack/messages.js',
        take: '.find((one) => isDelivery(one, id, bot?.botUserId))',
        put: '.find(() => false)',
      },
    ],
    run: (run) => onBoth(run, awayForLong),
  },
];
