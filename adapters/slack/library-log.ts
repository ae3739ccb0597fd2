import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../src/kernel/log.js';

const words = (said: readonly unknown[]): string =>
  said.map((one) => (one instanceof Error ? one.message : typeof one === 'string' ? one : typeof one)).join(' ');

/**
 * What Slack's libraries have to say, as lines of our log. Below a warning they repeat whole payloads, which hold what people wrote, so
 * that is left out.
 */
export function libraryLog(log: Log): Logger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...said) => log.info('slack.library', { said: words(said) }),
    error: (...said) => log.warn('slack.library', { said: words(said) }),
    getLevel: () => LogLevel.WARN,
    setLevel: () => undefined,
    setName: () => undefined,
  };
}
