import type { Clock, Instant } from '../kernel/clock.js';
import type { MessageRef } from '../platform/adapter.js';

/**
 * What became of one read: `later` is tried again, not before the time that the platform named. `unkept`: it was read and our store did not
 * take it, which a full disk does for a while; it is tried until it is taken.
 */
export type Read =
  | { readonly kind: 'done' }
  | { readonly kind: 'unkept' }
  | { readonly kind: 'later'; readonly notBefore?: Instant };

/** Without a time from the platform: one second, doubled each time, at most a minute. */
const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
const mostTries = 8;

interface Job {
  readonly ref: MessageRef;
  readonly ended: Promise<void>;
  readonly end: () => void;
  tries: number;
}

interface QueueDeps {
  readonly clock: Clock;
  readonly read: (ref: MessageRef) => Promise<Read>;
  /** A message was given up after its last try; its votes stay as the events told them. */
  readonly giveUp: (ref: MessageRef, tries: number) => void;
  readonly signal: AbortSignal;
}

/**
 * The reads of one platform, one at a time, so that a request to wait holds up no more than it must. A message waits in it at
 * most once; asked for again while it is being read, it is read once more, since the first read may have been too early.
 */
export class ReadQueue {
  readonly #deps: QueueDeps;
  readonly #urgent = new Map<string, Job>();
  readonly #backlog = new Map<string, Job>();
  #working: Promise<void> | undefined;

  constructor(deps: QueueDeps) {
    this.#deps = deps;
  }

  /** Resolves when the message was read, is gone, was given up, or the queue was stopped. */
  add(ref: MessageRef, urgency: 'urgent' | 'backlog'): Promise<void> {
    if (this.#deps.signal.aborted) return Promise.resolve();
    const waiting = this.#urgent.get(ref.key) ?? this.#backlog.get(ref.key);
    const job = waiting ?? newJob(ref);
    if (urgency === 'urgent') {
      this.#backlog.delete(ref.key);
      this.#urgent.set(ref.key, job);
    } else if (waiting === undefined) this.#backlog.set(ref.key, job);
    this.#working ??= this.#work();
    return job.ended;
  }

  /** Resolves when nothing is left to read. */
  async idle(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
  }

  async #work(): Promise<void> {
    const { signal } = this.#deps;
    // Whoever adds several messages at once adds all of them before the first is taken.
    await Promise.resolve();
    for (let job = this.#take(); job !== undefined; job = this.#take()) {
      if (signal.aborted) job.end();
      else await this.#attempt(job);
    }
    this.#working = undefined;
  }

  #take(): Job | undefined {
    for (const waiting of [this.#urgent, this.#backlog]) {
      for (const [key, job] of waiting) {
        waiting.delete(key);
        return job;
      }
    }
    return undefined;
  }

  async #attempt(job: Job): Promise<void> {
    const { clock, read, giveUp, signal } = this.#deps;
    const outcome = await read(job.ref);
    if (outcome.kind === 'done') return job.end();
    if (outcome.kind === 'unkept') {
      await clock.sleep(longestWaitMs, signal);
      return this.#again(job);
    }
    job.tries += 1;
    if (job.tries >= mostTries) {
      giveUp(job.ref, job.tries);
      return job.end();
    }
    const wait = Math.min(firstWaitMs * 2 ** (job.tries - 1), longestWaitMs);
    await clock.sleep(Math.max(0, (outcome.notBefore ?? clock.now() + wait) - clock.now()), signal);
    this.#again(job);
  }

  #again(job: Job): void {
    const waiting = this.#urgent.get(job.ref.key) ?? this.#backlog.get(job.ref.key);
    if (waiting === undefined) this.#urgent.set(job.ref.key, job);
    else void waiting.ended.then(job.end);
  }
}

function newJob(ref: MessageRef): Job {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ref, ended, end, tries: 0 };
}
