import type { Clock } from '../kernel/clock.js';
import { localDateAt, runAt } from '../kernel/schedule.js';
import type { Due } from './compose.js';
import type { EditionContent } from './content.js';
import type { EditionPlanner, Preview } from './planner.js';
import type { Edition, EditionRepository, SubscriptionRepository } from './repository.js';
import { runAfter } from './run-after.js';
import type { Subscription } from './subscription.js';

interface OnDemandDeps {
  readonly planner: EditionPlanner;
  readonly store: { readonly subscriptions: SubscriptionRepository; readonly editions: EditionRepository };
  readonly clock: Clock;
  /** There is something to post. */
  readonly posts: () => void;
  /** Ends the reading of feeds. */
  readonly signal: AbortSignal;
}

/** What became of an edition that somebody asked for. */
export type PostedNow =
  /** It is made and being posted. */
  | { readonly kind: 'posting'; readonly content: EditionContent }
  /** Today's is there already. */
  | { readonly kind: 'already'; readonly edition: Edition }
  /** There is nothing to post, for the reason that the line tells; nothing was kept. */
  | { readonly kind: 'nothing'; readonly as: 'quiet' | 'failed'; readonly line: string };

/** Editions that somebody asks for, to look at or to have now, beside those that the clock brings. */
export class OnDemand {
  readonly #deps: OnDemandDeps;

  constructor(deps: OnDemandDeps) {
    this.#deps = deps;
  }

  /** What the channel's next edition would hold if it came now: today's, or the following one where today's is there. */
  async preview(subscription: Subscription): Promise<Preview> {
    const { planner, store, clock, signal } = this.#deps;
    const today = this.#dueToday(subscription);
    const edition = await store.editions.on(subscription.id, today.date);
    if (!isShown(edition)) return planner.preview(today, signal);
    const { date, at } = runAfter(subscription.timetable, today.date, clock.now());
    return planner.preview({ ...today, date, runAt: at }, signal);
  }

  /** Today's edition, once, whoever asks how often. Does not wait until it is posted. */
  async postNow(subscription: Subscription): Promise<PostedNow> {
    const { planner, store, signal } = this.#deps;
    const due = this.#dueToday(subscription);
    const edition = await store.editions.on(subscription.id, due.date);
    if (isShown(edition)) return { kind: 'already', edition };
    const preview = await planner.preview(due, signal);
    if (preview.as !== 'papers') return nothing(preview);
    const [outcome] = await planner.plan([due], signal);
    if (outcome?.kind === 'planned') return this.#planned(due, outcome.content);
    if (outcome?.kind === 'waiting' && outcome.failures.length === 0)
      return { kind: 'nothing', as: 'failed', line: unknown };
    const other = await store.editions.on(subscription.id, due.date);
    return isShown(other) ? { kind: 'already', edition: other } : nothing({ as: 'failed', content: null });
  }

  async #planned({ subscription, date }: Due, content: EditionContent): Promise<PostedNow> {
    const { store, clock, posts } = this.#deps;
    const { id, timetable, nextRunAt } = subscription;
    // Else people would be told of one more today, which the clock would not make.
    if (nextRunAt !== null) {
      await store.subscriptions.schedule([{ id, nextRunAt: runAfter(timetable, date, clock.now()).at }]);
    }
    posts();
    return { kind: 'posting', content };
  }

  #dueToday(subscription: Subscription): Due {
    const { zone, time } = subscription.timetable;
    const now = this.#deps.clock.now();
    const date = localDateAt(now, zone);
    return { subscription, date, runAt: runAt(date, time, zone) ?? now, by: 'operator' };
  }
}

const unknown =
  'What was posted here since the backup that was restored is still being looked up. Try again in a minute.';

/** What people saw of it stays; any other gives way to one that somebody asks for. */
const isShown = (edition: Edition | undefined): edition is Edition => edition?.kind === 'papers' && !edition.freed;

function nothing({ as, content }: Preview): PostedNow {
  const line = content?.kind === 'line' ? content.line : 'The feeds could not be read.';
  return { kind: 'nothing', as: as === 'quiet' ? 'quiet' : 'failed', line };
}
