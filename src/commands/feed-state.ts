import type { FeedId } from '../papers/listing.js';
import type { FeedHealth } from '../papers/repository.js';
import type { CommandContext } from './command.js';
import { momentText } from './moment.js';

export interface FeedState {
  readonly name: string;
  readonly failing: boolean;
  readonly words: string;
}

/** How the feeds of the channel answered the last time they were asked. */
export async function feedStates(feeds: readonly FeedId[], context: CommandContext): Promise<readonly FeedState[]> {
  const health = await context.deps.papers.health();
  return feeds.map((feed) => ({
    name: context.deps.feeds.get(feed)?.name ?? feed,
    ...stateOf(
      health.find((one) => one.feed === feed),
      context,
    ),
  }));
}

function stateOf(health: FeedHealth | undefined, context: CommandContext): Omit<FeedState, 'name'> {
  const { okAt = null, failedAt = null, reason = null } = health ?? {};
  const ok = okAt === null ? undefined : momentText(okAt, context);
  if (failedAt !== null && (okAt === null || failedAt > okAt)) {
    const before = ok === undefined ? 'it never answered before' : `the last answer came at ${ok}`;
    return { failing: true, words: `failed at ${momentText(failedAt, context)} (${reason ?? 'no answer'}); ${before}` };
  }
  return { failing: false, words: ok === undefined ? 'not asked yet' : `answered at ${ok}` };
}
