import type { ClaimScope } from '../../src/delivery/outbox.js';
import type { PlannedPost } from '../../src/editions/post.js';
import type { Instant } from '../../src/kernel/clock.js';
import type { AdapterId, DeliveryId, MessageRef, Target } from '../../src/platform/adapter.js';
import type { Store } from '../../src/store/store.js';
import { at, edition, editionId, key } from './store-samples.js';

export const slack = 'slack' as AdapterId;
/** Room enough for everything on Slack. */
export const everything: ClaimScope = { adapters: [slack], limit: 100, perWorkspace: 100, busy: [] };
export const deliveryId = (text: string): DeliveryId => text as DeliveryId;
export const ref = (text: string): MessageRef => ({ adapter: slack, key: text });

export const inChannel = (channel: string, fields: Partial<Target> = {}): Target => ({
  adapter: slack,
  workspace: 'T1',
  channel,
  ...fields,
});

/** A part of the edition that the subscriber got on 24 November; its id tells both. */
export const post = (subscriber: string, part = 0, fields: Partial<PlannedPost> = {}): PlannedPost => ({
  id: deliveryId(`${subscriber}/${part}`),
  edition: editionId(`${subscriber}@2026-11-24`),
  part,
  role: part === 0 ? 'header' : 'card',
  papers: part === 0 ? [] : [key(`2405.1000${part}`)],
  target: inChannel(`C-${subscriber}`),
  expiresAt: at('2026-11-25T00:00:00Z'),
  ...fields,
});

/** Plans an edition with so many parts, all due from `notBefore`. Its frozen content names the subscriber. */
export function plan(store: Store, subscriber: string, parts: number, notBefore: Instant): Promise<void> {
  return store.transaction(async (tx) => {
    const content = await tx.editions.freeze(`the edition of ${subscriber}`);
    await tx.editions.add(edition(subscriber, '2026-11-24', { content }), []);
    await tx.outbox.add(
      Array.from({ length: parts }, (_, part) => post(subscriber, part)),
      notBefore,
    );
  });
}
