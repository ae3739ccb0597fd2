import type { ChatAdapter, MessageRef, Target } from '../../../src/platform/adapter.js';
import type { AdapterStorage } from '../../../src/platform/adapter-storage.js';
import type { FakeClock } from '../../fake/clock.js';
import type { MemoryLog } from '../../fake/log.js';
import type { Flow } from './flow.js';

/** A way to write an emoji, and what it counts as. `isBurst`: Discord's super reaction. */
export interface Form {
  readonly raw: string;
  readonly base: string;
  readonly isBurst?: boolean;
}

export interface Standing {
  readonly user: string;
  /** In base form. */
  readonly emoji: string;
}

/** A platform's stand-in with one channel, and people who vote there. */
export interface Site {
  readonly target: Target;
  readonly clock: FakeClock;
  readonly log: MemoryLog;
  readonly flow: Flow;
  readonly storage: AdapterStorage;
  readonly forms: readonly Form[];
  readonly voters: number;
  /** A new process, not yet started. */
  connect(): Promise<ChatAdapter>;
  /** Somebody puts an emoji on a message, or takes it back where it stands. */
  toggle(voter: number, ref: MessageRef, form: Form): void;
  /** Everybody's reactions, as the platform would list them; programs' left out. */
  standing(ref: MessageRef): readonly Standing[];
  /** Another channel, of another server where the platform ends the bot's stay by servers. */
  readonly other: Target;
  /** How often something was asked of the platform about that channel. */
  requestsTo(target: Target): number;
  /** Somebody leaves the workspace for good. What they put on messages stands, until the platform takes it away unheard. */
  leaves(voter: number): void;
  purge(voter: number, ref: MessageRef): void;
  /** Somebody who is no voter presses an emoji that means nothing: what came before it has been told when it is. Their id. */
  mark(ref: MessageRef): string;
  /** Resolves when the adapter has a connection. */
  connected(): Promise<void>;
  close(): Promise<void>;
}
