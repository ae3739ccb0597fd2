import { type Clock, type Instant, instant, type Random } from '../kernel/clock.js';
import type { Workspace } from '../platform/adapter.js';
import { workspaceKey } from '../platform/room.js';
import { backoffMs } from './backoff.js';

/** A workspace whose platform asked to wait, or failed. */
export interface Held extends Workspace {
  readonly until: Instant;
  readonly failures: number;
}

/** Workspaces that are left alone for a while: platforms count requests by workspace. */
export class Holds {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #held = new Map<string, Held>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Those that are to be left alone now. */
  held(): readonly Workspace[] {
    const now = this.#clock.now();
    return [...this.#held.values()].filter(({ until }) => until > now);
  }

  /** Leaves the workspace alone until the time that the platform named, and longer with each failure in a row. */
  hold({ adapter, workspace }: Workspace, notBefore: Instant | undefined): Held {
    const key = workspaceKey({ adapter, workspace });
    const failures = (this.#held.get(key)?.failures ?? 0) + 1;
    const until = instant(Math.max(this.#clock.now() + backoffMs(failures, this.#random()), notBefore ?? 0));
    const held = { adapter, workspace, until, failures };
    this.#held.set(key, held);
    return held;
  }

  /** All went well there. */
  release(workspace: Workspace): void {
    this.#held.delete(workspaceKey(workspace));
  }
}
