import type { CommandDefaults, ProcessTrouble, Source } from '../commands/command-deps.js';
import { type Commands, createCommands } from '../commands/dispatch.js';
import { editionNumbers } from '../editions/edition-numbers.js';
import { OnDemand } from '../editions/on-demand.js';
import type { EditionPlanner } from '../editions/planner.js';
import type { SubscriptionId } from '../editions/subscription.js';
import type { Clock } from '../kernel/clock.js';
import type { NewId } from '../kernel/ids.js';
import type { Log } from '../kernel/log.js';
import type { Collector } from '../papers/collect.js';
import type { PaperFeed } from '../papers/feed.js';
import type { FeedId } from '../papers/listing.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import type { PaperSearch } from '../search/repository.js';
import type { Store } from '../store/store.js';
import type { Reconciler } from '../votes/reconcile.js';
import { type Assignment, teamMates } from '../votes/team.js';

interface DeskDeps {
  readonly store: Store;
  readonly search: PaperSearch;
  readonly feeds: ReadonlyMap<FeedId, PaperFeed>;
  readonly adapters: AdapterMap;
  readonly collector: Collector;
  readonly planner: EditionPlanner;
  readonly reconciler: Reconciler;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly settings: {
    readonly teams: readonly Assignment[];
    readonly defaults: CommandDefaults;
    readonly sources: ReadonlyMap<SubscriptionId, Source>;
  };
  /** There is something to post. */
  readonly posts: () => void;
  /** Ends the reading of feeds. */
  readonly signal: AbortSignal;
  readonly processTrouble: () => ProcessTrouble;
}

/** Where what people ask is answered: the commands, joined to everything they work with. */
export function createDesk(deps: DeskDeps): Commands {
  const { store, search, feeds, adapters, collector, planner, reconciler, clock, newId, log, settings } = deps;
  const { papers, subscriptions, editions, outbox, votes } = store;
  const onDemand = new OnDemand({ planner, store, clock, posts: deps.posts, signal: deps.signal });
  return createCommands({
    ...{ papers, subscriptions, editions, outbox, votes, search, clock, log, newId, feeds },
    defaults: settings.defaults,
    processTrouble: deps.processTrouble,
    readDay: (ids, day) => collector.readDay(ids, day, deps.signal),
    numbers: (target, date) => editionNumbers(store, target, date),
    votesForRanking: (workspace) => reconciler.forRanking(teamMates(workspace, settings.teams)),
    transaction: (body) => store.transaction(body),
    sourceOf: ({ id }) => settings.sources.get(id),
    preview: (subscription) => onDemand.preview(subscription),
    postNow: (subscription) => onDemand.postNow(subscription),
    profile: async (user) => adapters.get(user.adapter)?.people?.profile(user),
    linkTo: async (ref, target) => adapters.get(ref.adapter)?.links?.to(ref, target),
    rightsIn: async (target) => adapters.get(target.adapter)?.rights?.inspect(target),
    whoMayManage: (target) => adapters.get(target.adapter)?.permissions?.who,
    mayManage: async (user, target) =>
      (await adapters.get(user.adapter)?.permissions?.mayManage(user, target)) ?? false,
  });
}
