import { mostSeeded } from '../editions/planner.js';
import type { Subscription } from '../editions/subscription.js';
import { type Clock, type Instant, instant } from '../kernel/clock.js';
import { addDays, type IsoDate } from '../kernel/dates.js';
import { reasonOf } from '../kernel/errors.js';
import type { NewId } from '../kernel/ids.js';
import type { Log } from '../kernel/log.js';
import { localDateAt } from '../kernel/schedule.js';
import type { Collector } from '../papers/collect.js';
import type { MessageRef, Workspace } from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import { workspaceKey } from '../platform/room.js';
import { PartSearch } from './found-parts.js';
import { type KeepDeps, Keeper } from './keep-found.js';
import type { DeliveryUnit } from './record.js';

const againMs = 30_000;
/** Editions that are older are not looked for. */
const mostDays = 31;

/** That the database is a backup which was put back. */
export interface RestoreMark {
  readonly restoredAt: Instant;
  /** What was done before is in it. */
  readonly since: Instant;
  /** Everything that was posted in between has been looked up. */
  readonly isDone: boolean;
}

export interface RestoreMarks {
  get(): Promise<RestoreMark | undefined>;
  done(): Promise<void>;
}

interface RestorationDeps extends KeepDeps {
  readonly store: KeepDeps['store'] & DeliveryUnit;
  readonly marks: RestoreMarks;
  readonly adapters: AdapterMap;
  readonly collector: Collector;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** What was posted since is known. */
  readonly done: () => void;
  readonly adopted: (workspace: Workspace, ref: MessageRef) => void;
}

/**
 * After a backup was put back: what was posted since it was made stands on the platforms and nowhere else. It is looked up there, by
 * ids that follow from subscription and date, and written down again, before anything else is posted in the same channel.
 */
export class Restoration {
  readonly #deps: RestorationDeps;
  readonly #keeper: Keeper;
  /** Subscriptions and dates of which it is known what was posted. */
  readonly #known = new Set<string>();
  readonly #ready = new Set<string>();
  #mark: RestoreMark | undefined;

  constructor(deps: RestorationDeps) {
    this.#deps = deps;
    this.#keeper = new Keeper(deps);
  }

  /** Needed once, before anything is planned. */
  async open(): Promise<void> {
    this.#mark = await this.#deps.marks.get();
  }

  /** Whether the editions of a channel have to wait. The terminal's are looked up one by one. */
  isHeld = ({ id, managed }: Subscription): boolean =>
    this.#mark?.isDone === false && managed !== 'program' && !this.#ready.has(id);

  /** Since when it is being looked up what was posted after the backup; undefined when it is not. */
  get pendingSince(): Instant | undefined {
    return this.#mark?.isDone === false ? this.#mark.restoredAt : undefined;
  }

  /** Looks everything up, until it is known or the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, log, marks, done } = this.#deps;
    while (this.#mark?.isDone === false && !signal.aborted) {
      try {
        if (await this.#round(this.#mark, signal)) {
          await marks.done();
          this.#mark = { ...this.#mark, isDone: true };
          log.warn('restore.looked-up', { subscriptions: this.#ready.size });
          return done();
        }
        done();
      } catch (thrown) {
        log.error('restore.failed', { reason: reasonOf(thrown) });
      }
      await clock.sleep(againMs, signal);
    }
  }

  /** One workspace does not wait for another. */
  async #round(mark: RestoreMark, signal: AbortSignal): Promise<boolean> {
    const { store, adapters } = this.#deps;
    const all = (await store.subscriptions.all()).filter((one) => adapters.has(one.adapter) && this.isHeld(one));
    const places = new Map<string, Subscription[]>();
    for (const one of all) places.set(workspaceKey(one), [...(places.get(workspaceKey(one)) ?? []), one]);
    const known = await Promise.all(
      [...places.values()].map(async (group) => {
        let isAll = true;
        for (const one of group) isAll = (await this.#all(one, mark, signal)) && isAll;
        return isAll;
      }),
    );
    return known.every(Boolean);
  }

  async #all(subscription: Subscription, { since, restoredAt }: RestoreMark, signal: AbortSignal): Promise<boolean> {
    const { zone } = subscription.timetable;
    const last = localDateAt(restoredAt, zone);
    const [, first = last] = [localDateAt(since, zone), addDays(last, -mostDays)].toSorted();
    for (let date = first; date <= last; date = addDays(date, 1)) {
      if (!(await this.isKnown(subscription, date, signal))) return false;
    }
    this.#ready.add(subscription.id);
    return true;
  }

  /** Whether it is known what was posted for that date. Looks it up where nobody did yet. */
  isKnown = async (subscription: Subscription, date: IsoDate, signal: AbortSignal): Promise<boolean> => {
    const key = `${subscription.id} ${date}`;
    if (!this.#mayBeForgotten(subscription, date) || this.#known.has(key)) return true;
    if (signal.aborted) return false;
    const isKnown = await this.#lookUp(subscription, date, signal);
    if (isKnown) this.#known.add(key);
    return isKnown;
  };

  /** Of later dates nothing can have been posted before. */
  #mayBeForgotten({ timetable: { zone } }: Subscription, date: IsoDate): boolean {
    return this.#mark !== undefined && date <= localDateAt(this.#mark.restoredAt, zone);
  }

  async #lookUp(subscription: Subscription, date: IsoDate, signal: AbortSignal): Promise<boolean> {
    const { store, adapters, clock, log } = this.#deps;
    const adapter = adapters.get(subscription.adapter);
    if (adapter === undefined) return false;
    // Posts of an edition that the backup knows are settled one by one.
    if ((await store.editions.on(subscription.id, date)) !== undefined) return true;
    const found = await new PartSearch(adapter, clock, subscription, date).find();
    log.info('restore.searched', { subscription: subscription.id, date, found: found.kind });
    switch (found.kind) {
      case 'found':
        return this.#keeper.keep(subscription, date, found, await this.#isCrowded(subscription), signal);
      case 'absent':
        return true;
      case 'retry':
        return false;
      case 'unsearchable':
        return this.#keeper.keepUncertain(subscription, date, found.reason, this.#isToday(subscription, date));
    }
  }

  #isToday({ timetable: { zone } }: Subscription, date: IsoDate): boolean {
    return date === localDateAt(instant(this.#deps.clock.now()), zone);
  }

  async #isCrowded({ adapter, workspace }: Subscription): Promise<boolean> {
    const crowded = await this.#deps.store.subscriptions.crowded(mostSeeded);
    return crowded.some((one) => one.adapter === adapter && one.workspace === workspace);
  }
}
