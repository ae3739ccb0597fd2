import type { SearchRequest } from './search-messages.js';

interface Waiting {
  readonly request: SearchRequest;
}

export const mostSearches = 64;
const mostSuggestions = 32;

/**
 * What waits for the search worker. Looking for similar papers counts as a search. Suggestions are worth something only while somebody types: they take turns with searches, so that neither
 * holds up the other for long, and of too many the oldest are dropped.
 */
export class SearchQueue<Job extends Waiting> {
  readonly #searches: Job[] = [];
  readonly #suggestions: Job[] = [];
  #wasSuggestion = false;

  /** False when too many searches wait; suggestions find room at the cost of those that are handed to `drop`. */
  add(job: Job, drop: (job: Job) => void): boolean {
    if (!isSuggestion(job)) {
      if (this.#searches.length >= mostSearches) return false;
      this.#searches.push(job);
      return true;
    }
    const oldest = this.#suggestions.length < mostSuggestions ? undefined : this.#suggestions.shift();
    if (oldest !== undefined) drop(oldest);
    this.#suggestions.push(job);
    return true;
  }

  /** Back to the head: it was being answered. */
  putBack(job: Job): void {
    this.#of(job).unshift(job);
  }

  next(): Job | undefined {
    const [first, second] = this.#wasSuggestion
      ? [this.#searches, this.#suggestions]
      : [this.#suggestions, this.#searches];
    const job = first.shift() ?? second.shift();
    if (job !== undefined) this.#wasSuggestion = isSuggestion(job);
    return job;
  }

  remove(job: Job): void {
    const place = this.#of(job).indexOf(job);
    if (place >= 0) this.#of(job).splice(place, 1);
  }

  /** Takes all of them out. */
  clear(): readonly Job[] {
    return [...this.#searches.splice(0), ...this.#suggestions.splice(0)];
  }

  #of(job: Job): Job[] {
    return isSuggestion(job) ? this.#suggestions : this.#searches;
  }
}

const isSuggestion = ({ request }: Waiting): boolean => request.kind === 'suggest';
