import { performance } from 'node:perf_hooks';
import type { SubscriptionId } from '../../src/editions/subscription.js';
import type { Store } from '../../src/store/store.js';
import { Newsroom } from '../src/newsroom.js';
import type { Figure } from './measure.js';

const channels = 10_000;

/** The minute at which ten thousand channels come due together: planning only, the posts are the platforms' pace. */
export async function benchTick(): Promise<readonly Figure[]> {
  const room = await Newsroom.open('2026-08-20T08:59:00Z');
  const papers = Array.from({ length: 30 }, (_, index) => [`2608.${10000 + index}`, index] as const);
  room.feed.set('2026-08-20', ...papers);
  room.feed.set('2026-08-19', ...papers.map(([key, votes]) => [`${key}9`, votes] as const));
  const base = await room.subscribe();
  for (let from = 0; from < channels; from += 500) {
    const batch = Array.from({ length: 500 }, (_, index) => {
      const name = `channel-${from + index}`;
      return { ...base, id: name as SubscriptionId, channel: name };
    });
    await room.store.subscriptions.save(batch);
  }
  room.clock.jumpTo('2026-08-20T09:00:00Z');
  const longest = watchTransactions(room.store);
  const start = performance.now();
  await room.clockwork.tick(new AbortController().signal);
  const seconds = (performance.now() - start) / 1000;
  await room.close();
  return [
    { name: `tick: ${channels + 1} due subscriptions planned`, value: seconds, unit: 's', goal: 3, better: 'lower' },
    { name: 'tick: longest transaction', value: longest(), unit: 'ms', goal: 100, better: 'lower' },
  ];
}

/** Times the transaction bodies of a store from now on; says the longest so far in milliseconds. */
function watchTransactions(store: Store): () => number {
  let longestMs = 0;
  const { transaction } = store;
  const timedTransaction: Store['transaction'] = (body) =>
    transaction(async (tx) => {
      const begun = performance.now();
      const result = await body(tx);
      longestMs = Math.max(longestMs, performance.now() - begun);
      return result;
    });
  Object.assign(store, { transaction: timedTransaction });
  return () => longestMs;
}
