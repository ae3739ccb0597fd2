import { simulate } from './simulate.js';
import type { Step } from './step.js';

/** Shrinking is for whoever reads it, and worth no more of their time. */
const patienceMs = 25_000;

/** Leaves out steps as long as something goes wrong all the same. Not always the same thing, which is as well. */
export async function shrink(history: readonly Step[], folder: string): Promise<readonly Step[]> {
  const until = performance.now() + patienceMs;
  let steps = history;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < steps.length && performance.now() < until; ) {
      const fewer = steps.toSpliced(from, size);
      const { wrong, steps: done } = await simulate(fewer, folder);
      if (wrong.length > 0) steps = fewer.slice(0, done);
      else from += size;
    }
  }
  return steps;
}
