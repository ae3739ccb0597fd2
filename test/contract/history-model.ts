import type { Considered, Edition, History } from '../../src/editions/repository.js';
import type { SubscriptionId } from '../../src/editions/subscription.js';
import type { IsoDate } from '../../src/kernel/dates.js';
import type { PaperKey } from '../../src/papers/paper.js';

/** The rule of what earlier editions take from a later one, written down the plain way. */
export class HistoryModel {
  readonly #editions: { readonly edition: Edition; readonly considered: readonly Considered[] }[] = [];

  add(edition: Edition, considered: readonly Considered[]): boolean {
    const { subscription, date } = edition;
    if (this.#editions.some(({ edition: one }) => one.subscription === subscription && one.date === date)) return false;
    this.#editions.push({ edition, considered });
    return true;
  }

  history(
    subscriptions: readonly SubscriptionId[],
    date: IsoDate,
    candidates: readonly PaperKey[],
  ): ReadonlyMap<SubscriptionId, History> {
    return new Map(subscriptions.map((id) => [id, this.#historyOf(id, date, candidates)]));
  }

  #historyOf(id: SubscriptionId, date: IsoDate, candidates: readonly PaperKey[]): History {
    const mine = this.#editions.filter(({ edition }) => edition.subscription === id && !edition.freed);
    const readFeeds = mine
      .map(({ edition }) => edition)
      .filter((edition) => edition.date < date && (edition.kind === 'papers' || edition.kind === 'quiet'))
      .map((edition) => edition.date)
      .sort();
    const taken = candidates.filter((candidate) =>
      mine.some(({ edition, considered }) =>
        considered.some((entry) => entry.paper === candidate && (entry.shown || edition.date < date)),
      ),
    );
    return { previous: readFeeds.at(-1) ?? null, taken: new Set(taken) };
  }
}
