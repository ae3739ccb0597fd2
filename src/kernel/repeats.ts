import type { Clock } from './clock.js';
import type { Log, LogFields } from './log.js';

/** The same trouble is told again after so long. */
const quietMs = 3_600_000;
/** What is tried again and again says the same each time; any other line is an event of its own. */
const isRetried = (event: string): boolean => /\.(?:stalled|failed)$/.test(event);
/** More kinds of trouble than a process has at once. */
const mostKinds = 1_000;

/** The log, in which trouble that lasts is one line an hour, and not one for each attempt. */
export function withoutRepeats(log: Log, clock: Pick<Clock, 'monotonicMs'>, told = new Map<string, number>()): Log {
  const isNew = (event: string, fields: LogFields): boolean => {
    const key = JSON.stringify([event, fields]);
    const now = clock.monotonicMs();
    if (now - (told.get(key) ?? Number.NEGATIVE_INFINITY) < quietMs) return false;
    if (told.size >= mostKinds) told.clear();
    told.set(key, now);
    return true;
  };
  const once =
    (level: 'warn' | 'error') =>
    (event: string, fields: LogFields = {}): void => {
      if (!isRetried(event) || isNew(event, fields)) log[level](event, fields);
    };
  return {
    debug: (event, fields) => log.debug(event, fields),
    info: (event, fields) => log.info(event, fields),
    warn: once('warn'),
    error: once('error'),
    child: (fields) => withoutRepeats(log.child(fields), clock),
  };
}
