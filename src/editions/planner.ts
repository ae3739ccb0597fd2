import type { Clock } from '../kernel/clock.js';
import type { IsoDate } from '../kernel/dates.js';
import type { NewId } from '../kernel/ids.js';
import type { Log } from '../kernel/log.js';
import { endOfDate, localDateAt } from '../kernel/schedule.js';
import { isOutOfTime } from '../kernel/stop-reason.js';
import type { Collector, FailedReading } from '../papers/collect.js';
import type { PaperFeed } from '../papers/feed.js';
import type { FeedId } from '../papers/listing.js';
import type { PaperKey } from '../papers/paper.js';
import type { PaperRepository } from '../papers/repository.js';
import type { Workspace } from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import { composeFailed, type Due } from './compose.js';
import type { EditionContent } from './content.js';
import { deliveryIdOf } from './delivery-id.js';
import { type Crowded, type Draft, Drafts } from './drafts.js';
import { groupsOf } from './due-groups.js';
import { gather, type Material } from './gather.js';
import type { PlannedPost, PostQueue } from './post.js';
import type {
  Edition,
  EditionId,
  EditionKind,
  EditionRepository,
  History,
  SubscriptionRepository,
} from './repository.js';
import type { Subscription, SubscriptionId } from './subscription.js';

/** A transaction holds at most so many subscriptions, and ends after so long, so that others get their turn. */
const batchSize = 100;
const batchMs = 50;
/** Where more channels get their edition, lists carry number buttons: seeding them all would take a platform too long. */
export const mostSeeded = 20;

export interface EditionUnit {
  readonly papers: PaperRepository;
  readonly subscriptions: SubscriptionRepository;
  readonly editions: EditionRepository;
  readonly outbox: PostQueue;
}

export interface PlannerDeps {
  readonly store: EditionUnit & { transaction<T>(body: (tx: EditionUnit) => Promise<T>): Promise<T> };
  readonly collector: Collector;
  readonly feeds: ReadonlyMap<FeedId, PaperFeed>;
  readonly adapters: AdapterMap;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly lateAfterMs: number;
  /** How long after its time an edition still waits for a feed that fails. */
  readonly deadlineMs: number;
  /** Whether it is known what the channel has for that date; left out, it always is. Rejects when the store does. */
  readonly isKnown?: (subscription: Subscription, date: IsoDate, signal: AbortSignal) => Promise<boolean>;
}

/** What became of an edition that was due. */
export type PlanOutcome = { readonly due: Due } & (
  | {
      readonly kind: 'planned';
      readonly edition: EditionId;
      readonly content: EditionContent;
      readonly as: EditionKind;
    }
  /** Quiet, on a day when nobody needs to be told. */
  | { readonly kind: 'silent' }
  /** There is one for that date. */
  | { readonly kind: 'already' }
  /** Feeds failed, the planning was stopped, or what the channel has is not known yet; the clock tries again. Nothing was kept. */
  | { readonly kind: 'waiting'; readonly failures: readonly FailedReading[] }
);

/** What `plan` would make: the kind and what it says, which is null where nothing is said. */
export interface Preview {
  readonly as: EditionKind;
  readonly content: EditionContent | null;
}

export class EditionPlanner {
  readonly #deps: PlannerDeps;

  constructor(deps: PlannerDeps) {
    this.#deps = deps;
  }

  /**
   * Plans what is due: one reading of the feeds for all, then editions and posts in batches. Posts nothing itself. A signal that is
   * out of time ends the reading of the feeds, any other abort ends the planning as well.
   */
  async plan(due: readonly Due[], signal: AbortSignal): Promise<readonly PlanOutcome[]> {
    const outcomes: PlanOutcome[] = [];
    const known: Due[] = [];
    for (const one of due) {
      if (await this.#isKnown(one, signal)) known.push(one);
      else outcomes.push({ due: one, kind: 'waiting', failures: [] });
    }
    const isCrowded = await this.#crowded(known);
    for (const group of groupsOf(known)) outcomes.push(...(await this.#planGroup(group, isCrowded, signal)));
    return outcomes;
  }

  async #isKnown({ subscription, date }: Due, signal: AbortSignal): Promise<boolean> {
    return (await this.#deps.isKnown?.(subscription, date, signal)) ?? true;
  }

  /** What `plan` would make of it now, for a person who asks. Reads the feeds as it does and keeps nothing else. */
  async preview(due: Due, signal: AbortSignal): Promise<Preview> {
    const { feeds, clock } = this.#deps;
    const material = await this.#material([due], due, signal);
    const { blocking } = material;
    if (this.#waits(due, material, signal.aborted)) {
      return { as: 'failed', content: composeFailed(due, blocking, feeds, clock.now()) };
    }
    const drafts = new Drafts(material, this.#deps, await this.#crowded([due]));
    const histories = await this.#histories([due], drafts.candidates);
    const { as, content } = drafts.draft(due, histories.get(due.subscription.id));
    return { as, content };
  }

  async #crowded(due: readonly Due[]): Promise<Crowded> {
    if (due.length === 0) return () => false;
    const crowded = new Set((await this.#deps.store.subscriptions.crowded(mostSeeded)).map(placeOf));
    return (workspace) => crowded.has(placeOf(workspace));
  }

  async #material(group: readonly Due[], { subscription, date }: Due, signal: AbortSignal): Promise<Material> {
    const { collector, clock, store } = this.#deps;
    const previous = await this.#oldestPrevious(group);
    return gather({ collector, papers: store.papers, clock }, subscription.feeds, date, previous, signal);
  }

  async #planGroup(group: readonly Due[], isCrowded: Crowded, signal: AbortSignal): Promise<readonly PlanOutcome[]> {
    const [first] = group;
    if (first === undefined) return [];
    const material = await this.#material(group, first, signal);
    const isStopped = (): boolean => signal.aborted && !isOutOfTime(signal);
    const waits = (due: Due): boolean => isStopped() || this.#waits(due, material, signal.aborted);
    const waiting = group.filter(waits);
    const ready = group.filter((due) => !waiting.includes(due));
    const outcomes: PlanOutcome[] = [];
    const drafts = new Drafts(material, this.#deps, isCrowded);
    let next = 0;
    while (next < ready.length && !isStopped()) {
      const planned = await this.#planBatch(ready.slice(next, next + batchSize), drafts);
      outcomes.push(...planned);
      next += planned.length;
    }
    const failures = material.blocking;
    const left = [...waiting, ...ready.slice(next)];
    return [...outcomes, ...left.map((due): PlanOutcome => ({ due, kind: 'waiting', failures }))];
  }

  /** A feed that was given no time to answer is not one that failed for good. */
  #waits(due: Due, material: Material, isCutShort: boolean): boolean {
    if (material.blocking.length === 0) return false;
    if (due.by !== 'clock' || due.subscription.managed === 'program') return material.unusable;
    return isCutShort || this.#deps.clock.now() < due.runAt + this.#deps.deadlineMs;
  }

  async #oldestPrevious(group: readonly Due[]): Promise<IsoDate | null> {
    let oldest: IsoDate | null = null;
    for (let from = 0; from < group.length; from += batchSize) {
      const batch = group.slice(from, from + batchSize);
      for (const { previous } of (await this.#histories(batch, [])).values()) {
        if (previous !== null && (oldest === null || previous < oldest)) oldest = previous;
      }
    }
    return oldest;
  }

  async #histories(
    batch: readonly Due[],
    candidates: readonly PaperKey[],
  ): Promise<ReadonlyMap<SubscriptionId, History>> {
    const [first] = batch;
    if (first === undefined) return new Map();
    const ids = batch.map((due) => due.subscription.id);
    return this.#deps.store.editions.history(ids, first.date, candidates);
  }

  /** One transaction; it may end early, so the result can be shorter than the batch, but never empty. */
  async #planBatch(batch: readonly Due[], drafts: Drafts): Promise<readonly PlanOutcome[]> {
    const { store, clock } = this.#deps;
    const histories = await this.#histories(batch, drafts.candidates);
    return store.transaction(async (tx) => {
      const outcomes: PlanOutcome[] = [];
      const hashes = new Map<Draft, string>();
      const start = clock.monotonicMs();
      for (const due of batch) {
        const draft = drafts.draft(due, histories.get(due.subscription.id));
        if (draft.content !== null && !hashes.has(draft)) hashes.set(draft, await tx.editions.freeze(draft.frozen));
        outcomes.push(await this.#keep(tx, due, draft, hashes.get(draft) ?? null));
        if (clock.monotonicMs() - start > batchMs) break;
      }
      return outcomes;
    });
  }

  async #keep(tx: EditionUnit, due: Due, draft: Draft, content: string | null): Promise<PlanOutcome> {
    const { clock, newId } = this.#deps;
    const edition: Edition = {
      id: newId() as EditionId,
      subscription: due.subscription.id,
      date: due.date,
      kind: draft.as,
      content,
      plannedAt: clock.now(),
      freed: false,
    };
    const isKept =
      (await tx.editions.add(edition, draft.considered)) ||
      ((await makesRoom(tx, due, draft)) && (await tx.editions.add(edition, draft.considered)));
    if (!isKept) return { due, kind: 'already' };
    if (draft.content === null) return { due, kind: 'silent' };
    await tx.outbox.add(this.#posts(due, edition, draft), clock.now());
    return { due, kind: 'planned', edition: edition.id, content: draft.content, as: draft.as };
  }

  #posts(due: Due, edition: Edition, draft: Draft): readonly PlannedPost[] {
    const { adapter, workspace, channel, timetable } = due.subscription;
    // What somebody asked for belongs to the day on which they asked.
    const date = due.by === 'clock' ? due.date : localDateAt(this.#deps.clock.now(), timetable.zone);
    return draft.parts.map((part, index) => ({
      ...part,
      id: deliveryIdOf(due.subscription.id, due.date, part.role === 'line' ? 'line' : 'papers', index),
      edition: edition.id,
      part: index,
      target: { adapter, workspace, channel },
      expiresAt: endOfDate(date, timetable.zone),
    }));
  }
}

/**
 * When somebody asks for a date again, an edition that showed nothing gives way: one that was skipped or whose posts all
 * died to anything, a quiet or failed one to papers.
 */
async function makesRoom(tx: EditionUnit, { subscription, date, by }: Due, draft: Draft): Promise<boolean> {
  const edition = by === 'clock' ? undefined : await tx.editions.on(subscription.id, date);
  if (edition === undefined) return false;
  const isIdle = edition.kind === 'skipped' || edition.freed;
  if (!isIdle && (edition.kind === 'papers' || draft.as !== 'papers')) return false;
  await tx.editions.withdraw(edition.id);
  return true;
}

const placeOf = ({ adapter, workspace }: Workspace): string => JSON.stringify([adapter, workspace]);
