import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EditionRepository, SubscriptionRepository } from '../../src/editions/repository.js';
import type { AdapterId, DeliveryId } from '../../src/platform/adapter.js';
import type { Store } from '../../src/store/store.js';
import { HistoryModel } from './history-model.js';
import {
  at,
  cut,
  date,
  edition,
  editionId,
  freshNames,
  key,
  listing,
  type OpenStore,
  paper,
  shown,
  subscription,
  subscriptionId,
} from './store-samples.js';

export function describeSubscriptions(open: OpenStore): void {
  let store: Store;
  let subscriptions: SubscriptionRepository;

  beforeEach(async () => {
    store = await open();
    subscriptions = store.subscriptions;
  });
  afterEach(() => store.close());

  describe('subscriptions', () => {
    it('come back as they were saved, and saving again replaces', async () => {
      const one = subscription('a');
      const off = subscription('b', { enabled: false, nextRunAt: null, managed: 'file', layout: 'cards' });
      await subscriptions.save([one, off]);
      expect(await subscriptions.all()).toEqual([one, off]);
      const changed = { ...one, count: 3, feeds: [], topics: { words: [], authors: ['Example'], categories: [] } };
      await subscriptions.save([changed]);
      expect(await subscriptions.find(one.id)).toEqual(changed);
      expect(await subscriptions.find(subscriptionId('absent'))).toBeUndefined();
    });

    it('are found by their channel', async () => {
      const mine = subscription('a', { channel: 'C1' });
      await subscriptions.save([
        mine,
        subscription('b', { channel: 'C2' }),
        subscription('c', { workspace: 'T2', channel: 'C1' }),
      ]);
      const target = { adapter: 'slack' as AdapterId, workspace: 'T1', channel: 'C1' };
      expect(await subscriptions.inChannel(target)).toEqual([mine]);
      expect(await subscriptions.inChannel({ ...target, adapter: 'discord' as AdapterId })).toEqual([]);
    });

    it('are due from their next run on, the longest due first, and never while they are off', async () => {
      const due = (name: string, time: string, enabled = true) => subscription(name, { nextRunAt: at(time), enabled });
      await subscriptions.save([
        due('late', '2026-06-02T07:00:00Z'),
        due('later', '2026-06-02T06:00:00Z'),
        due('now', '2026-06-02T08:00:00Z'),
        due('tomorrow', '2026-06-03T07:00:00Z'),
        due('off', '2026-06-01T07:00:00Z', false),
        subscription('never', { nextRunAt: null }),
      ]);
      const names = async (limit: number) =>
        (await subscriptions.due(at('2026-06-02T08:00:00Z'), limit)).map(({ id }) => id);
      expect(await names(10)).toEqual(['later', 'late', 'now']);
      expect(await names(1)).toEqual(['later']);
      await subscriptions.schedule([
        { id: subscriptionId('later'), nextRunAt: at('2026-06-03T06:00:00Z') },
        { id: subscriptionId('late'), nextRunAt: null },
      ]);
      expect(await names(10)).toEqual(['now']);
    });

    it('leave their editions behind when they are removed, so that one that comes back repeats nothing', async () => {
      await subscriptions.save([subscription('a'), subscription('b')]);
      await store.editions.add(edition('a', '2026-06-02'), shown('1'));
      await subscriptions.remove([subscriptionId('a')]);
      expect((await subscriptions.all()).map(({ id }) => id)).toEqual(['b']);
      const history = await store.editions.history([subscriptionId('a')], date('2026-06-03'), [key('1')]);
      expect(history.get(subscriptionId('a'))?.taken).toEqual(new Set(['1']));
    });
  });
}

export function describeEditions(open: OpenStore): void {
  let store: Store;
  let editions: EditionRepository;

  beforeEach(async () => {
    store = await open();
    editions = store.editions;
  });
  afterEach(() => store.close());

  const takenOf = async (name: string, day: string, ...candidates: readonly string[]) => {
    const history = await editions.history([subscriptionId(name)], date(day), candidates.map(key));
    return [...(history.get(subscriptionId(name))?.taken ?? [])].sort();
  };
  const previousOf = async (name: string, day: string) =>
    (await editions.history([subscriptionId(name)], date(day), [])).get(subscriptionId(name))?.previous;

  describe('editions', () => {
    it('stand once for a subscription and a date', async () => {
      const first = edition('a', '2026-06-02', { content: await editions.freeze('content') });
      expect(await editions.add(first, shown('1'))).toBe(true);
      expect(await editions.add({ ...first, id: editionId('again'), kind: 'quiet' }, shown('2'))).toBe(false);
      expect(await editions.on(first.subscription, first.date)).toEqual(first);
      expect(await editions.find(editionId('again'))).toBeUndefined();
      expect(await takenOf('a', '2026-06-03', '1', '2')).toEqual(['1']);
    });

    it('are listed newest first', async () => {
      for (const day of ['2026-06-02', '2026-06-04', '2026-06-03']) await editions.add(edition('a', day), []);
      await editions.add(edition('b', '2026-06-05'), []);
      expect((await editions.latest(subscriptionId('a'), 2)).map((one) => one.date)).toEqual([
        '2026-06-04',
        '2026-06-03',
      ]);
    });

    it('share frozen content under its hash', async () => {
      const hash = await editions.freeze('ten papers');
      expect(await editions.freeze('ten papers')).toBe(hash);
      expect(await editions.freeze('nine papers')).not.toBe(hash);
      expect(await editions.content(hash)).toBe('ten papers');
      expect(await editions.content('unknown')).toBeUndefined();
    });

    it('keep content and considered papers that were first written in a transaction that came to nothing', async () => {
      const failed = store.transaction(async (tx) => {
        await tx.editions.freeze('ten papers');
        await tx.editions.add(edition('a', '2026-06-02'), shown('1'));
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      const hash = await editions.freeze('ten papers');
      await editions.add(edition('a', '2026-06-02'), shown('1'));
      expect(await editions.content(hash)).toBe('ten papers');
      expect(await takenOf('a', '2026-06-03', '1')).toEqual(['1']);
    });

    it('can be withdrawn with their posts, but only when they showed nothing', async () => {
      const target = { adapter: 'slack' as AdapterId, workspace: 'T1', channel: 'C1' };
      const post = (of: string) => ({
        id: `post-${of}` as DeliveryId,
        edition: editionId(of),
        part: 0,
        role: 'line' as const,
        papers: [],
        target,
        expiresAt: null,
      });
      for (const [day, kind] of [
        ['2026-06-02', 'papers'],
        ['2026-06-03', 'quiet'],
        ['2026-06-04', 'papers'],
      ] as const) {
        const content = await editions.freeze(day);
        await editions.add(edition('a', day, { kind, content }), shown(day));
        await store.outbox.add([post(`a@${day}`)], at('2026-06-02T07:00:00Z'));
      }
      await editions.free(editionId('a@2026-06-04'));
      for (const day of ['2026-06-02', '2026-06-03', '2026-06-04']) await editions.withdraw(editionId(`a@${day}`));
      expect((await editions.latest(subscriptionId('a'), 9)).map((one) => one.date)).toEqual(['2026-06-02']);
      expect(await store.outbox.ofEdition(editionId('a@2026-06-02'))).toHaveLength(1);
      expect(await store.outbox.ofEdition(editionId('a@2026-06-03'))).toEqual([]);
      expect(await editions.add(edition('a', '2026-06-03'), [])).toBe(true);
    });

    it('name the dates on which a paper was shown', async () => {
      await editions.add(edition('a', '2026-06-02'), shown('1', '2'));
      await editions.add(edition('a', '2026-06-03'), [...shown('3'), ...cut('1')]);
      await editions.add(edition('b', '2026-06-04'), shown('1'));
      await editions.add(edition('b', '2026-06-05'), shown('1', '9'));
      await editions.free(editionId('b@2026-06-05'));
      const both = [subscriptionId('a'), subscriptionId('b')];
      expect(await editions.stood(both, [key('1'), key('2'), key('9')])).toEqual(
        new Map([
          [
            key('1'),
            [
              { date: '2026-06-04', post: null },
              { date: '2026-06-02', post: null },
            ],
          ],
          [key('2'), [{ date: '2026-06-02', post: null }]],
        ]),
      );
      expect(await editions.stood([subscriptionId('b')], [key('2')])).toEqual(new Map());
      expect(await editions.stood([], [key('1')])).toEqual(new Map());
    });
  });

  describe('the history of a subscription', () => {
    it('takes what an earlier edition considered, and of a later one only what it showed', async () => {
      await editions.add(edition('a', '2026-06-02'), [...shown('1'), ...cut('2')]);
      await editions.add(edition('a', '2026-06-09'), [...shown('3'), ...cut('4')]);
      expect(await takenOf('a', '2026-06-05', '1', '2', '3', '4', '5')).toEqual(['1', '2', '3']);
      expect(await takenOf('a', '2026-06-05', '2')).toEqual(['2']);
      expect(await takenOf('b', '2026-06-05', '1', '2', '3')).toEqual([]);
    });

    it('tells subscriptions apart that considered the same papers, one before and one after the date', async () => {
      const same = [...shown('1'), ...cut('2')];
      await editions.add(edition('a', '2026-06-02'), same);
      await editions.add(edition('b', '2026-06-09'), same);
      const both = [subscriptionId('a'), subscriptionId('b')];
      const history = await editions.history(both, date('2026-06-05'), [key('1'), key('2')]);
      expect(both.map((id) => [...(history.get(id)?.taken ?? [])].sort())).toEqual([['1', '2'], ['1']]);
    });

    it('forgets an edition whose posts all ended dead', async () => {
      await editions.add(edition('a', '2026-06-02'), shown('1'));
      await editions.add(edition('a', '2026-06-03'), shown('2'));
      await editions.free(editionId('a@2026-06-03'));
      expect((await editions.find(editionId('a@2026-06-03')))?.freed).toBe(true);
      expect(await takenOf('a', '2026-06-04', '1', '2')).toEqual(['1']);
      expect(await previousOf('a', '2026-06-04')).toBe('2026-06-02');
    });

    it('names the newest earlier edition that read its feeds', async () => {
      for (const [day, kind] of [
        ['2026-06-01', 'papers'],
        ['2026-06-02', 'quiet'],
        ['2026-06-03', 'failed'],
        ['2026-06-04', 'skipped'],
        ['2026-06-05', 'papers'],
      ] as const) {
        await editions.add(edition('a', day, { kind }), []);
      }
      expect(await previousOf('a', '2026-06-09')).toBe('2026-06-05');
      expect(await previousOf('a', '2026-06-05')).toBe('2026-06-02');
      expect(await previousOf('a', '2026-06-01')).toBeNull();
      expect(await previousOf('b', '2026-06-09')).toBeNull();
    });

    it('reaches back to the first day that a candidate was listed on any feed, however long ago', async () => {
      await store.papers.save([
        { paper: paper('old'), listings: [listing('old', '2025-01-02', 1), listing('old', '2026-06-04', 1)] },
        { paper: paper('new'), listings: [listing('new', '2026-06-04', 1)] },
      ]);
      await editions.add(edition('a', '2025-01-02'), shown('old'));
      await editions.add(edition('a', '2026-06-03'), shown('other'));
      expect(await takenOf('a', '2026-06-05', 'new', 'old')).toEqual(['old']);
    });

    it('is what a plain reading of the rule says, for any past', async () => {
      const names = ['a', 'b', 'c'];
      const days = ['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04'];
      const papers = ['1', '2', '3', '4'];
      const past = fc.array(
        fc.record({
          subscriber: fc.constantFrom(...names),
          day: fc.constantFrom(...days),
          kind: fc.constantFrom('papers' as const, 'quiet' as const, 'failed' as const, 'skipped' as const),
          considered: fc.uniqueArray(fc.record({ paper: fc.constantFrom(...papers), shown: fc.boolean() }), {
            selector: (one) => one.paper,
          }),
          freed: fc.boolean(),
        }),
        { maxLength: 10 },
      );
      const fresh = freshNames();
      await fc.assert(
        fc.asyncProperty(past, fc.constantFrom(...days), fc.subarray(papers), async (drawn, day, candidates) => {
          const own = fresh();
          const model = new HistoryModel();
          for (const { subscriber, day: on, kind, considered, freed } of drawn) {
            const one = edition(own(subscriber), on, { kind, freed });
            const set = considered.map((entry) => ({ paper: key(entry.paper), shown: entry.shown }));
            expect(await editions.add(one, set)).toBe(model.add(one, set));
          }
          const asked = names.map((name) => subscriptionId(own(name)));
          const history = await editions.history(asked, date(day), candidates.map(key));
          expect(history).toEqual(model.history(asked, date(day), candidates.map(key)));
        }),
        { numRuns: 60 },
      );
    });
  });
}
