import { describe } from 'vitest';
import { describeClaimRoom } from '../../contract/store-claim-room.js';
import { describeDelivery } from '../../contract/store-delivery.js';
import { describeDeliveryOrder } from '../../contract/store-delivery-order.js';
import { describePauses } from '../../contract/store-pauses.js';
import { openFreshStore } from './fresh-store.js';

describe('the outbox on SQLite', () => {
  describeDelivery(() => openFreshStore());
  describeClaimRoom(() => openFreshStore());
  describeDeliveryOrder(() => openFreshStore());
  describePauses(() => openFreshStore());
});
