import type { Clock, Instant } from '../kernel/clock.js';
import type { PaperFeed } from '../papers/feed.js';
import type { FeedId } from '../papers/listing.js';
import type { PaperKey } from '../papers/paper.js';
import type { Workspace } from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import {
  composeFailed,
  composePapers,
  composeQuiet,
  type Due,
  markOf,
  remarksOf,
  saysQuiet,
  type VotesBy,
} from './compose.js';
import { type EditionContent, freeze } from './content.js';
import type { Material } from './gather.js';
import { divide, type Part } from './layout.js';
import { type Plan, planEdition } from './plan.js';
import type { Considered, EditionKind, History } from './repository.js';

export interface DraftDeps {
  readonly feeds: ReadonlyMap<FeedId, PaperFeed>;
  readonly adapters: AdapterMap;
  readonly clock: Clock;
  readonly lateAfterMs: number;
}

/** Workspaces with more channels than the platform lets us seed lists in: there lists carry number buttons. */
export type Crowded = (workspace: Workspace) => boolean;

/** An edition before it has an id: `content` is the frozen text, null when nothing is said. */
export interface Draft {
  readonly as: EditionKind;
  readonly content: EditionContent | null;
  readonly frozen: string;
  readonly parts: readonly Part[];
  readonly considered: readonly Considered[];
}

type Sketch = Omit<Draft, 'frozen' | 'parts'>;

/** Editions of one date on the same feeds, planned from the same material; what is the same for many is made once. */
export class Drafts {
  readonly candidates: readonly PaperKey[];
  readonly #material: Material;
  readonly #deps: DraftDeps;
  readonly #isCrowded: Crowded;
  readonly #made = new Map<string, Draft>();

  constructor(material: Material, deps: DraftDeps, isCrowded: Crowded) {
    this.#material = material;
    this.#deps = deps;
    this.#isCrowded = isCrowded;
    this.candidates = [...material.papers.keys()];
  }

  draft(due: Due, history: History | undefined): Draft {
    const { previous, taken } = history ?? { previous: null, taken: new Set<PaperKey>() };
    const { adapter, count, layout, topics, minUpvotes, timetable, managed } = due.subscription;
    const mark = markOf(due, this.#deps.clock.now(), this.#deps.lateAfterMs);
    const settings = [adapter, count, layout, topics, minUpvotes, timetable, managed];
    const votesBy = this.#votesBy(due);
    const key = JSON.stringify([...settings, votesBy, previous, [...taken].sort(), mark]);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const plan = planEdition({ ...this.#material, subscription: due.subscription, previous, taken });
    const sketch = this.#compose(due, plan, this.#deps.clock.now());
    const limits = this.#deps.adapters.get(adapter)?.limits;
    if (limits === undefined) throw new Error(`An edition was to be made for ${adapter}, which is not running.`);
    const made = {
      ...sketch,
      frozen: sketch.content === null ? '' : freeze(sketch.content),
      parts: sketch.content === null ? [] : divide(sketch.content, limits),
    };
    this.#made.set(key, made);
    return made;
  }

  #compose(due: Due, plan: Plan, now: Instant): Sketch {
    const { feeds, lateAfterMs } = this.#deps;
    const { blocking } = this.#material;
    if (plan.shown.length > 0) {
      const remarks = remarksOf(blocking, feeds);
      const content = composePapers(due, plan, markOf(due, now, lateAfterMs), remarks, this.#votesBy(due));
      return { as: 'papers', content, considered: plan.considered };
    }
    if (blocking.length > 0) return { as: 'failed', content: composeFailed(due, blocking, feeds, now), considered: [] };
    const content = saysQuiet(due, feeds) ? composeQuiet(due, this.#material, feeds, now) : null;
    return { as: 'quiet', content, considered: [] };
  }

  /** Of lists: a card carries none either way. */
  #votesBy({ subscription }: Due): VotesBy {
    return this.#isCrowded(subscription) ? 'buttons' : 'reactions';
  }
}
