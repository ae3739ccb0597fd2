import type { FaultRun } from '../fault.js';
import { type Ended, within } from './bot.js';
import { SlackLab } from './slack-lab.js';

const postedMs = 20_000;
const refusedMs = 15_000;

export const isRefusal = ({ exit, errors }: Ended): boolean =>
  exit === 75 && errors.startsWith('Another Broadsheet is already using ') && errors.includes('Stop the other one');

/** Two processes on one data folder that begin at the same moment: one works, the other says why it does not. */
export async function startedTogether({ random }: FaultRun): Promise<{ posted: number; wrong: readonly string[] }> {
  const lab = await SlackLab.open(1);
  try {
    const both = [lab.bot.start()];
    await new Promise((resolve) => setTimeout(resolve, random() * 30));
    both.push(lab.bot.start());
    const refused = await within(
      refusedMs,
      Promise.race(both.map(async (running) => ({ running, end: await running.ended() }))),
    );
    if (refused === undefined) return { posted: 1, wrong: ['Of two processes on one data folder none gave way.'] };
    const wrong: string[] = [];
    const { exit, errors } = refused.end;
    if (!isRefusal(refused.end)) wrong.push(`The process that gave way ended with ${exit} and said: ${errors}`);
    await lab.slack.until(() => lab.posted > 0, postedMs);
    for (const running of both.filter((one) => one !== refused.running)) {
      const end = await running.stop();
      if (end.exit !== 0 || end.errors !== '') wrong.push(`The other one ended with ${end.exit}: ${end.errors}`);
    }
    if (lab.connections !== 1) wrong.push(`They connected ${lab.connections} times.`);
    return { posted: lab.posted, wrong };
  } finally {
    await lab.close();
  }
}
