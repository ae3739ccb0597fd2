import { FormCheck } from './form-check.js';

interface Sizes {
  readonly most: number;
  readonly usual: number;
}

/** The `limit` of a query. Throws a Refusal: 50035. */
export function limitIn(query: URLSearchParams, { most, usual }: Sizes): number {
  const given = query.get('limit');
  if (given === null) return usual;
  const check = new FormCheck();
  check.integer(['limit'], /^-?\d+$/.test(given) ? Number(given) : given, 1, most);
  check.done();
  return Number(given);
}

/** An id in a query. Throws a Refusal: 50035. */
export function idIn(query: URLSearchParams, name: string): bigint | undefined {
  const given = query.get(name);
  if (given === null) return undefined;
  const check = new FormCheck();
  check.snowflake([name], given);
  check.done();
  return BigInt(given);
}

const idOf = ({ id }: { readonly id: string }): bigint => BigInt(id);

/**
 * One page of what stands oldest first, newest first. After an id come those that follow it at once, not the newest of all.
 * `around` wins over `before`, that over `after`.
 */
export function pageOf<T extends { readonly id: string }>(
  items: readonly T[],
  query: URLSearchParams,
  sizes: Sizes,
): readonly T[] {
  const limit = limitIn(query, sizes);
  const [around, before, after] = [idIn(query, 'around'), idIn(query, 'before'), idIn(query, 'after')];
  if (around !== undefined) return aroundPage(items, around, limit);
  if (before !== undefined) return newestFirst(items.filter((item) => idOf(item) < before).slice(-limit));
  if (after !== undefined) return newestFirst(items.filter((item) => idOf(item) > after).slice(0, limit));
  return newestFirst(items.slice(-limit));
}

const newestFirst = <T>(items: readonly T[]): readonly T[] => [...items].reverse();

function aroundPage<T extends { readonly id: string }>(items: readonly T[], id: bigint, limit: number): readonly T[] {
  const half = Math.floor(limit / 2);
  const older = items.filter((item) => idOf(item) < id);
  const rest = items.filter((item) => idOf(item) >= id);
  return newestFirst([...(half === 0 ? [] : older.slice(-half)), ...rest.slice(0, limit - half)]);
}
