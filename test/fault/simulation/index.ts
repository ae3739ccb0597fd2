import { seededRandom } from '../../fake/ids.js';
import type { Fault, FaultOutcome, FaultRun } from '../fault.js';
import { protections } from './protections.js';
import { shrink } from './shrink.js';
import { simulate, type Verdict } from './simulate.js';
import { drawHistory, historyText, parseHistory, type Step } from './step.js';

const longHistory = 3_000;
const shortHistory = 200;
/** Played once more, to see that the same history has the same trace. */
const playedTwice = 40;

async function outcomeOf(history: readonly Step[], verdict: Verdict, { folder, seed }: FaultRun, id: string) {
  const { wrong, figures, steps } = verdict;
  if (wrong.length === 0) return { kind: 'ran' as const, times: steps, figures, wrong };
  const few = await shrink(history.slice(0, steps), folder);
  const again = `${few.length} steps do it: npm run test:fault -- --only ${id} --seed ${seed} --steps "${historyText(few)}"`;
  return { kind: 'ran' as const, times: steps, figures, wrong: [...wrong, again] };
}

async function isRepeatable(history: readonly Step[], folder: string): Promise<boolean> {
  const [one, other] = [await simulate(history, folder), await simulate(history, folder)];
  return one.trace === other.trace;
}

/** Plays the history of the seed, or the one that is given, and shrinks it when it fails. */
const play =
  (id: string, length: number) =>
  async (run: FaultRun): Promise<FaultOutcome> => {
    const history = run.history === undefined ? drawHistory(seededRandom(run.seed), length) : parseHistory(run.history);
    const verdict = await simulate(history, run.folder);
    const outcome = await outcomeOf(history, verdict, run, id);
    if (await isRepeatable(history.slice(0, playedTwice), run.folder)) return outcome;
    return { ...outcome, wrong: [...outcome.wrong, 'the same history was not played the same way twice'] };
  };

export const faults: readonly Fault[] = [
  {
    id: 'S01',
    title: 'many days, both platforms',
    done: 'a history of 3,000 steps, compared with a plain model',
    isFast: false,
    protections,
    run: play('S01', longHistory),
  },
  {
    id: 'S02',
    title: 'some days, both platforms',
    done: 'a history of 200 steps, compared with a plain model',
    isFast: true,
    protections: [],
    run: play('S02', shortHistory),
  },
];
