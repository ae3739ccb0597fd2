import type { Subscription } from '../editions/subscription.js';
import type { AdapterValues } from '../store/store.js';

const namespace = 'missing-rights';

/** Keeps of which missing rights somebody was told, beside what the channel's adapter keeps. */
export function toldRights(values: AdapterValues) {
  const nameOf = ({ adapter, id }: Subscription) => ({ adapter, namespace, key: id });
  return {
    get: async (subscription: Subscription) => (await values.get(nameOf(subscription)))?.value,
    put: (subscription: Subscription, missing: string) =>
      values.put({ ...nameOf(subscription), value: missing, secret: false, expiresAt: null }),
    delete: (subscription: Subscription) => values.delete(nameOf(subscription)),
  };
}
