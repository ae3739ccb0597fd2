import type { EditionId } from '../editions/repository.js';
import { type Instant, instant } from '../kernel/clock.js';
import { lessRoom } from '../platform/room.js';
import { type AttemptDeps, Attempts, leaseMs } from './attempts.js';
import type { Claim, ClaimScope, Delivery } from './outbox.js';
import { type Task, type TaskSource, Workers } from './workers.js';

/** More would not make a platform that limits its pace any faster. */
const postsPerWorkspace = 4;
/** At the end of a stop, to record what came of the posts that were given up. */
const recordMs = 1_000;

/**
 * Posts what is in the outbox: claim with a lease before any network byte, no more than can begin at once, post outside any transaction,
 * record fenced by the epoch. What a lost answer leaves behind is settled by looking on the platform, never by posting again.
 */
export class Deliverer {
  readonly #deps: AttemptDeps;
  readonly #attempts: Attempts;
  readonly #workers: Workers;
  readonly #everything: TaskSource;

  constructor(deps: AttemptDeps) {
    const { clock, log } = deps;
    this.#deps = deps;
    this.#attempts = new Attempts(deps);
    this.#workers = new Workers({
      name: 'delivery',
      adapters: [...deps.adapters.keys()],
      perWorkspace: postsPerWorkspace,
      ...{ clock, log },
    });
    this.#everything = this.#sourceOf({});
  }

  /** Posts and settles until nothing is claimable now and nothing is under way. */
  pump(): Promise<void> {
    return this.#workers.pump(this.#everything, () => this.#deps.clock.now());
  }

  /**
   * Posts and settles these editions only, waiting for what can be done until the deadline, and for the end of what has begun then.
   * Says what is left: deliveries that have not ended. The signal ends it at once.
   */
  async drain(editions: readonly EditionId[], deadline: Instant, signal?: AbortSignal): Promise<readonly Delivery[]> {
    if (editions.length > 0) await this.#workers.pump(this.#sourceOf({ editions }), () => deadline, signal);
    const parts = await Promise.all(editions.map((edition) => this.#deps.store.outbox.ofEdition(edition)));
    return parts.flat().filter(({ state }) => state.kind === 'due' || state.kind === 'sending');
  }

  /** Works whenever something is due, until `stop`. */
  run(): Promise<void> {
    return this.#workers.run(this.#everything);
  }

  /** There may be something to post. */
  wake(): void {
    this.#workers.wake();
  }

  /**
   * Claims nothing new and resolves when what is under way has been recorded. Towards the end of the grace posts that still wait for
   * an answer are given up: their adapters send nothing more.
   */
  async stop(graceMs: number): Promise<void> {
    const ended = new AbortController();
    this.#attempts.stop();
    void this.#deps.clock.sleep(Math.max(0, graceMs - recordMs), ended.signal).then(() => this.#attempts.giveUp());
    await this.#workers.stop().finally(() => ended.abort());
  }

  #sourceOf(only: Pick<ClaimScope, 'editions'>): TaskSource {
    const { outbox } = this.#deps.store;
    return {
      take: (room) => this.#claim({ ...room, ...only }),
      nextAt: (room) => outbox.nextAt({ ...room, ...only }),
    };
  }

  async #claim(scope: ClaimScope): Promise<readonly Task[]> {
    const { store, clock } = this.#deps;
    const now = clock.now();
    const until = instant(now + leaseMs);
    const lapsed = await store.outbox.claimLapsed(now, until, scope);
    const left = lessRoom(
      scope,
      lapsed.map(({ delivery }) => delivery.target),
    );
    const due = await store.outbox.claimDue(now, until, left);
    return [
      ...lapsed.map((claim) => taskOf(claim, () => this.#attempts.settle(claim))),
      ...due.map((claim) => taskOf(claim, () => this.#attempts.post(claim))),
    ];
  }
}

const taskOf = ({ delivery: { id, target } }: Claim, work: () => Promise<void>): Task => ({
  workspace: target,
  fields: { delivery: id, adapter: target.adapter, workspace: target.workspace, channel: target.channel },
  work,
});
