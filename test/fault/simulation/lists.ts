import { addDays, type IsoDate, utcDateOf, weekdayOf } from '../../../src/kernel/dates.js';
import type { PaperFeed } from '../../../src/papers/feed.js';
import { FakeFeed } from '../../fake/feed.js';
import { seededRandom } from '../../fake/ids.js';
import type { Gate } from './gate.js';
import type { WorldClock } from './world-clock.js';

type Listed = readonly [key: string, upvotes: number];

const morningHour = 5;

/**
 * The feed as it grows: on weekdays a list appears in the morning, of new papers and some of the day before; people change it. What a day
 * lists follows from its date alone, so that a shorter history keeps its papers.
 */
export class Lists {
  readonly feed = new FakeFeed();
  /** When each paper was first listed, by the time that is, and on which day's list. */
  readonly listedAt = new Map<string, { readonly at: number; readonly day: IsoDate }>();
  readonly #clock: WorldClock;
  readonly #days = new Map<string, readonly Listed[]>();

  constructor(clock: WorldClock) {
    this.#clock = clock;
    clock.everyStride(() => this.#appear());
  }

  /** The port of one process. */
  port(gate: Gate): PaperFeed {
    const { feed } = this;
    return {
      id: feed.id,
      name: feed.name,
      publishesOn: feed.publishesOn,
      mayChange: feed.mayChange,
      list: (day) => gate.pass('feed.list', () => feed.list(day)),
    };
  }

  /** What happens to today's list: more upvotes, one more paper, nothing at all any more, or everything back. */
  change(how: number, by: number): void {
    const day = utcDateOf(this.#clock.now());
    const list = this.#days.get(day);
    if (list === undefined) return;
    const changed = [
      () => list.map(([key, upvotes], index): Listed => [key, upvotes + ((by + index * 7) % 30)]),
      () => [...list, [keyOf(day, 50 + list.length), by % 40] as const],
      () => [],
      () => listOf(day),
    ][how % 4]?.();
    this.#set(day, changed ?? list);
  }

  #appear(): void {
    const now = this.#clock.now();
    const day = utcDateOf(now);
    const hour = new Date(now).getUTCHours();
    if (this.#days.has(day) || weekdayOf(day) > 5 || hour < morningHour) return;
    this.#set(day, listOf(day));
  }

  #set(day: IsoDate, list: readonly Listed[]): void {
    this.#days.set(day, list);
    this.feed.set(day, ...list);
    for (const [key] of list) if (!this.listedAt.has(key)) this.listedAt.set(key, { at: this.#clock.now(), day });
  }
}

const keyOf = (day: IsoDate, index: number): string =>
  `${day.slice(2, 4)}${day.slice(5, 7)}.${day.slice(8)}${String(index).padStart(3, '0')}`;

function listOf(day: IsoDate): readonly Listed[] {
  const random = seededRandom(Number(day.replaceAll('-', '')));
  const fresh = Array.from({ length: 3 + Math.floor(random() * 8) }, (_, index) => keyOf(day, index));
  const again = [keyOf(addDays(day, -1), 0)].filter(() => weekdayOf(day) > 1 && random() < 0.5);
  return [...fresh, ...again].map((key) => [key, Math.floor(random() * 60)]);
}
