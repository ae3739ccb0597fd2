import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.js';
import {
  edition,
  editionId,
  key,
  type OpenStore,
  shown,
  submission,
  subscription,
  subscriptionId,
} from './store-samples.js';

/** A promise and the hand that resolves it. */
function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

export function describeTransactions(open: OpenStore): void {
  let store: Store;

  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  describe('a transaction', () => {
    it('stands as a whole and hands back what its body does', async () => {
      const added = await store.transaction(async (tx) => {
        await tx.papers.save([submission('1', '2026-06-02', 5)]);
        await tx.subscriptions.save([subscription('a')]);
        return tx.editions.add(edition('a', '2026-06-02'), shown('1'));
      });
      expect(added).toBe(true);
      expect(await store.papers.count()).toBe(1);
      expect(await store.editions.find(editionId('a@2026-06-02'))).toBeDefined();
    });

    it('leaves nothing behind when its body throws, and the store goes on', async () => {
      const failed = store.transaction(async (tx) => {
        await tx.papers.save([submission('1', '2026-06-02', 5)]);
        await tx.editions.add(edition('a', '2026-06-02'), shown('1'));
        throw new Error('the body gave up');
      });
      await expect(failed).rejects.toThrow('the body gave up');
      expect(await store.papers.count()).toBe(0);
      expect(await store.editions.find(editionId('a@2026-06-02'))).toBeUndefined();
      await store.papers.save([submission('2', '2026-06-02', 5)]);
      expect(await store.papers.count()).toBe(1);
    });

    it('sees what it wrote itself, while others see only what is committed and do not wait', async () => {
      const written = gate();
      const looked = gate();
      const running = store.transaction(async (tx) => {
        await tx.papers.save([submission('1', '2026-06-02', 5)]);
        expect(await tx.papers.count()).toBe(1);
        written.open();
        await looked.passed;
      });
      await written.passed;
      expect(await store.papers.count()).toBe(0);
      expect(await store.papers.find([key('1')])).toEqual(new Map());
      looked.open();
      await running;
      expect(await store.papers.count()).toBe(1);
    });

    it('lets writes outside wait for their turn, in the order of asking', async () => {
      const begun = gate();
      const goOn = gate();
      const order: string[] = [];
      const first = store.transaction(async (tx) => {
        await tx.subscriptions.save([subscription('a', { count: 1 })]);
        begun.open();
        await goOn.passed;
        order.push('first');
      });
      await begun.passed;
      const second = store.subscriptions.save([subscription('a', { count: 2 })]).then(() => order.push('second'));
      const third = store
        .transaction((tx) => tx.subscriptions.save([subscription('a', { count: 3 })]))
        .then(() => order.push('third'));
      const fourth = store.subscriptions.remove([subscriptionId('b')]).then(() => order.push('fourth'));
      expect(await store.subscriptions.all()).toEqual([]);
      goOn.open();
      await Promise.all([first, second, third, fourth]);
      expect(order).toEqual(['first', 'second', 'third', 'fourth']);
      expect((await store.subscriptions.find(subscriptionId('a')))?.count).toBe(3);
    });

    it('refuses what is asked of it after its end', async () => {
      let escaped: Store['papers'] | undefined;
      await store.transaction(async (tx) => {
        escaped = tx.papers;
      });
      await expect(escaped?.count()).rejects.toThrow();
    });
  });

  describe('closing', () => {
    it('waits for a transaction that runs, and refuses what comes later', async () => {
      const running = store.transaction((tx) => tx.papers.save([submission('1', '2026-06-02', 5)]));
      const closed = store.close();
      expect(await running).toEqual({ added: 1, updated: 0, unchanged: 0 });
      await closed;
      await store.close();
      await expect(store.papers.count()).rejects.toThrow();
      await expect(store.subscriptions.save([subscription('a')])).rejects.toThrow();
    });
  });
}
