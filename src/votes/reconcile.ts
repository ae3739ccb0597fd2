import { atMost } from '../kernel/at-most.js';
import { type Clock, type Instant, instant } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import type { AdapterId, ChatAdapter, MessageRef, ReadBack, Workspace } from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import { baseEmoji } from './emoji.js';
import { type Read, ReadQueue } from './read-queue.js';
import type { VoteRepository } from './repository.js';

const dayMs = 86_400_000;
/** A ranking that people wait for is not worth a longer wait. */
const rankingPatienceMs = 30_000;

/** How current the votes are that a ranking counts. `asOf` is null when they were never read back. */
export type Currency = { readonly kind: 'current' } | { readonly kind: 'older'; readonly asOf: Instant | null };

interface ReconcilerDeps {
  readonly votes: Pick<VoteRepository, 'messagesSince' | 'readBack' | 'markGone'>;
  readonly adapters: AdapterMap;
  readonly clock: Clock;
  readonly log: Log;
  /** How many days back messages are read. */
  readonly days: number;
}

/**
 * Reads reactions back, so that the votes are what the platform shows even where events were missed. What cannot be read now is
 * tried again and at last given up with a line in the log.
 */
export interface Reconciler {
  /**
   * Reads every message of the last days on a platform, or in one workspace of it, newest first. Resolves when each was read or given up;
   * rejects when the store does.
   */
  all(place: { readonly adapter: AdapterId; readonly workspace?: string }): Promise<void>;
  /** Reads one message soon, before those that `all` waits for. */
  one(workspace: Workspace, ref: MessageRef): void;
  /** Reads these workspaces back before a ranking of their votes is posted, waiting at most half a minute. */
  forRanking(workspaces: readonly Workspace[]): Promise<Currency>;
  /** Resolves when nothing is left to read. */
  idle(): Promise<void>;
  /** Begins no further read and lets everybody who waits go on. */
  stop(): void;
}

export function createReconciler(deps: ReconcilerDeps): Reconciler {
  const { votes, adapters, clock, log, days } = deps;
  const stopping = new AbortController();
  // One for each workspace, so that one that is slow to answer holds up no other.
  const queues = new Map<string, ReadQueue>();
  const queueIn = ({ adapter: id, workspace }: Workspace): ReadQueue | undefined => {
    const adapter = adapters.get(id);
    if (adapter?.reactions === undefined) return undefined;
    const key = JSON.stringify([id, workspace]);
    const queue = queues.get(key) ?? queueOf(adapter, deps, AbortSignal.any([stopping.signal]));
    queues.set(key, queue);
    return queue;
  };
  const readAt = new Map<string, Instant>();
  const all: Reconciler['all'] = async (place) => {
    if (adapters.get(place.adapter)?.reactions === undefined) return;
    const now = clock.now();
    const messages = await votes.messagesSince(place, instant(now - days * dayMs));
    await Promise.all(messages.map((message) => queueIn(message)?.add(message.ref, 'backlog')));
    if (stopping.signal.aborted) return;
    for (const { adapter, workspace } of messages) readAt.set(JSON.stringify([adapter, workspace]), now);
    // Thousands of workspaces may be read back at every new session, most with nothing to read.
    if (messages.length > 0) log.info('votes.read-back', { ...place, messages: messages.length });
  };
  return {
    all,
    async forRanking(workspaces) {
      const reading = Promise.all(workspaces.map(({ adapter, workspace }) => all({ adapter, workspace })));
      if (await atMost(clock, rankingPatienceMs, reading)) return { kind: 'current' };
      const times = workspaces.map(({ adapter, workspace }) => readAt.get(JSON.stringify([adapter, workspace])));
      const asOf = times.includes(undefined) ? null : instant(Math.min(...times.map((time) => time ?? 0)));
      return { kind: 'older', asOf };
    },
    one(workspace, ref) {
      void queueIn(workspace)?.add(ref, 'urgent');
    },
    async idle() {
      await Promise.all([...queues.values()].map((queue) => queue.idle()));
    },
    stop() {
      stopping.abort();
    },
  };
}

const queueOf = (adapter: ChatAdapter, deps: ReconcilerDeps, signal: AbortSignal): ReadQueue =>
  new ReadQueue({
    clock: deps.clock,
    signal,
    read: (ref) => read(adapter, ref, deps),
    giveUp: ({ key }, tries) => deps.log.warn('votes.read-back-given-up', { adapter: adapter.id, message: key, tries }),
  });

async function read(adapter: ChatAdapter, ref: MessageRef, deps: ReconcilerDeps): Promise<Read> {
  const failed = (thrown: unknown): void =>
    deps.log.error('votes.read-back-failed', { adapter: ref.adapter, message: ref.key, reason: reasonOf(thrown) });
  let result: ReadBack | undefined;
  try {
    result = await adapter.reactions?.list(ref);
  } catch (thrown) {
    failed(thrown);
    return { kind: 'later' };
  }
  if (result === undefined) return { kind: 'done' };
  return apply(ref, result, deps).catch((thrown: unknown): Read => {
    failed(thrown);
    return { kind: 'unkept' };
  });
}

async function apply(ref: MessageRef, result: ReadBack, { votes, clock, log }: ReconcilerDeps): Promise<Read> {
  if (result.kind === 'retry') {
    return result.notBefore === undefined ? { kind: 'later' } : { kind: 'later', notBefore: result.notBefore };
  }
  if (result.kind === 'gone') {
    await votes.markGone([ref], clock.now());
    return { kind: 'done' };
  }
  if (result.kind === 'unreadable') {
    log.warn('votes.unreadable', { adapter: ref.adapter, message: ref.key, reason: result.reason });
    return { kind: 'done' };
  }
  const settled = await votes.readBack(ref, based(result.reactions), result.from, result.until);
  return settled === 'unclear' ? { kind: 'later' } : { kind: 'done' };
}

/** Ballots know base forms only; two skin tones of one person are one reaction. */
function based(reactions: readonly Reaction[]): readonly Reaction[] {
  const standing = reactions.map(({ user, emoji }) => ({ user, emoji: baseEmoji(emoji) }));
  return [...new Map(standing.map((reaction) => [`${reaction.user} ${reaction.emoji}`, reaction])).values()];
}

interface Reaction {
  readonly user: string;
  readonly emoji: string;
}
