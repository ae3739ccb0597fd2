import { describe } from 'vitest';
import { describeAdapterValues } from '../../contract/store-adapter-values.js';
import { FakeClock } from '../../fake/clock.js';
import { openFreshStore } from './fresh-store.js';

describe('what adapters keep on SQLite', () => {
  describeAdapterValues(async () => {
    const clock = new FakeClock('2026-11-24T09:00:00Z');
    return { clock, store: await openFreshStore(clock) };
  });
});
