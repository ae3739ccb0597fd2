import type { Fault, FaultOutcome, FaultRun } from '../fault.js';
import type { Ended, Running } from './bot.js';
import { type Chance, chanceOf } from './chance.js';
import { DiscordLab } from './discord-lab.js';
import { failHalfWay } from './half-migration.js';
import type { Lab } from './lab.js';
import { SlackLab } from './slack-lab.js';

const channels = 12;
/** So many posts of a workspace are under way at once, and may still be finished. */
const underWay = 4;
const mostMs = 15_000;
const postedMs = 30_000;
/** An answer that was lost is looked for when the platform has settled. */
const settledMs = 90_000;
/** What would be posted twice is there by then. */
const afterMs = 1_500;

const posted = ({ lists }: Lab): number => lists.reduce((sum, count) => sum + count, 0);

/** SIGTERM at that moment of that post; resolves when the process is gone. */
function stopAt(lab: Lab, running: Running, place: number, phase: 'before' | 'after'): Promise<Ended> {
  let posts = 0;
  return new Promise((resolve) => {
    lab.onPost((moment) => {
      if (moment === phase) posts += 1;
      if (moment !== phase || posts !== place) return;
      lab.onPost(undefined);
      resolve(running.stop());
    });
    // One that ends before that has failed.
    void running.ended().then(resolve);
  });
}

function wrongEnd({ exit, errors, tookMs }: Ended): readonly string[] {
  return [
    ...(exit === 0 ? [] : [`It ended with ${exit} when asked to stop.`]),
    ...(errors === '' ? [] : [`It said: ${errors}`]),
    ...(tookMs < mostMs ? [] : [`It took ${(tookMs / 1_000).toFixed(1)} s to end.`]),
  ];
}

/** Stopped while it posts to some channels, and started again. */
async function fanOut(lab: Lab, { whole, one }: Chance): Promise<readonly string[]> {
  const isAnswerLost = whole(0, 4) === 0;
  const place = isAnswerLost ? 1 : whole(1, channels - underWay - 1);
  const phase = one(['before', 'after'] as const);
  if (isAnswerLost) lab.loseNextAnswer();
  const first = await stopAt(lab, lab.bot.start(), place, phase);
  const wrong = [...wrongEnd(first)];
  const before = posted(lab);
  if (before > place + underWay) wrong.push(`Asked to stop at post ${place} it went on to ${before}.`);
  const second = lab.bot.start();
  await lab.until(() => lab.lists.every((count) => count > 0), isAnswerLost ? settledMs : postedMs);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  return [...wrong, ...wrongEnd(await second.stop()), ...lab.complaints];
}

export const gracefulStop: Fault = {
  id: 'F30',
  title: 'SIGTERM during a fan-out; a migration that fails half-way',
  done: 'at some post of twelve, before or after it took effect; a migration that throws and one that is killed',
  isFast: false,
  protections: [
    { file: 'src/main.js', take: "process.on('SIGTERM', interrupt);", put: '' },
    { file: 'src/store/dialect/sqlite-driver.js', take: "run('rollback', [])", put: "run('commit', [])" },
  ],
  run: async ({ random, seed }: FaultRun): Promise<FaultOutcome> => {
    const chance = chanceOf(random);
    const lab: Lab = seed % 2 === 1 ? await SlackLab.open(channels) : await DiscordLab.open(channels);
    try {
      const wrong = [...(await failHalfWay(lab.bot, chance)), ...(await fanOut(lab, chance))];
      const duplicates = lab.lists.filter((count) => count > 1).length;
      const losses = lab.lists.filter((count) => count === 0).length;
      return { kind: 'ran', times: 3, figures: { editions: posted(lab), crashes: 1, duplicates, losses }, wrong };
    } finally {
      await lab.close();
    }
  },
};
