import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../kernel/clock.js';
import type { NewId } from '../kernel/ids.js';
import type { Log } from '../kernel/log.js';
import type { TimeZone } from '../kernel/schedule.js';
import type { ChatAdapter } from './adapter.js';
import type { AdapterStorage } from './adapter-storage.js';
import type { Menu } from './menu.js';

export interface Streams {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What the core hands to every adapter factory beside the adapter's own parsed configuration. */
export interface AdapterContext {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly streams: Streams;
  /** The data folder; an adapter with a memory of its own keeps its files there. */
  readonly folder: string;
  readonly zone: TimeZone;
  /** What the adapter must remember, such as installations. */
  readonly storage: AdapterStorage;
  /** The commands, for platforms with forms of their own. */
  readonly menu: Menu;
}

export type AdapterFactory<Settings> = (settings: Settings, context: AdapterContext) => Promise<ChatAdapter>;
