import { BroadsheetError } from '../kernel/errors.js';
import type { AdapterId, ChatAdapter } from './adapter.js';

/** The adapters that run, by id. */
export type AdapterMap = ReadonlyMap<AdapterId, ChatAdapter>;

export function adapterMap(adapters: readonly ChatAdapter[]): AdapterMap {
  const map = new Map(adapters.map((adapter) => [adapter.id, adapter]));
  if (map.size !== adapters.length) {
    throw new BroadsheetError('software', 'Two adapters have the same id.', 'Give each adapter an id of its own.');
  }
  return map;
}
