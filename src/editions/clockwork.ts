import type { Clock, Instant } from '../kernel/clock.js';
import type { NewId } from '../kernel/ids.js';
import type { Log } from '../kernel/log.js';
import { latestRun, localDateAt, nextRun, type Run } from '../kernel/schedule.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import type { Due } from './compose.js';
import type { EditionPlanner, EditionUnit, PlanOutcome } from './planner.js';
import type { Edition, EditionId } from './repository.js';
import { runAfter } from './run-after.js';
import type { Subscription } from './subscription.js';

/** More subscriptions than one tick takes on; the next tick goes on with the rest. */
const mostPerTick = 100_000;
const batchSize = 100;
/** A process that was away for longer does not record each date that it missed. */
const mostSkipped = 31;

export interface ClockworkDeps {
  readonly store: EditionUnit & { transaction<T>(body: (tx: EditionUnit) => Promise<T>): Promise<T> };
  readonly planner: EditionPlanner;
  readonly adapters: AdapterMap;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** Left alone for now, whatever is due; left out, none is. */
  readonly isHeld?: (subscription: Subscription) => boolean;
}

/**
 * The one way in which editions come due: at the minute tick, at start, after downtime. What is due is a row (`nextRunAt`), so that
 * nothing depends on a timer having fired; an edition is unique on its subscription and local date, so that nothing
 * happens twice.
 */
export class Clockwork {
  readonly #deps: ClockworkDeps;

  constructor(deps: ClockworkDeps) {
    this.#deps = deps;
  }

  /** Plans every edition that is due now and moves its subscription on to its next run. Those whose feeds fail stay due. */
  async tick(signal: AbortSignal): Promise<readonly PlanOutcome[]> {
    const { store, clock, adapters, planner, log, isHeld } = this.#deps;
    const subscriptions = (await store.subscriptions.due(clock.now(), mostPerTick)).filter(
      (subscription) => adapters.has(subscription.adapter) && isHeld?.(subscription) !== true,
    );
    if (subscriptions.length === 0) return [];
    const due = await this.#catchUp(subscriptions);
    const outcomes = await planner.plan(due, signal);
    for (const outcome of outcomes) tellFailure(log, outcome);
    const done = outcomes.filter(({ kind }) => kind !== 'waiting').map((outcome) => outcome.due);
    await this.#schedule(done);
    log.info('tick.planned', { due: due.length, planned: done.length, waiting: outcomes.length - done.length });
    return outcomes;
  }

  /** Records dates that are over as skipped and keeps what is due today: yesterday's edition is never posted today. */
  async #catchUp(subscriptions: readonly Subscription[]): Promise<readonly Due[]> {
    const due: Due[] = [];
    const late: Subscription[] = [];
    for (const subscription of subscriptions) {
      const run = this.#dueRun(subscription);
      if (run.date < this.#today(subscription)) late.push(subscription);
      else due.push({ subscription, date: run.date, runAt: run.at, by: 'clock' });
    }
    for (let from = 0; from < late.length; from += batchSize) {
      due.push(...(await this.#skip(late.slice(from, from + batchSize))));
    }
    return due;
  }

  async #skip(late: readonly Subscription[]): Promise<readonly Due[]> {
    return this.#deps.store.transaction(async (tx) => {
      const due: Due[] = [];
      for (const subscription of late) {
        for (const run of this.#missedRuns(subscription)) await this.#recordSkipped(tx, subscription, run);
        const today = this.#runOfToday(subscription);
        if (today !== undefined) due.push({ subscription, date: today.date, runAt: today.at, by: 'clock' });
        // Also what is due now: should its feed fail, the next tick does not begin with the dates that were missed.
        await tx.subscriptions.schedule([{ id: subscription.id, nextRunAt: today?.at ?? this.#next(subscription) }]);
      }
      return due;
    });
  }

  /** Today's, when its time has come. */
  #runOfToday(subscription: Subscription): Run | undefined {
    const run = latestRun(subscription.timetable, this.#deps.clock.now());
    return run?.date === this.#today(subscription) ? run : undefined;
  }

  async #recordSkipped(tx: EditionUnit, subscription: Subscription, run: Run): Promise<void> {
    if (!(await tx.editions.add(this.#skipped(subscription, run), []))) return;
    this.#deps.log.warn('edition.skipped', {
      subscription: subscription.id,
      date: run.date,
      reason: 'the date was over before the process was back',
    });
  }

  #missedRuns(subscription: Subscription): readonly Run[] {
    const today = this.#today(subscription);
    const missed: Run[] = [];
    let run = this.#dueRun(subscription);
    while (run.date < today && missed.length < mostSkipped) {
      missed.push(run);
      run = nextRun(subscription.timetable, run.at);
    }
    return missed;
  }

  #skipped(subscription: Subscription, run: Run): Edition {
    return {
      id: this.#deps.newId() as EditionId,
      subscription: subscription.id,
      date: run.date,
      kind: 'skipped',
      content: null,
      plannedAt: this.#deps.clock.now(),
      freed: false,
    };
  }

  async #schedule(done: readonly Due[]): Promise<void> {
    const now = this.#deps.clock.now();
    const next = done.map(({ subscription: { id, timetable }, date }) => ({
      id,
      nextRunAt: runAfter(timetable, date, now).at,
    }));
    for (let from = 0; from < next.length; from += batchSize) {
      await this.#deps.store.subscriptions.schedule(next.slice(from, from + batchSize));
    }
  }

  #dueRun({ nextRunAt, timetable }: Subscription): Run {
    const at = nextRunAt ?? this.#deps.clock.now();
    return { at, date: localDateAt(at, timetable.zone) };
  }

  #next = ({ timetable }: Subscription): Instant => nextRun(timetable, this.#deps.clock.now()).at;

  #today = ({ timetable }: Subscription) => localDateAt(this.#deps.clock.now(), timetable.zone);
}

/** A channel that gets a line in place of its papers is something to look into. */
function tellFailure(log: Log, outcome: PlanOutcome): void {
  if (outcome.kind !== 'planned' || outcome.as !== 'failed') return;
  const { subscription, date } = outcome.due;
  const { adapter, workspace, channel } = subscription;
  const reason = outcome.content.kind === 'line' ? outcome.content.line : undefined;
  log.error('edition.failed', { subscription: subscription.id, adapter, workspace, channel, date, reason });
}
