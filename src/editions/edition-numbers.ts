import type { IsoDate } from '../kernel/dates.js';
import type { PaperKey } from '../papers/paper.js';
import type { Target } from '../platform/adapter.js';
import { numbered, thaw } from './content.js';
import type { Edition, EditionRepository, SubscriptionRepository } from './repository.js';

/** Editions are kept by date; one that was posted afterwards may be older than the newest. */
const looksBack = 60;

interface Repositories {
  readonly subscriptions: SubscriptionRepository;
  readonly editions: EditionRepository;
}

/** The papers by number of the edition that the channel saw last, or of the one of that date; empty where there was none. */
export async function editionNumbers(
  repositories: Repositories,
  target: Target,
  date: IsoDate | null,
): Promise<readonly PaperKey[]> {
  const { subscriptions, editions } = repositories;
  const found = (await subscriptions.inChannel(target)).map(async ({ id }) =>
    date === null ? editions.latest(id, looksBack) : [await editions.on(id, date)],
  );
  const shown = (await Promise.all(found)).flat().filter((edition) => edition !== undefined);
  const newest = shown.filter(isShown).toSorted(byPlanning)[0];
  const content = newest?.content == null ? undefined : await repositories.editions.content(newest.content);
  return content === undefined ? [] : numbered(thaw(content));
}

const isShown = (edition: Edition): boolean => edition.kind === 'papers' && !edition.freed;

/** What was posted last is what people see last, whatever its date. */
const byPlanning = (a: Edition, b: Edition): number => b.plannedAt - a.plannedAt;
