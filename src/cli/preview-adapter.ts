import type { ChatAdapter, DeliveryId, PostRequest } from '../platform/adapter.js';

/** What a dry run would have posted, by delivery. */
export type Previews = ReadonlyMap<DeliveryId, PostRequest>;

/** Stands in for a platform in a dry run: what would be posted is kept, within the platform's own limits, and nothing goes out. */
export const previewOf = ({ id, limits }: ChatAdapter, previews: Map<DeliveryId, PostRequest>): ChatAdapter => ({
  id,
  limits,
  start: async () => undefined,
  stop: async () => undefined,
  lookup: { settleMs: 0, find: async () => ({ kind: 'absent' }) },
  post: async (request) => {
    previews.set(request.id, request);
    return { kind: 'posted', ref: { adapter: id, key: request.id } };
  },
});
