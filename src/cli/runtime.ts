import type { Writable } from 'node:stream';
import type { Clock, Random } from '../kernel/clock.js';
import type { NewId } from '../kernel/ids.js';
import type { Log } from '../kernel/log.js';
import type { TimeZone } from '../kernel/schedule.js';
import type { ChatAdapter } from '../platform/adapter.js';
import type { AdapterContext, Streams } from '../platform/adapter-factory.js';
import type { PlatformSetup, SetupContext } from '../platform/setup.js';
import type { MessageView } from '../view/view.js';

/** How a process ends that was asked to stop before it was done: by convention 128 and the number of SIGINT. */
export const interruptedCode = 130;

type TextStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

interface PrintOptions {
  /** The standard output when left out. */
  readonly on?: TextStream;
  /** Set in under the message that it answers. */
  readonly isReply?: boolean;
}

/** What the process lends to the command line. Only `main.ts` makes one. */
export interface Runtime {
  readonly streams: Streams;
  /** Where progress and problems are written. */
  readonly errors: TextStream;
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
  /** Shows a view to the person at the terminal, typeset as the terminal platform does. */
  print(view: MessageView, options?: PrintOptions): Promise<void>;
  createAdapter(kind: string, settings: unknown, context: AdapterContext): Promise<ChatAdapter>;
  setUp(kind: string, context: SetupContext): Promise<PlatformSetup>;
}

const widest = 100;
const margin = '    ';

/** Writes a sentence to the person at the terminal, set like what the terminal prints around it. */
export function say({ streams: { output } }: Pick<Runtime, 'streams'>, sentence: string): void {
  const width =
    output.isTTY === true ? Math.min(output.columns ?? widest, widest) - margin.length : Number.POSITIVE_INFINITY;
  output.write(
    wrapped(sentence, width)
      .map((line) => `${output.isTTY === true ? margin : ''}${line}\n`)
      .join(''),
  );
}

function wrapped(sentence: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
