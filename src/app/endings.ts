import { atMost } from '../kernel/at-most.js';
import type { Clock } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';

/** Waits for all of them to end, whatever becomes of one, but no longer than `ms`. */
export async function allEnded(
  work: readonly Promise<unknown>[],
  ms: number,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<void> {
  const logged = work.map((one) =>
    one.catch((thrown: unknown) => log.error('stop.failed', { reason: reasonOf(thrown) })),
  );
  if (!(await atMost(clock, ms, Promise.all(logged)))) log.warn('stop.unfinished', { afterMs: ms });
}
