import { type Clock, instant } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import type { AdapterId, ChatAdapter, MessageRef, ReadBack } from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import { baseEmoji } from './emoji.js';
import { type Read, ReadQueue } from './read-queue.js';
import type { VoteRepository } from './repository.js';

const dayMs = 86_400_000;

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
  /** Reads every message of the last days, newest first. Resolves when each was read or given up; rejects when the store does. */
  all(adapter: AdapterId): Promise<void>;
  /** Reads one message soon, before those that `all` waits for. */
  one(ref: MessageRef): void;
  /** Resolves when nothing is left to read. */
  idle(): Promise<void>;
  /** Begins no further read and lets everybody who waits go on. */
  stop(): void;
}

export function createReconciler(deps: ReconcilerDeps): Reconciler {
  const { votes, adapters, clock, log, days } = deps;
  const stopping = new AbortController();
  const queues = new Map<AdapterId, ReadQueue>();
  for (const adapter of adapters.values()) {
    if (adapter.reactions !== undefined) queues.set(adapter.id, queueOf(adapter, deps, stopping.signal));
  }
  return {
    async all(adapter) {
      const queue = queues.get(adapter);
      if (queue === undefined) return;
      const messages = await votes.messagesSince(adapter, instant(clock.now() - days * dayMs));
      await Promise.all(messages.map(({ ref }) => queue.add(ref, 'backlog')));
      log.info('votes.read-back', { adapter, messages: messages.length });
    },
    one(ref) {
      void queues.get(ref.adapter)?.add(ref, 'urgent');
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
  try {
    const result = await adapter.reactions?.list(ref);
    return result === undefined ? { kind: 'done' } : await apply(ref, result, deps);
  } catch (thrown) {
    deps.log.error('votes.read-back-failed', { adapter: ref.adapter, message: ref.key, reason: reasonOf(thrown) });
    return { kind: 'later' };
  }
}

async function apply(ref: MessageRef, result: ReadBack, { votes, clock }: ReconcilerDeps): Promise<Read> {
  if (result.kind === 'retry') {
    return result.notBefore === undefined ? { kind: 'later' } : { kind: 'later', notBefore: result.notBefore };
  }
  if (result.kind === 'gone') {
    await votes.markGone([ref], clock.now());
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
