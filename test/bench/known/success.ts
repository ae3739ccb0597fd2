import type { KnownItem } from './known-items.js';
import { queryKinds } from './query-kinds.js';

/** Shares of queries that found their paper; null where there was no query. */
export interface Success {
  readonly s1: number | null;
  readonly s5: number | null;
}

interface KindSuccess extends Success {
  readonly queries: number;
}

/** The success of one system. */
export interface KnownScore extends Success {
  readonly kinds: Readonly<Record<string, KindSuccess>>;
}

const foundWithin = (item: KnownItem, results: readonly string[], depth: number): number =>
  results.slice(0, depth).includes(item.paper) ? 1 : 0;

/** For each query whether the first result is the paper meant. */
export const firstHits = (items: readonly KnownItem[], results: readonly (readonly string[])[]): readonly number[] =>
  items.map((item, index) => foundWithin(item, results[index] ?? [], 1));

const mean = (values: readonly (number | null)[]): number | null => {
  const there = values.filter((value) => value !== null);
  return there.length === 0 ? null : there.reduce((sum, value) => sum + value, 0) / there.length;
};

function kindSuccess(kind: string, items: readonly KnownItem[], results: readonly (readonly string[])[]): KindSuccess {
  const within = (depth: number): readonly number[] =>
    items.flatMap((item, index) => (item.kind === kind ? [foundWithin(item, results[index] ?? [], depth)] : []));
  const first = within(1);
  return { s1: mean(first), s5: mean(within(5)), queries: first.length };
}

/** By kind, and the mean over the kinds that have queries. */
export function scoreOf(items: readonly KnownItem[], results: readonly (readonly string[])[]): KnownScore {
  const kinds = queryKinds.map(({ name }) => [name, kindSuccess(name, items, results)] as const);
  return {
    kinds: Object.fromEntries(kinds),
    s1: mean(kinds.map(([, { s1 }]) => s1)),
    s5: mean(kinds.map(([, { s5 }]) => s5)),
  };
}
