import type { Clock } from '../../kernel/clock.js';
import { isBusy } from './sqlite-errors.js';

const tries = 20;
const pauseMs = 50;

/** Runs it again, a second or more, while another connection is in the way; SQLite's own wait would stop the whole process. */
export async function patiently<T>(run: () => T, clock: Clock): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return run();
    } catch (thrown) {
      if (!isBusy(thrown) || tried === tries) throw thrown;
    }
    await clock.sleep(pauseMs);
  }
}
