/** Facts of a log line: names, counts, ids and reasons; never a token, never what somebody wrote. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A log line is an event's name and its fields. `child` adds fields to every line. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  child(fields: LogFields): Log;
}

/** From nothing at all to everything. */
export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];
