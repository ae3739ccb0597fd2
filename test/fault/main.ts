import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Fault } from './fault.js';
import { play } from './play.js';
import { prove } from './proof.js';
import { figuresText, header, held, ran, row, type Score, tableText, total, trouble } from './scoreboard.js';
import { faults } from './table.js';

const nightlySeeds = 20;

const { values } = parseArgs({
  options: {
    /** The first seed; a failing one is printed and can be played again by it. */
    seed: { type: 'string', default: '1' },
    /** Twenty seeds a fault. */
    nightly: { type: 'boolean', default: false },
    /** Only these, such as F01,F02. */
    only: { type: 'string' },
    /** The steps of a simulation, as a failing one prints them, in place of those of the seed; or a file with them. */
    steps: { type: 'string' },
    history: { type: 'string' },
    /** Takes out each protection in a copy of the built program: each has to be missed. */
    prove: { type: 'boolean', default: false },
  },
});

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const history = values.history === undefined ? values.steps : readFileSync(values.history, 'utf8');

async function score(fault: Fault, seeds: readonly number[]): Promise<Score> {
  const began = performance.now();
  const outcomes: { seed: number; outcome: Awaited<ReturnType<typeof play>> }[] = [];
  for (const seed of seeds) outcomes.push({ seed, outcome: await play(fault, seed, history) });
  return { fault, outcomes, tookMs: performance.now() - began };
}

async function board(chosen: readonly Fault[], seeds: readonly number[]): Promise<number> {
  const scores: Score[] = [];
  for (const fault of chosen) {
    if (process.stderr.isTTY) process.stderr.write(`${fault.id} ${fault.title}\n`);
    scores.push(await score(fault, seeds));
  }
  say(tableText([header, ...scores.map(row)]));
  for (const line of scores.flatMap(trouble)) say(line);
  say(`seed ${seeds.length === 1 ? seeds[0] : `${seeds[0]} to ${seeds.at(-1)}`}`);
  say(figuresText(total(scores)));
  const failed = scores.filter((one) => ran(one) && !held(one)).length;
  const passed = scores.filter((one) => ran(one) && held(one)).length;
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const only = values.only?.split(',');
  const chosen = faults.filter(({ id }) => only === undefined || only.includes(id));
  const first = Number(values.seed);
  if (!Number.isSafeInteger(first) || chosen.length === 0) {
    say(chosen.length === 0 ? `There is no fault ${values.only}.` : `${values.seed} is no seed: write a whole number.`);
    return 64;
  }
  if (values.prove) return prove(chosen, first, say);
  const count = values.nightly ? nightlySeeds : 1;
  return board(
    chosen,
    Array.from({ length: count }, (_, index) => first + index),
  );
}

process.exitCode = await main();
// A child or a socket that somebody forgot must not keep the board from its end.
process.exit();
