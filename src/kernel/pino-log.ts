import { type Logger, pino, stdTimeFunctions } from 'pino';
import { reasonOf } from './errors.js';
import type { Log, LogFields, LogLevel } from './log.js';
import { type Redact, redactor } from './redact.js';

export interface PinoLogOptions {
  readonly level: LogLevel;
  /** Usually standard error. It gets whole lines. */
  readonly destination: { write(line: string): unknown; readonly isTTY?: boolean };
  /** JSON lines, for machines, or short lines for people. Left out: for people when the destination is a terminal. */
  readonly json?: boolean;
  /** Left out: one that knows what tokens look like. */
  readonly redact?: Redact;
}

const bare = /^[\w.:/@+-]+$/;

/** What could move the cursor or turn the text around. */
const unseen = /[\p{Cc}\p{Cf}]/gu;

const inWords = (value: unknown): string => {
  const text = String(value);
  return (bare.test(text) ? text : JSON.stringify(text)).replace(unseen, '');
};

/** `09:00:01 warn feed-failed feed=huggingface reason="timed out"` from a JSON line. */
function humanLine(line: string): string {
  const { level, time, event, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const clock = new Date(String(time)).toTimeString().slice(0, 8);
  const facts = Object.entries(fields).map(([name, value]) => ` ${name}=${inWords(value)}`);
  return `${clock} ${level} ${String(event).replace(unseen, '')}${facts.join('')}\n`;
}

/** What an error and its causes say. Deep enough for any real chain; one that leads back to itself ends as well. */
const chain = (value: unknown, links = 8): string =>
  value instanceof Error && value.cause !== undefined && links > 0
    ? `${value.message}: ${chain(value.cause, links - 1)}`
    : reasonOf(value);

function clean(fields: LogFields, redact: Redact): LogFields {
  const values = Object.entries(fields).map(([name, value]: [string, unknown]) => {
    if (typeof value === 'string') return [name, redact(value)];
    // The type allows no objects, but what somebody caught and cast may come all the same.
    return [name, typeof value === 'object' && value !== null ? redact(chain(value)) : value];
  });
  return Object.fromEntries(values);
}

function logOn(logger: Logger, redact: Redact, bound: LogFields): Log {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => (event: string, fields?: LogFields) => {
    if (logger.isLevelEnabled(level)) logger[level](clean({ ...bound, ...fields }, redact), redact(event));
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => logOn(logger, redact, { ...bound, ...fields }),
  };
}

/** A log that writes one line an event; every text in it goes through `redact`. */
export function pinoLog(options: PinoLogOptions): Log {
  const { level, destination, json = destination.isTTY !== true, redact = redactor() } = options;
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'event',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => destination.write(json ? line : humanLine(line)) },
  );
  return logOn(logger, redact, {});
}
