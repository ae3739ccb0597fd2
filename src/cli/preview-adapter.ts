import type { ChatAdapter } from '../platform/adapter.js';
import type { MessageView } from '../view/view.js';

/** Stands in for a platform in a dry run: what would be posted is shown, within the platform's own limits, and nothing goes out. */
export const previewOf = (adapter: ChatAdapter, show: (view: MessageView) => Promise<void>): ChatAdapter => ({
  id: adapter.id,
  limits: adapter.limits,
  start: async () => undefined,
  stop: (graceMs) => adapter.stop(graceMs),
  post: async ({ id, view }) => {
    await show(view);
    return { kind: 'posted', ref: { adapter: adapter.id, key: id } };
  },
});
