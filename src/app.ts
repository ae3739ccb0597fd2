import { createDesk } from './app/command-desk.js';
import { allEnded } from './app/endings.js';
import { createInbound } from './app/inbound.js';
import { restoreMarks } from './app/restore-marks.js';
import { TickWatch } from './app/tick-watch.js';
import { toldRights } from './app/told-rights.js';
import type { CommandDefaults, ProcessTrouble, Source } from './commands/command-deps.js';
import type { Commands } from './commands/dispatch.js';
import { Deliverer } from './delivery/deliver.js';
import { Pauses } from './delivery/pauses.js';
import { TallyRefresh } from './delivery/refresh.js';
import { Restoration } from './delivery/restoration.js';
import { RightsWatch } from './delivery/rights-watch.js';
import { Seeder } from './delivery/seed.js';
import { Clockwork } from './editions/clockwork.js';
import type { Due } from './editions/compose.js';
import { EditionPlanner, type PlanOutcome } from './editions/planner.js';
import type { SubscriptionId } from './editions/subscription.js';
import { type Subscribed, syncSubscriptions } from './editions/sync-subscriptions.js';
import { type Clock, instant, type Random } from './kernel/clock.js';
import { reasonOf } from './kernel/errors.js';
import type { NewId } from './kernel/ids.js';
import type { Log } from './kernel/log.js';
import { Collector } from './papers/collect.js';
import type { PaperFeed } from './papers/feed.js';
import type { AdapterId, ChatAdapter, InboundSink } from './platform/adapter.js';
import { type AdapterMap, adapterMap } from './platform/adapter-map.js';
import type { PaperSearch } from './search/repository.js';
import type { Store } from './store/store.js';
import type { VoteEmoji } from './votes/ballot.js';
import { createReconciler, type Reconciler } from './votes/reconcile.js';
import type { Assignment } from './votes/team.js';

/** Of the time for stopping, what is kept for the adapters to take their leave. */
const leaveMs = 1_000;

export interface AppSettings {
  /** Subscriptions that the program or the configuration file manages. Those that people made in chat are in the store. */
  readonly subscriptions: readonly Subscribed[];
  readonly teams: readonly Assignment[];
  readonly voteEmoji: VoteEmoji;
  readonly readBackDays: number;
  readonly lateAfterMs: number;
  readonly deadlineMs: number;
  /** For channels without a subscription, and what one that people switch on there begins with. */
  readonly defaults: CommandDefaults;
  /** Where the configuration names the subscriptions that it manages. */
  readonly sources: ReadonlyMap<SubscriptionId, Source>;
}

export interface AppDeps {
  readonly settings: AppSettings;
  readonly store: Store;
  readonly search: PaperSearch;
  readonly feeds: readonly PaperFeed[];
  readonly adapters: readonly ChatAdapter[];
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: Random;
  readonly log: Log;
  /** Called after each tick that did its work. */
  readonly heartbeat: () => Promise<void>;
  /** What is wrong with the process beside what the application sees. */
  readonly processTrouble?: () => ProcessTrouble;
}

/** The features wired together. No globals, no platform; nothing starts by itself. */
export class App {
  readonly commands: Commands;
  readonly #deps: AppDeps;
  readonly #adapters: AdapterMap;
  readonly #planner: EditionPlanner;
  readonly #clockwork: Clockwork;
  readonly #reconciler: Reconciler;
  readonly #refresh: TallyRefresh;
  readonly #deliverer: Deliverer;
  readonly #seeder: Seeder;
  readonly #pauses: Pauses;
  readonly #rights: RightsWatch;
  readonly #restoration: Restoration;
  readonly #stopping = new AbortController();
  readonly #watch: TickWatch;
  #stopTicking = (): void => undefined;
  #ticking: Promise<void> = Promise.resolve();
  #loops: Promise<unknown> = Promise.resolve();

  constructor(deps: AppDeps) {
    const { store, clock, newId, random, log, settings } = deps;
    const adapters = adapterMap(deps.adapters);
    const feeds = new Map(deps.feeds.map((feed) => [feed.id, feed]));
    const collector = new Collector({ feeds, store, clock, log });
    const shared = { store, adapters, clock, newId, random, log };
    this.#deps = deps;
    this.#adapters = adapters;
    this.#watch = new TickWatch({ clock, log, stopping: this.#stopping.signal });
    this.#reconciler = createReconciler({ ...shared, votes: store.votes, days: settings.readBackDays });
    this.#restoration = new Restoration({
      ...{ ...shared, collector, voteEmoji: settings.voteEmoji, marks: restoreMarks(store.adapterValues) },
      adopted: this.#reconciler.one,
      done: () => void this.tick(),
    });
    const { isHeld, isKnown } = this.#restoration;
    this.#planner = new EditionPlanner({ ...shared, ...settings, collector, feeds, isKnown });
    this.#clockwork = new Clockwork({ ...shared, planner: this.#planner, isHeld });
    this.#refresh = new TallyRefresh(shared);
    this.#pauses = new Pauses(shared);
    this.#seeder = new Seeder(shared);
    const told = toldRights(store.adapterValues);
    this.#rights = new RightsWatch({ ...shared, subscriptions: store.subscriptions, told });
    this.#deliverer = new Deliverer({
      ...shared,
      voteEmoji: settings.voteEmoji,
      adopted: this.#reconciler.one,
      sent: () => this.#seeder.wake(),
      paused: (subscriptions) => this.#pauses.tell(subscriptions),
    });
    this.commands = createDesk({
      ...shared,
      ...{ search: deps.search, feeds, collector, settings },
      ...{ planner: this.#planner, reconciler: this.#reconciler },
      posts: () => this.#deliverer.wake(),
      signal: this.#stopping.signal,
      processTrouble: () => ({
        ...{ stalledSince: this.#watch.stalledSince, restoredAt: this.#restoration.pendingSince },
        ...deps.processTrouble?.(),
      }),
    });
  }

  /** Brings subscriptions and what a former process left into order. Needed once, before anything else. */
  async prepare(): Promise<void> {
    const { store, settings, clock } = this.#deps;
    await this.#restoration.open();
    await store.votes.assignTeams(settings.teams);
    await syncSubscriptions(store, settings.subscriptions, clock.now());
    for (const adapter of this.#adapters.values()) {
      await store.outbox.endLeases(adapter.id, adapter.lookup?.settleMs ?? 0);
    }
  }

  /** Connects the adapters and hands them what people do. */
  async connect(): Promise<void> {
    const sink = this.#inbound();
    for (const adapter of this.#adapters.values()) await adapter.start(sink);
  }

  /** Plans and posts what is due, once. `signal` ends the reading of feeds. */
  async catchUp(signal: AbortSignal): Promise<readonly PlanOutcome[]> {
    const outcomes = await this.#clockwork.tick(signal);
    await this.#deliverer.pump();
    return outcomes;
  }

  /**
   * Plans these editions now, as the clock would have done, and posts them and nothing else; also what is left of one that was planned
   * before. What cannot be posted at once is waited for no longer than `patienceMs`.
   */
  async runEditions(due: readonly Due[], signal: AbortSignal, patienceMs = 0): Promise<readonly PlanOutcome[]> {
    const outcomes = await this.#planner.plan(due, signal);
    const { store, clock } = this.#deps;
    const editions = await Promise.all(due.map(({ subscription, date }) => store.editions.on(subscription.id, date)));
    const ids = editions.flatMap((edition) => (edition === undefined ? [] : [edition.id]));
    await this.#deliverer.drain(ids, instant(clock.now() + patienceMs), signal);
    return outcomes;
  }

  /** Goes on working: what is due at each minute, deliveries, tallies, reading back. Returns once it has begun. */
  async run(): Promise<void> {
    await this.#beat();
    this.#watch.begin();
    this.#stopTicking = this.#deps.clock.everyMinute(() => this.tick());
    this.#rights.wake(this.#stopping.signal);
    const readBacks = [...this.#adapters.keys()].map((adapter) => this.#readBack({ adapter }));
    const workers = [this.#deliverer.run(), this.#seeder.run(), this.#refresh.run()];
    this.#loops = Promise.all([...workers, ...readBacks, this.#restoration.run(this.#stopping.signal)]);
  }

  /** Resolves when what is due has been posted and the tallies are shown, as far as that can be done now. */
  async settled(): Promise<void> {
    await this.#reconciler.idle();
    await this.#deliverer.pump();
    await this.#seeder.pump();
    await this.#refresh.refresh();
  }

  /** Takes nothing new, finishes what is under way within `graceMs`, disconnects. The store stays open. */
  async stop(graceMs: number): Promise<void> {
    this.#stopTicking();
    this.#stopping.abort();
    this.#reconciler.stop();
    const { clock, search } = this.#deps;
    const end = clock.monotonicMs() + graceMs - leaveMs;
    await allEnded(
      [this.#ticking, this.#deliverer.stop(graceMs - leaveMs), this.#seeder.stop(), this.#refresh.stop(), this.#loops],
      graceMs - leaveMs,
      this.#deps,
    );
    const leftMs = Math.max(0, end - clock.monotonicMs()) + leaveMs;
    await allEnded(
      [...this.#adapters.values()].map((adapter) => adapter.stop(leftMs)),
      leftMs,
      this.#deps,
    );
    await search.close();
  }

  /** Plans what is due now and has it posted. One at a time, unless one stalls; what goes wrong is in the log. */
  tick(): Promise<void> {
    const ticking = this.#ticking.then(() => this.#watch.over((signal) => this.#tickOnce(signal)));
    this.#ticking = ticking;
    return ticking;
  }

  async #tickOnce(signal: AbortSignal): Promise<void> {
    const { log } = this.#deps;
    try {
      const outcomes = await this.#clockwork.tick(signal);
      if (outcomes.length > 0) this.#deliverer.wake();
      this.#rights.wake(this.#stopping.signal);
      await this.#beat();
    } catch (thrown) {
      log.error('tick.failed', { reason: reasonOf(thrown) });
    }
  }

  /** A full disk takes no heartbeat, which is for a health check to notice and no reason to stop. */
  async #beat(): Promise<void> {
    const { heartbeat, log } = this.#deps;
    await heartbeat().catch((thrown: unknown) => log.error('heartbeat.failed', { reason: reasonOf(thrown) }));
  }

  async #readBack(place: { readonly adapter: AdapterId; readonly workspace?: string }): Promise<void> {
    try {
      await this.#reconciler.all(place);
      this.#refresh.wake();
    } catch (thrown) {
      this.#deps.log.error('votes.read-back-failed', { ...place, reason: reasonOf(thrown) });
    }
  }

  #inbound(): InboundSink {
    const { store, clock, log } = this.#deps;
    return createInbound({
      ...{ votes: store.votes, commands: this.commands, pauses: this.#pauses, reconciler: this.#reconciler },
      ...{ adapters: this.#adapters, clock, log },
      votesChanged: () => this.#refresh.wake(),
      readBack: ({ adapter, workspace }) => this.#readBack({ adapter, workspace }),
    });
  }
}
