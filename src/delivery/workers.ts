import type { Clock, Instant } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';
import type { Log, LogFields } from '../kernel/log.js';
import type { AdapterId, Workspace } from '../platform/adapter.js';
import type { Room } from '../platform/room.js';

/** So many slow workspaces hold up no other, and so many busy ones each keep their own pace. */
const mostWorkspaces = 256;
const longestSleepMs = 60_000;
/** After the store failed: a full disk may have room again. */
const stalledMs = 5_000;

/** Something to do in one workspace, which begins as soon as it was taken. */
export interface Task {
  readonly workspace: Workspace;
  /** What the log calls it. */
  readonly fields: LogFields;
  readonly work: () => Promise<void>;
}

export interface TaskSource {
  /** Takes what can begin now, as much as there is room for. */
  take(room: Room): Promise<readonly Task[]>;
  /** When there may be something to take in this room; undefined: not before somebody wakes the workers. */
  nextAt(room: Room): Promise<Instant | undefined>;
}

interface WorkersOptions {
  /** What the log calls their work. */
  readonly name: string;
  readonly adapters: readonly AdapterId[];
  /** How many tasks may be under way at once in one workspace. */
  readonly perWorkspace: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Does tasks side by side, few in one workspace. A task that throws is logged and harms no other. */
export class Workers {
  readonly #options: WorkersOptions;
  readonly #underWay = new Map<Task, Promise<void>>();
  #bell = new AbortController();
  #taking: Promise<unknown> = Promise.resolve();
  #isStopping = false;

  constructor(options: WorkersOptions) {
    this.#options = options;
  }

  /**
   * Works until nothing is under way and nothing will come until the time that `until` tells, or until the signal, which leaves to
   * itself what is under way. Rejects when the source does.
   */
  async pump(source: TaskSource, until: () => Instant, signal?: AbortSignal): Promise<void> {
    const isOver = (next: Instant | undefined): boolean => next === undefined || next > until();
    return this.#work(source, isOver, signal);
  }

  /** Works until `stop`. */
  async run(source: TaskSource): Promise<void> {
    const { name, clock, log } = this.#options;
    while (!this.#isStopping) {
      const rung = this.#bell.signal;
      try {
        await this.#work(source, () => false);
      } catch (thrown) {
        log.error(`${name}.stalled`, { reason: reasonOf(thrown) });
        await clock.sleep(stalledMs, rung);
      }
    }
  }

  /** There may be something to take. */
  wake(): void {
    // Without a reason each would cost an error with its stack.
    this.#bell.abort('woken');
    this.#bell = new AbortController();
  }

  /** Takes nothing new and resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.wake();
    await this.#taking;
    await Promise.all(this.#underWay.values());
  }

  async #work(source: TaskSource, isOver: (next: Instant | undefined) => boolean, signal?: AbortSignal): Promise<void> {
    while (!this.#isStopping && signal?.aborted !== true) {
      const rung = this.#bell.signal;
      const taken = await this.#take(source);
      const room = this.#room();
      const next = room.limit === 0 ? undefined : await source.nextAt(room);
      if (taken === 0 && this.#underWay.size === 0 && isOver(next)) return;
      await this.#rest(next, signal === undefined ? rung : AbortSignal.any([rung, signal]));
    }
  }

  async #rest(next: Instant | undefined, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const waitMs = next === undefined ? longestSleepMs : Math.min(longestSleepMs, next - clock.now());
    if (waitMs > 0) await clock.sleep(waitMs, signal);
  }

  /** One at a time, so that room is not given twice. What ends in the same moment makes room together. */
  #take(source: TaskSource): Promise<number> {
    const taking = this.#taking.then(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      const room = this.#room();
      if (this.#isStopping || room.limit === 0) return 0;
      const tasks = await source.take(room);
      for (const task of tasks) this.#begin(task);
      return tasks.length;
    });
    this.#taking = taking.catch(() => 0);
    return taking;
  }

  #begin(task: Task): void {
    const { name, log } = this.#options;
    const done = (async () => task.work())()
      .catch((thrown: unknown) => log.error(`${name}.broken`, { ...task.fields, reason: reasonOf(thrown) }))
      .finally(() => {
        this.#underWay.delete(task);
        this.wake();
      });
    this.#underWay.set(task, done);
  }

  #room(): Room {
    const { adapters, perWorkspace } = this.#options;
    return {
      adapters,
      limit: Math.max(0, mostWorkspaces * perWorkspace - this.#underWay.size),
      perWorkspace,
      busy: [...this.#underWay.keys()].map(({ workspace }) => workspace),
    };
  }
}
