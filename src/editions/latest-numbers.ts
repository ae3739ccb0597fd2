import type { PaperKey } from '../papers/paper.js';
import type { Target } from '../platform/adapter.js';
import { numbered, thaw } from './content.js';
import type { Edition, EditionRepository, SubscriptionRepository } from './repository.js';

interface Repositories {
  readonly subscriptions: SubscriptionRepository;
  readonly editions: EditionRepository;
}

/** The papers of the channel's newest edition with papers, by number; empty while there was none. */
export async function latestNumbers(repositories: Repositories, target: Target): Promise<readonly PaperKey[]> {
  const subscriptions = await repositories.subscriptions.inChannel(target);
  const editions = await Promise.all(subscriptions.map(({ id }) => repositories.editions.latest(id, 14)));
  const newest = editions.flat().filter(isShown).toSorted(byPlanning)[0];
  const content = newest?.content == null ? undefined : await repositories.editions.content(newest.content);
  return content === undefined ? [] : numbered(thaw(content));
}

const isShown = (edition: Edition): boolean => edition.kind === 'papers' && !edition.freed;

/** What was posted last is what people see last, whatever its date. */
const byPlanning = (a: Edition, b: Edition): number => b.plannedAt - a.plannedAt;
