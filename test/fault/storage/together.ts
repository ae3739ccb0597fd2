import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../fake/ids.js';
import { type FaultOutcome, type FaultRun, noFigures } from '../fault.js';

type Way = (run: FaultRun) => Promise<FaultOutcome>;
type Ran = Extract<FaultOutcome, { kind: 'ran' }>;

/** Does a fault in several ways, each by itself. Those that cannot be done here do not count as done. */
export async function together({ seed, folder }: FaultRun, ...ways: readonly Way[]): Promise<FaultOutcome> {
  const begun = ways.map(async (way, place): Promise<FaultOutcome> => {
    const own = join(folder, String(place));
    mkdirSync(own);
    try {
      return await way({ seed, random: seededRandom(seed * ways.length + place), folder: own });
    } catch (thrown) {
      return {
        kind: 'ran',
        times: 1,
        figures: {},
        wrong: [thrown instanceof Error ? String(thrown.stack) : String(thrown)],
      };
    }
  });
  return sumOf(await Promise.all(begun));
}

function sumOf(outcomes: readonly FaultOutcome[]): FaultOutcome {
  const ran = outcomes.filter((outcome): outcome is Ran => outcome.kind === 'ran');
  if (ran.length === 0) return outcomes[0] ?? { kind: 'not run', why: 'there is no way to do it' };
  const names = Object.keys(noFigures) as readonly (keyof typeof noFigures)[];
  const figures = names.map((name) => [name, ran.reduce((sum, one) => sum + (one.figures[name] ?? 0), 0)]);
  return {
    kind: 'ran',
    times: ran.reduce((sum, { times }) => sum + times, 0),
    figures: Object.fromEntries(figures),
    wrong: ran.flatMap(({ wrong }) => wrong),
  };
}
