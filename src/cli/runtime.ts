import type { Writable } from 'node:stream';
import type { Clock, Random } from '../kernel/clock.js';
import type { NewId } from '../kernel/ids.js';
import type { Log } from '../kernel/log.js';
import type { TimeZone } from '../kernel/schedule.js';
import type { ChatAdapter } from '../platform/adapter.js';
import type { AdapterContext, Streams } from '../platform/adapter-factory.js';

/** What the process lends to the command line. Only `main.ts` makes one. */
export interface Runtime {
  readonly streams: Streams;
  /** Where progress and problems are written. */
  readonly errors: Writable & { readonly isTTY?: boolean };
  readonly clock: Clock;
  readonly zone: TimeZone;
  readonly random: Random;
  readonly newId: NewId;
  readonly log: Log;
  readonly version: string;
  /** The folder of the package: the sample lies in it. */
  readonly packageFolder: string;
  /** Where relative paths begin. */
  readonly workingFolder: string;
  /** A new folder for a throw-away copy, removed when the process ends. */
  temporaryFolder(): Promise<string>;
  /** Aborts at the first SIGINT or SIGTERM. A second one ends the process. */
  readonly interrupted: AbortSignal;
  createAdapter(kind: string, settings: unknown, context: AdapterContext): Promise<ChatAdapter>;
}

/** Writes one line to the person at the terminal. */
export const say = ({ streams }: Pick<Runtime, 'streams'>, line: string): void => {
  streams.output.write(`${line}\n`);
};
