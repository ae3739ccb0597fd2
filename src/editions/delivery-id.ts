import type { IsoDate } from '../kernel/dates.js';
import { contentHash } from '../kernel/ids.js';
import type { DeliveryId } from '../platform/adapter.js';
import type { SubscriptionId } from './subscription.js';

const characters = 26;

/** What a post of an edition says: papers, or one line in their place, which may have papers follow it on the same date. */
export type Says = 'papers' | 'line';

/**
 * The id of an edition's post. It follows from what the post is, so that a process that has forgotten the post (its database is an
 * older backup) still finds it on the platform.
 */
export const deliveryIdOf = (subscription: SubscriptionId, date: IsoDate, says: Says, part: number): DeliveryId =>
  contentHash(JSON.stringify([subscription, date, says, part])).slice(0, characters) as DeliveryId;
