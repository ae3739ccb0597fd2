import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Store } from '../../src/store/store.js';
import { plan } from './delivery-samples.js';
import { OutboxWorld, type Step } from './outbox-world.js';
import { at, editionId, type OpenStore } from './store-samples.js';

const nine = at('2026-11-24T09:00:00Z');

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('claim' as const), limit: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('settle' as const) }),
  fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 90 }) }),
  fc.record({
    kind: fc.constant('record' as const),
    which: fc.nat(20),
    as: fc.constantFrom('sent', 'sent', 'dead', 'uncertain', 'due', 'unknown'),
  }),
);

export function describeDeliveryOrder(open: OpenStore): void {
  let store: Store;

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  describe('whatever workers do', () => {
    it('no post is claimed out of turn, held twice or recorded by a loser, and in the end all have ended', async () => {
      let worlds = 0;
      const parts = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });
      const property = fc.asyncProperty(parts, fc.array(step, { maxLength: 25 }), async (sizes, steps) => {
        worlds += 1;
        const names = sizes.map((_, index) => `${worlds}-${index}`);
        for (const [index, size] of sizes.entries()) await plan(store, names[index] ?? '', size, nine);
        const world = new OutboxWorld(store.outbox, nine);
        for (const next of steps) await world.take(next);
        await world.drain(names.map((name) => editionId(`${name}@2026-11-24`)));
      });
      await fc.assert(property, { numRuns: 25 });
    });
  });
}
