import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Operations } from './operations.js';
import type { Step } from './step.js';
import { World } from './world.js';

export interface Verdict {
  /** A sentence for everything that is not as the model says; the first ones of the first step that went wrong. */
  readonly wrong: readonly string[];
  /** How many steps were done. */
  readonly steps: number;
  /** Of all that was asked and answered: the same history has the same. */
  readonly trace: string;
  readonly figures: World['figures'];
  readonly days: number;
}

interface SimulateOptions {
  readonly told?: ((line: string, at: string) => void) | undefined;
}

const dayMs = 86_400_000;

/** Plays a history in a folder of its own and compares after every step; it ends with the first that went wrong, or with a quiet time. */
export async function simulate(
  steps: readonly Step[],
  folder: string,
  { told }: SimulateOptions = {},
): Promise<Verdict> {
  const own = mkdtempSync(join(folder, 'life-'));
  const world = await World.open(own);
  world.onTold = told;
  const began = world.clock.now();
  const operations = new Operations(world);
  let done = 0;
  try {
    await world.start();
    for (const step of [...steps, { what: 'quiet', with: [] }]) {
      await operations.do(step);
      done += 1;
      if (world.wrongs.length > 0) break;
    }
  } catch (thrown) {
    world.wrong('wrong', thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  }
  world.process?.gate.die();
  rmSync(own, { recursive: true, force: true });
  const { wrongs, trace, figures } = world;
  const crashes = figures.crashes - 1;
  return {
    ...{ wrong: wrongs.slice(0, 3), steps: done, trace, figures: { ...figures, crashes } },
    days: (world.clock.now() - began) / dayMs,
  };
}
