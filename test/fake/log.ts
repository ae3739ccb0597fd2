import type { Log, LogFields } from '../../src/kernel/log.js';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: LogFields;
}

/** A log that keeps its lines, so that a test asserts them as data. */
export class MemoryLog implements Log {
  readonly lines: LogLine[];
  readonly #fields: LogFields;

  constructor(lines: LogLine[] = [], fields: LogFields = {}) {
    this.lines = lines;
    this.#fields = fields;
  }

  debug = (event: string, fields: LogFields = {}): void => this.#add('debug', event, fields);
  info = (event: string, fields: LogFields = {}): void => this.#add('info', event, fields);
  warn = (event: string, fields: LogFields = {}): void => this.#add('warn', event, fields);
  error = (event: string, fields: LogFields = {}): void => this.#add('error', event, fields);

  child(fields: LogFields): Log {
    return new MemoryLog(this.lines, { ...this.#fields, ...fields });
  }

  #add(level: LogLine['level'], event: string, fields: LogFields): void {
    this.lines.push({ level, event, fields: { ...this.#fields, ...fields } });
  }
}
