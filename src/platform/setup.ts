import type { Clock } from '../kernel/clock.js';
import type { Log } from '../kernel/log.js';
import type { Menu } from './menu.js';

/** A secret that connecting a platform takes. */
export interface SetupSecret {
  /** The environment variable that holds it. */
  readonly variable: string;
  /** Where to copy it from. */
  readonly where: string;
  /** Left out: the platform works without it. */
  readonly needed: boolean;
}

/** One thing that was looked at. */
export interface SetupFinding {
  readonly kind: 'fine' | 'wrong' | 'unreachable';
  readonly sentence: string;
}

/** What hands out the setup of a platform. */
export interface SetupContext {
  readonly clock: Clock;
  readonly log: Log;
  /** Another server in the platform's place; null: the platform itself. */
  readonly apiUrl: string | null;
  /** Where the platform will reach us, when it is to; without a slash at the end. */
  readonly publicUrl: string | null;
  /** Reads a file of the package's `config` folder. */
  readonly readConfigFile: (name: string) => Promise<string>;
  /** The commands, for platforms that have to be told of them. */
  readonly menu: Menu;
}

/** Leads somebody through connecting a platform. */
export interface PlatformSetup {
  /** What to do first, as it is printed. */
  readonly steps: string;
  readonly secrets: readonly SetupSecret[];
  /** Tries what was given, by variable. Never rejects. */
  check(given: ReadonlyMap<string, string>): Promise<readonly SetupFinding[]>;
}

export type SetUp = (context: SetupContext) => Promise<PlatformSetup>;
