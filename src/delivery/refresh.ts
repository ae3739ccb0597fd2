import { thaw } from '../editions/content.js';
import { partView } from '../editions/layout.js';
import type { EditionRepository } from '../editions/repository.js';
import { type Clock, instant } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import type { EditOutcome, MessageRef } from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import type { VoteRepository } from '../votes/repository.js';
import type { Outbox } from './outbox.js';

/** A message is edited at most once in so long, however many votes it gets. */
const pauseMs = 10_000;
const batchSize = 50;

export interface RefreshDeps {
  readonly store: { readonly outbox: Outbox; readonly votes: VoteRepository; readonly editions: EditionRepository };
  readonly adapters: AdapterMap;
  readonly clock: Clock;
  readonly log: Log;
}

/** Edits the team's tally back into the posts whose votes changed. What is stale is a row, so that a restart loses no edit. */
export class TallyRefresh {
  readonly #deps: RefreshDeps;
  readonly #stopping = new AbortController();
  #woken = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(deps: RefreshDeps) {
    this.#deps = deps;
  }

  /** Edits what is stale and was not edited within the pause. Calls run one after the other. */
  refresh(): Promise<void> {
    this.#running = this.#running.catch(() => undefined).then(() => this.#refreshOnce());
    return this.#running;
  }

  /** Refreshes whenever votes change, until `stop`. */
  async run(): Promise<void> {
    const { clock, log } = this.#deps;
    while (!this.#stopping.signal.aborted) {
      this.#woken = new AbortController();
      await this.refresh().catch((thrown: unknown) => log.error('refresh.stalled', { reason: reasonOf(thrown) }));
      await clock.sleep(pauseMs, AbortSignal.any([this.#woken.signal, this.#stopping.signal]));
    }
  }

  /** Votes changed. */
  wake(): void {
    this.#woken.abort();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running.catch(() => undefined);
  }

  async #refreshOnce(): Promise<void> {
    const { store, clock } = this.#deps;
    const editedBefore = instant(clock.now() - pauseMs);
    while (!this.#stopping.signal.aborted) {
      const stale = await store.votes.staleMessages(editedBefore, batchSize);
      for (const ref of stale) await this.#edit(ref);
      if (stale.length < batchSize) break;
    }
  }

  /** Claimed before the tallies are read: a vote that comes in between makes the message stale again. */
  async #edit(ref: MessageRef): Promise<void> {
    const { store, clock, log } = this.#deps;
    await store.votes.markEdited(ref, clock.now());
    const outcome = await this.#replace(ref);
    if (outcome.kind === 'retry') await store.votes.markStale(ref);
    if (outcome.kind === 'gone') await store.votes.markGone([ref], clock.now());
    if (outcome.kind !== 'edited') log.warn('refresh.failed', { adapter: ref.adapter, ...outcome });
  }

  async #replace(ref: MessageRef): Promise<EditOutcome> {
    const { store, adapters } = this.#deps;
    const adapter = adapters.get(ref.adapter);
    const delivery = await store.outbox.byMessage(ref);
    const edition = delivery === undefined ? undefined : await store.editions.find(delivery.edition);
    const content = edition?.content == null ? undefined : await store.editions.content(edition.content);
    if (adapter?.edit === undefined || delivery === undefined || content === undefined) {
      return { kind: 'rejected', reason: 'not editable', detail: 'the platform or the post does not allow it' };
    }
    const tallies = await store.votes.tallies(await store.votes.teamOf(delivery.target), delivery.papers);
    const view = partView(thaw(content), delivery, tallies, adapter.limits);
    return adapter.edit
      .replace(ref, view)
      .catch((thrown: unknown): EditOutcome => ({ kind: 'retry', reason: reasonOf(thrown) }));
  }
}
