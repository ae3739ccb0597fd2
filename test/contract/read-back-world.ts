import type { VoteRepository } from '../../src/votes/repository.js';
import { order, person, reaction, ref } from './vote-samples.js';

/** What happens to the two emoji of one person on one message, and when we get to hear of it. */
export type Step =
  | { readonly kind: 'change'; readonly emoji: '👍' | '👎'; readonly heard: 'now' | 'later' | 'never' }
  /** The platform takes a set, whose time it knows only to within `width`. */
  | { readonly kind: 'read'; readonly width: number; readonly heard: 'now' | 'later' }
  /** An event or a set reaches us, perhaps again: the newest is 0. */
  | { readonly kind: 'hear'; readonly of: 'events' | 'sets'; readonly which: number };

interface Read {
  readonly emoji: readonly string[];
  readonly from: number;
  readonly until: number;
}

interface Change {
  readonly emoji: string;
  readonly present: boolean;
  readonly at: number;
  readonly lost: boolean;
}

/** A platform with one message, and an unreliable way from it to the store. */
export class ReadBackWorld {
  readonly #votes: VoteRepository;
  readonly #message: string;
  readonly #standing = new Set<string>();
  readonly #changes: Change[] = [];
  readonly #heard = new Set<Change>();
  readonly #reads: Read[] = [];
  #now = 100;
  #asksForRead = false;
  /** Changes before this are in a set that arrived. */
  #shownUntil = 0;

  constructor(votes: VoteRepository, message: string) {
    this.#votes = votes;
    this.#message = message;
  }

  async take(step: Step): Promise<void> {
    this.#now += 1;
    if (step.kind === 'change') this.#change(step.emoji, step.heard === 'never');
    if (step.kind === 'read') this.#read(step.width);
    if (step.kind !== 'hear' && step.heard !== 'now') return;
    const which = step.kind === 'hear' ? step.which : 0;
    if (step.kind === 'change' || (step.kind === 'hear' && step.of === 'events')) {
      await this.#hear(this.#heardAt(this.#changes, which));
    } else await this.#apply(this.#heardAt(this.#reads, which));
  }

  /**
   * The events that are still on their way arrive, the newest first. When the store asks for one more read it gets it, and so
   * do changes that no event told.
   */
  async end(): Promise<void> {
    for (const change of this.#changes.toReversed()) if (!this.#heard.has(change)) await this.#hear(change);
    while (this.#asksForRead || this.#lostSinceRead()) {
      this.#asksForRead = false;
      this.#now += 1;
      this.#read(0);
      await this.#apply(this.#reads.at(-1));
    }
  }

  standing(): readonly string[] {
    return [...this.#standing].toSorted();
  }

  async counted(): Promise<readonly string[]> {
    const signs = (await this.#votes.votesOf(person(this.#message), 10)).map(({ paper }) => paper.slice(-2));
    return signs.toSorted();
  }

  #heardAt<T>(things: readonly T[], which: number): T | undefined {
    return things[things.length - 1 - (which % Math.max(1, things.length))];
  }

  #change(emoji: string, lost: boolean): void {
    const present = !this.#standing.has(emoji);
    if (present) this.#standing.add(emoji);
    else this.#standing.delete(emoji);
    this.#changes.push({ emoji, present, at: this.#now, lost });
  }

  #read(width: number): void {
    const from = this.#now - (this.#now % (width + 1));
    this.#reads.push({ emoji: [...this.#standing], from, until: Math.max(from + width, this.#now) + 1 });
  }

  async #hear(change: Change | undefined): Promise<void> {
    if (change === undefined || change.lost) return;
    this.#heard.add(change);
    const { emoji, present, at } = change;
    const event = reaction(at, { message: ref(this.#message), user: this.#message, emoji, present });
    const [recorded] = await this.#votes.record([event]);
    if (recorded === 'unclear') this.#asksForRead = true;
  }

  async #apply(read: Read | undefined): Promise<void> {
    if (read === undefined) return;
    const set = read.emoji.map((emoji) => ({ user: this.#message, emoji }));
    const result = await this.#votes.readBack(ref(this.#message), set, order(read.from), order(read.until));
    if (result === 'unclear') this.#asksForRead = true;
    this.#shownUntil = Math.max(this.#shownUntil, read.from);
  }

  /** A change that no event told and that no read has found for sure. */
  #lostSinceRead(): boolean {
    return this.#changes.some(({ lost, at }) => lost && at >= this.#shownUntil);
  }
}
