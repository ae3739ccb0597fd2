import { type Clock, type Instant, instant, type Random } from '../kernel/clock.js';
import type { Log } from '../kernel/log.js';
import type { EditOutcome } from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import type { Room } from '../platform/room.js';
import type { DueSeeds, VoteRepository } from '../votes/repository.js';
import { Holds } from './holds.js';
import type { Outbox } from './outbox.js';
import { answerOf } from './patience.js';
import { type Task, type TaskSource, Workers } from './workers.js';

/** Whether posts still go out is looked at again after so long. */
const pauseMs = 1_000;
/** An adapter that paces its requests may let one wait for this long. */
const patienceMs = 90_000;

interface SeederDeps {
  readonly store: { readonly outbox: Outbox; readonly votes: VoteRepository };
  readonly adapters: AdapterMap;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * Puts the emoji that vote on our messages, so that people only press them. Posts go first: a workspace with something to post waits.
 * The newest message first; what a platform refuses is not asked again.
 */
export class Seeder {
  readonly #deps: SeederDeps;
  readonly #workers: Workers;
  readonly #holds: Holds;
  readonly #stopping = new AbortController();
  readonly #source: TaskSource = {
    take: (room) => this.#take(room),
    nextAt: (room) => this.#nextAt(room),
  };

  constructor(deps: SeederDeps) {
    const { adapters, clock, log, random } = deps;
    this.#deps = deps;
    this.#holds = new Holds(clock, random);
    this.#workers = new Workers({
      name: 'seeding',
      adapters: [...adapters.values()].filter(({ reactions }) => reactions?.seed !== undefined).map(({ id }) => id),
      perWorkspace: 1,
      ...{ clock, log },
    });
  }

  /** Seeds what is due, until nothing can be done now. */
  pump(): Promise<void> {
    return this.#workers.pump(this.#source, () => this.#deps.clock.now());
  }

  /** Seeds whenever a message is due, until `stop`. */
  run(): Promise<void> {
    return this.#workers.run(this.#source);
  }

  /** Something was posted. */
  wake(): void {
    this.#workers.wake();
  }

  /** Begins nothing new and resolves when the requests under way have ended. */
  stop(): Promise<void> {
    this.#stopping.abort();
    return this.#workers.stop();
  }

  async #take(room: Room): Promise<readonly Task[]> {
    const due = await this.#due(room);
    return due.map((seeds) => ({
      workspace: seeds,
      fields: { adapter: seeds.adapter, workspace: seeds.workspace, message: seeds.ref.key },
      work: () => this.#seed(seeds),
    }));
  }

  async #due(room: Room): Promise<readonly DueSeeds[]> {
    const { store, clock } = this.#deps;
    const posting = await store.outbox.busy(clock.now());
    return store.votes.dueSeeds({ ...room, closed: [...posting, ...this.#holds.held()] });
  }

  /** Soon, when something is due that waits for posts or for its platform; else whoever posts wakes us. */
  async #nextAt(room: Room): Promise<Instant | undefined> {
    const due = await this.#deps.store.votes.dueSeeds({ ...room, limit: Math.min(1, room.limit) });
    return due.length === 0 ? undefined : instant(this.#deps.clock.now() + pauseMs);
  }

  async #seed(seeds: DueSeeds): Promise<void> {
    const { store, log } = this.#deps;
    for (const emoji of seeds.emoji) {
      // What was put on it already is no trouble to the platform when it comes again.
      if (this.#stopping.signal.aborted) return;
      const outcome = await this.#put(seeds, emoji);
      if (outcome.kind === 'retry') return this.#hold(seeds, outcome);
      if (outcome.kind === 'edited') continue;
      log.warn('seeding.refused', { adapter: seeds.adapter, message: seeds.ref.key, ...outcome });
      break;
    }
    this.#holds.release(seeds);
    await store.votes.endSeeds(seeds.ref);
  }

  #hold(seeds: DueSeeds, { reason, notBefore }: Extract<EditOutcome, { kind: 'retry' }>): void {
    const { failures } = this.#holds.hold(seeds, notBefore);
    const { adapter, workspace } = seeds;
    this.#deps.log.info('seeding.waits', { adapter, workspace, reason, failures });
  }

  #put({ adapter, ref }: DueSeeds, emoji: string): Promise<EditOutcome> {
    const seed = this.#deps.adapters.get(adapter)?.reactions?.seed;
    if (seed === undefined) return Promise.resolve({ kind: 'rejected', reason: 'no seeds', detail: adapter });
    return answerOf<EditOutcome>(() => seed(ref, emoji), {
      clock: this.#deps.clock,
      ...{ patienceMs, graceMs: 0, failed: (reason) => ({ kind: 'retry', reason }) },
    });
  }
}
