import type { Fault, FaultOutcome, FaultRun } from '../fault.js';
import { type Running, within } from './bot.js';
import { chanceOf } from './chance.js';
import { SlackLab } from './slack-lab.js';
import { isRefusal } from './started-together.js';

const channels = 6;
const postedMs = 25_000;
const refusedMs = 15_000;

/** While the first is in the middle of its posts, others come, of each kind that writes. */
async function others(lab: SlackLab, words: readonly (readonly string[])[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const word of words) {
    const end = await within(refusedMs, lab.bot.start(...word).ended());
    if (end === undefined) wrong.push(`A second process (${word.join(' ')}) did not give way.`);
    else if (!isRefusal(end)) wrong.push(`${word.join(' ')} ended with ${end.exit} and said: ${end.errors}`);
  }
  return wrong;
}

async function firstOf(lab: SlackLab, first: Running): Promise<readonly string[]> {
  if (first.child.exitCode !== null || first.child.signalCode !== null) return ['The first process is gone.'];
  await lab.slack.until(() => lab.posted >= channels, postedMs);
  const end = await first.stop();
  return [
    ...(end.exit === 0 && end.errors === '' ? [] : [`The first process ended with ${end.exit}: ${end.errors}`]),
    ...(lab.connections === 1 ? [] : [`There were ${lab.connections} connections.`]),
  ];
}

export const secondBot: Fault = {
  id: 'F11',
  title: 'two bots on one SQLite file',
  done: 'a second start, and another command that writes, while the first one posts',
  isFast: false,
  protections: [{ file: 'src/store/dialect/sqlite-lock.js', take: "connection.exec('begin exclusive');", put: '' }],
  run: async ({ random }: FaultRun): Promise<FaultOutcome> => {
    const { whole, one } = chanceOf(random);
    const lab = await SlackLab.open(channels);
    try {
      const first = lab.bot.start();
      const inTheMiddle = whole(0, channels - 2);
      await lab.slack.until(() => lab.connections > 0 && lab.posted >= inTheMiddle, postedMs);
      const wrong = [...(await others(lab, [['start'], one([['post'], ['start']])]))];
      wrong.push(...(await firstOf(lab, first)));
      const duplicates = lab.lists.filter((count) => count > 1).length;
      const losses = lab.lists.filter((count) => count === 0).length;
      return { kind: 'ran', times: 2, figures: { editions: lab.posted, duplicates, losses }, wrong };
    } finally {
      await lab.close();
    }
  },
};
