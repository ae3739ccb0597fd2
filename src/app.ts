import { type Commands, createCommands } from './commands/dispatch.js';
import { Deliverer } from './delivery/deliver.js';
import { TallyRefresh } from './delivery/refresh.js';
import { Clockwork } from './editions/clockwork.js';
import type { Due } from './editions/compose.js';
import { editionNumbers } from './editions/edition-numbers.js';
import { EditionPlanner, type PlanOutcome } from './editions/planner.js';
import { type Subscribed, syncSubscriptions } from './editions/sync-subscriptions.js';
import { atMost } from './kernel/at-most.js';
import { type Clock, instant, type Random } from './kernel/clock.js';
import { BroadsheetError, reasonOf } from './kernel/errors.js';
import type { NewId } from './kernel/ids.js';
import type { Log } from './kernel/log.js';
import type { TimeZone } from './kernel/schedule.js';
import { Collector } from './papers/collect.js';
import type { PaperFeed } from './papers/feed.js';
import type { FeedId } from './papers/listing.js';
import type { AdapterId, ChatAdapter, InboundSink, Workspace } from './platform/adapter.js';
import { type AdapterMap, adapterMap } from './platform/adapter-map.js';
import type { PaperSearch } from './search/repository.js';
import type { Store } from './store/store.js';
import type { Limits } from './view/limits.js';
import type { VoteEmoji } from './votes/ballot.js';
import { createReconciler, type Reconciler } from './votes/reconcile.js';
import { createReactionIntake } from './votes/record.js';
import { type Assignment, teamMates } from './votes/team.js';

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
  /** For channels without a subscription. */
  readonly defaults: { readonly zone: TimeZone; readonly feeds: readonly FeedId[] };
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
  readonly #stopping = new AbortController();
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
    this.#planner = new EditionPlanner({ ...shared, ...settings, collector, feeds });
    this.#clockwork = new Clockwork({ ...shared, planner: this.#planner });
    this.#reconciler = createReconciler({ ...shared, votes: store.votes, days: settings.readBackDays });
    this.#refresh = new TallyRefresh(shared);
    this.#deliverer = new Deliverer({ ...shared, voteEmoji: settings.voteEmoji, adopted: this.#reconciler.one });
    const { papers, subscriptions, editions, outbox, votes } = store;
    this.commands = createCommands({
      ...{ papers, subscriptions, editions, outbox, votes, clock, log, newId, feeds },
      search: deps.search,
      readDay: (ids, day) => collector.readDay(ids, day, this.#stopping.signal),
      numbers: (target, date) => editionNumbers(store, target, date),
      votesForRanking: (workspace) => this.#reconciler.forRanking(teamMates(workspace, settings.teams)),
      defaults: settings.defaults,
      nameOf: (user) => this.#adapters.get(user.adapter)?.nameOf?.(user),
    });
  }

  /** Brings subscriptions and what a former process left into order. Needed once, before anything else. */
  async prepare(): Promise<void> {
    const { store, settings, clock } = this.#deps;
    await store.votes.assignTeams(settings.teams);
    await syncSubscriptions(store, settings.subscriptions, clock.now());
    for (const adapter of this.#adapters.values()) {
      await store.outbox.endLeases(adapter.id, adapter.lookup?.settleMs ?? 0);
    }
  }

  /** Connects the adapters and hands them what people do. */
  async connect(): Promise<void> {
    const sink = this.#sink();
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
    this.#stopTicking = this.#deps.clock.everyMinute(() => this.tick());
    const readBacks = [...this.#adapters.keys()].map((adapter) => this.#readBack({ adapter }));
    this.#loops = Promise.all([this.#deliverer.run(), this.#refresh.run(), ...readBacks]);
  }

  /** Resolves when what is due has been posted and the tallies are shown, as far as that can be done now. */
  async settled(): Promise<void> {
    await this.#reconciler.idle();
    await this.#deliverer.pump();
    await this.#refresh.refresh();
  }

  /** Takes nothing new, finishes what is under way within `graceMs`, disconnects. The store stays open. */
  async stop(graceMs: number): Promise<void> {
    this.#stopTicking();
    this.#stopping.abort();
    this.#reconciler.stop();
    const { clock, search } = this.#deps;
    const end = clock.monotonicMs() + graceMs - leaveMs;
    await this.#ended(
      [this.#ticking, this.#deliverer.stop(graceMs - leaveMs), this.#refresh.stop(), this.#loops],
      graceMs - leaveMs,
    );
    const leftMs = Math.max(0, end - clock.monotonicMs()) + leaveMs;
    await this.#ended(
      [...this.#adapters.values()].map((adapter) => adapter.stop(leftMs)),
      leftMs,
    );
    await search.close();
  }

  /** Waits for all of them, whatever becomes of one, but no longer than `ms`. */
  async #ended(work: readonly Promise<unknown>[], ms: number): Promise<void> {
    const { clock, log } = this.#deps;
    const logged = work.map((one) =>
      one.catch((thrown: unknown) => log.error('stop.failed', { reason: reasonOf(thrown) })),
    );
    if (!(await atMost(clock, ms, Promise.all(logged)))) log.warn('stop.unfinished', { afterMs: ms });
  }

  /** Plans what is due now and has it posted. One at a time; what goes wrong is in the log. */
  tick(): Promise<void> {
    const ticking = this.#ticking.then(() => this.#tickOnce());
    this.#ticking = ticking;
    return ticking;
  }

  async #tickOnce(): Promise<void> {
    const { log } = this.#deps;
    if (this.#stopping.signal.aborted) return;
    try {
      const outcomes = await this.#clockwork.tick(this.#stopping.signal);
      if (outcomes.length > 0) this.#deliverer.wake();
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

  #sink(): InboundSink {
    const { store, clock, log } = this.#deps;
    const intake = createReactionIntake({
      votes: store.votes,
      log,
      requestReadBack: this.#reconciler.one,
    });
    return {
      command: (event, reply) => this.commands.command(event, reply, this.#limitsOf(event.target)),
      act: async (event, reply) => {
        await this.commands.act(event, reply, this.#limitsOf(event.target));
        this.#refresh.wake();
      },
      suggest: (event) => this.commands.suggest(event),
      reaction: async (event) => {
        await intake(event);
        this.#refresh.wake();
      },
      doubtful: async (workspace, refs) => {
        for (const ref of refs) this.#reconciler.one(workspace, ref);
      },
      gone: (refs) => store.votes.markGone(refs, clock.now()),
      missed: ({ adapter, workspace }) => this.#readBack({ adapter, workspace }),
    };
  }

  #limitsOf(workspace: Workspace): Limits {
    const adapter = this.#adapters.get(workspace.adapter);
    if (adapter !== undefined) return adapter.limits;
    throw new BroadsheetError('software', `${workspace.adapter} is not running.`, 'Report this with the log.');
  }
}
