import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.js';
import { everything, inChannel, plan, post, slack } from './delivery-samples.js';
import { at, edition, editionId, type OpenStore, subscription, subscriptionId } from './store-samples.js';

const nine = at('2026-11-24T09:00:00Z');

/** Channels and workspaces that take nothing any more. */
export function describePauses(open: OpenStore): void {
  let store: Store;

  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  describe('a pause', () => {
    beforeEach(() =>
      store.subscriptions.save([
        subscription('a', { channel: 'C1' }),
        subscription('b', { channel: 'C2' }),
        subscription('c', { channel: 'C3', workspace: 'T2' }),
        subscription('off', { channel: 'C1', enabled: false, nextRunAt: null }),
      ]),
    );

    it('takes the next run of what is on in the channel, says why, and is told once', async () => {
      const place = { adapter: slack, workspace: 'T1', channel: 'C1' };
      const paused = await store.subscriptions.pause(place, 'the channel is archived');
      expect(paused.map(({ id, paused: why, nextRunAt }) => [id, why, nextRunAt])).toEqual([
        ['a', 'the channel is archived', null],
      ]);
      expect(await store.subscriptions.pause(place, 'the channel is archived')).toEqual([]);
      const due = await store.subscriptions.due(at('2027-01-01T00:00:00Z'), 10);
      expect(due.map(({ id }) => id).toSorted()).toEqual(['b', 'c']);
    });

    it('may be of a whole workspace', async () => {
      await store.subscriptions.pause({ adapter: slack, workspace: 'T1' }, 'uninstalled');
      expect((await store.subscriptions.find(subscriptionId('b')))?.paused).toBe('uninstalled');
      expect((await store.subscriptions.find(subscriptionId('c')))?.paused).toBeNull();
    });

    it('ends when the subscription is saved anew', async () => {
      await store.subscriptions.pause({ adapter: slack, workspace: 'T1' }, 'uninstalled');
      await store.subscriptions.save([subscription('a', { channel: 'C1' })]);
      expect(await store.subscriptions.find(subscriptionId('a'))).toMatchObject({ paused: null, setUpBy: 'U1' });
    });
  });

  it('a workspace is crowded when more are on in it than it may have', async () => {
    const names = ['a', 'b', 'c'];
    await store.subscriptions.save([
      ...names.map((name) => subscription(name)),
      subscription('other', { workspace: 'T2' }),
      subscription('off', { workspace: 'T2', enabled: false, nextRunAt: null }),
    ]);
    expect(await store.subscriptions.crowded(2)).toEqual([{ adapter: 'slack', workspace: 'T1' }]);
    expect(await store.subscriptions.crowded(3)).toEqual([]);
  });

  it('a workspace is busy while something is to be posted there now or is under way', async () => {
    await plan(store, 'a', 2, nine);
    expect(await store.outbox.busy(at('2026-11-24T08:59:59Z'))).toEqual([]);
    expect(await store.outbox.busy(nine)).toEqual([{ adapter: 'slack', workspace: 'T1' }]);
    const [claim] = await store.outbox.claimDue(nine, at('2026-11-24T09:01:00Z'), everything);
    if (claim === undefined) throw new Error('nothing was due');
    expect(await store.outbox.busy(at('2026-11-24T08:00:00Z'))).toHaveLength(1);
  });

  describe('what is still due', () => {
    const stateOf = async (name: string): Promise<readonly string[]> =>
      (await store.outbox.ofEdition(editionId(`${name}@2026-11-24`))).map(({ state }) => state.kind);

    it('of a channel ends as dead, and editions of which nothing was posted are named', async () => {
      await plan(store, 'a', 2, nine);
      await plan(store, 'b', 2, nine);
      const ended = await store.outbox.endDueIn({ adapter: slack, workspace: 'T1', channel: 'C-a' }, 'archived');
      expect(ended).toEqual([editionId('a@2026-11-24')]);
      expect(await stateOf('a')).toEqual(['dead', 'dead']);
      expect(await stateOf('b')).toEqual(['due', 'due']);
    });

    it('of a workspace ends, and an edition that was begun is not named', async () => {
      await plan(store, 'a', 2, nine);
      await store.editions.add(edition('x', '2026-11-24'), []);
      await store.outbox.add([post('x', 0, { target: inChannel('C-x', { workspace: 'T2' }) })], nine);
      await store.outbox.claimDue(nine, at('2026-11-24T09:01:00Z'), { ...everything, limit: 1 });
      expect(await store.outbox.endDueIn({ adapter: slack, workspace: 'T1' }, 'uninstalled')).toEqual([]);
      expect(await stateOf('a')).toEqual(['sending', 'dead']);
      expect(await stateOf('x')).toEqual(['due']);
    });
  });
}
