import { describe } from 'vitest';
import { describeDelivery } from '../../contract/store-delivery.js';
import { describeDeliveryOrder } from '../../contract/store-delivery-order.js';
import { openFreshStore } from './fresh-store.js';

describe('the outbox on SQLite', () => {
  describeDelivery(() => openFreshStore());
  describeDeliveryOrder(() => openFreshStore());
});
