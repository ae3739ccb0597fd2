import { thaw } from '../editions/content.js';
import { partView } from '../editions/layout.js';
import type { EditionRepository } from '../editions/repository.js';
import { type Clock, instant, type Random } from '../kernel/clock.js';
import type { Log } from '../kernel/log.js';
import type { ChatAdapter, DeliveryId, EditOutcome, MessageRef } from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import type { Room } from '../platform/room.js';
import type { MessageView } from '../view/view.js';
import type { BegunEdit, VoteRepository } from '../votes/repository.js';
import { Holds } from './holds.js';
import type { Outbox } from './outbox.js';
import { answerOf } from './patience.js';
import { type Task, type TaskSource, Workers } from './workers.js';

/** A message is edited at most once in so long, however many votes it gets. */
const pauseMs = 10_000;
/** An edit that has not answered by then is begun again later. */
const patienceMs = 20_000;

interface RefreshDeps {
  readonly store: { readonly outbox: Outbox; readonly votes: VoteRepository; readonly editions: EditionRepository };
  readonly adapters: AdapterMap;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

interface Editable {
  readonly id: DeliveryId;
  readonly edit: NonNullable<ChatAdapter['edit']>;
  readonly view: MessageView;
}

/**
 * Edits the team's tally back into the posts whose votes changed. What is stale is a row, and stays one until the platform shows the
 * edit, so that a restart loses none.
 */
export class TallyRefresh {
  readonly #deps: RefreshDeps;
  readonly #workers: Workers;
  readonly #holds: Holds;
  readonly #source: TaskSource = {
    take: (room) => this.#begin(room),
    nextAt: async () => instant(this.#deps.clock.now() + pauseMs),
  };

  constructor(deps: RefreshDeps) {
    const { clock, log, random } = deps;
    this.#deps = deps;
    this.#holds = new Holds(clock, random);
    // One at a time: posts and answers go first.
    this.#workers = new Workers({
      name: 'refresh',
      adapters: [...deps.adapters.values()].filter(({ edit }) => edit !== undefined).map(({ id }) => id),
      perWorkspace: 1,
      ...{ clock, log },
    });
  }

  /** Edits what is stale and was not edited within the pause. */
  refresh(): Promise<void> {
    return this.#workers.pump(this.#source, () => this.#deps.clock.now());
  }

  /** Refreshes whenever votes change, until `stop`. */
  run(): Promise<void> {
    return this.#workers.run(this.#source);
  }

  /** Votes changed. */
  wake(): void {
    this.#workers.wake();
  }

  /** Begins no further edit and resolves when those under way have been recorded. */
  stop(): Promise<void> {
    return this.#workers.stop();
  }

  async #begin(room: Room): Promise<readonly Task[]> {
    const { store, clock } = this.#deps;
    const now = clock.now();
    const scope = { ...room, closed: this.#holds.held() };
    const begun = await store.votes.beginEdits(now, instant(now - pauseMs), scope);
    return begun.map((edit) => ({
      workspace: edit,
      fields: { adapter: edit.adapter, workspace: edit.workspace, message: edit.ref.key },
      work: () => this.#edit(edit),
    }));
  }

  async #edit(edit: BegunEdit): Promise<void> {
    const { store, clock, log } = this.#deps;
    const outcome = await this.#replace(edit.ref);
    const { adapter, workspace } = edit;
    if (outcome.kind !== 'edited')
      log.warn('refresh.failed', { adapter, workspace, message: edit.ref.key, ...outcome });
    if (outcome.kind === 'retry') return void this.#holds.hold(edit, outcome.notBefore);
    this.#holds.release(edit);
    // What was rejected would be rejected again; the next vote is reason enough to ask once more.
    if (outcome.kind === 'gone') await store.votes.markGone([edit.ref], clock.now());
    else await store.votes.endEdit(edit);
  }

  async #replace(ref: MessageRef): Promise<EditOutcome> {
    const editable = await this.#editable(ref);
    if (editable === undefined) return { kind: 'rejected', reason: 'not editable', detail: 'the post is not known' };
    const { edit, view, id } = editable;
    return answerOf<EditOutcome>(() => edit.replace(ref, view, id), {
      clock: this.#deps.clock,
      ...{ patienceMs, graceMs: 0, failed: (reason) => ({ kind: 'retry', reason }) },
    });
  }

  async #editable(ref: MessageRef): Promise<Editable | undefined> {
    const { store, adapters } = this.#deps;
    const adapter = adapters.get(ref.adapter);
    const delivery = await store.outbox.byMessage(ref);
    const edition = delivery === undefined ? undefined : await store.editions.find(delivery.edition);
    const content = edition?.content == null ? undefined : await store.editions.content(edition.content);
    if (adapter?.edit === undefined || delivery === undefined || content === undefined) return undefined;
    const tallies = await store.votes.tallies(await store.votes.teamOf(delivery.target), delivery.papers);
    return { id: delivery.id, edit: adapter.edit, view: partView(thaw(content), delivery, tallies, adapter.limits) };
  }
}
