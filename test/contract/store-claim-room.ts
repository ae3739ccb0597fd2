import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimScope, Outbox } from '../../src/delivery/outbox.js';
import { instant } from '../../src/kernel/clock.js';
import type { Workspace } from '../../src/platform/adapter.js';
import type { Store } from '../../src/store/store.js';
import { everything, inChannel, plan, post, slack } from './delivery-samples.js';
import { at, edition, editionId, type OpenStore } from './store-samples.js';

const nine = at('2026-11-24T09:00:00Z');
const later = instant(nine + 60_000);

/** How much of the outbox a worker may take: what it has room for, and of the editions that it asks for. */
export function describeClaimRoom(open: OpenStore): void {
  let store: Store;
  let outbox: Outbox;

  beforeEach(async () => {
    store = await open();
    outbox = store.outbox;
  });
  afterEach(() => store.close());

  const inT = (workspace: string): Workspace => ({ adapter: slack, workspace });

  /** One post for each name, due in this order. */
  async function planIn(workspace: string, ...names: readonly string[]): Promise<void> {
    for (const [index, name] of names.entries()) {
      await store.editions.add(edition(name, '2026-11-24'), []);
      const target = inChannel(`C-${name}`, { workspace });
      await outbox.add([post(name, 0, { target })], instant(nine + index));
    }
  }

  const claim = async (scope: Partial<ClaimScope> = {}, now = instant(nine + 1000)): Promise<readonly string[]> =>
    (await outbox.claimDue(now, later, { ...everything, ...scope })).map(({ delivery }) => delivery.id).toSorted();

  describe('a claim', () => {
    it('takes no more of one workspace than it has room for, and goes on with the others', async () => {
      await planIn('T1', 'a', 'b', 'c', 'd');
      await planIn('T2', 'x', 'y', 'z');
      expect(await claim({ perWorkspace: 2, limit: 3 })).toEqual(['a/0', 'b/0', 'x/0']);
      expect(await claim({ perWorkspace: 2, busy: [inT('T1'), inT('T1'), inT('T2')] })).toEqual(['y/0']);
      expect(await claim({ closed: [inT('T2')], perWorkspace: 1 })).toEqual(['c/0']);
      expect(await claim()).toEqual(['d/0', 'z/0']);
    });

    it('takes lapsed posts by the same rule', async () => {
      await planIn('T1', 'a', 'b');
      await planIn('T2', 'x');
      await claim();
      const lapsed = await outbox.claimLapsed(later, instant(later + 60_000), { ...everything, perWorkspace: 1 });
      expect(lapsed.map(({ delivery }) => delivery.id)).toEqual(['a/0', 'x/0']);
    });

    it('takes nothing without room', async () => {
      await planIn('T1', 'a');
      expect(await claim({ limit: 0 })).toEqual([]);
      expect(await claim({ busy: [inT('T1')], perWorkspace: 1 })).toEqual([]);
    });

    it('takes only of the editions that it is for', async () => {
      await plan(store, 'a', 2, nine);
      await plan(store, 'b', 1, nine);
      const editions = [editionId('b@2026-11-24')];
      expect(await claim({ editions: [] })).toEqual([]);
      expect(await claim({ editions })).toEqual(['b/0']);
      expect(await claim({ editions })).toEqual([]);
      expect(await claim()).toEqual(['a/0']);
    });
  });

  it('the next claim is told for the same room and the same editions', async () => {
    await planIn('T1', 'a');
    await planIn('T2', 'x', 'y');
    const nextAt = (scope: Partial<ClaimScope>) => outbox.nextAt({ ...everything, ...scope });
    expect(await nextAt({})).toBe(nine);
    expect(await nextAt({ editions: [editionId('y@2026-11-24')] })).toBe(nine + 1);
    expect(await nextAt({ editions: [editionId('absent@2026-11-24')] })).toBeUndefined();
    expect(await nextAt({ closed: [inT('T1'), inT('T2')] })).toBeUndefined();
    await claim({ limit: 2 });
    expect(await nextAt({ closed: [inT('T1')] })).toBe(nine + 1);
    expect(await nextAt({ closed: [inT('T2')] })).toBe(later);
  });

  it('what is still due of an edition can be ended as dead, and what has ended or is under way stays', async () => {
    await plan(store, 'a', 4, nine);
    await plan(store, 'b', 1, nine);
    const [first] = await outbox.claimDue(nine, later, { ...everything, editions: [editionId('a@2026-11-24')] });
    if (first === undefined) throw new Error('nothing was due');
    await outbox.record(first.delivery.id, first.delivery.state.epoch, { kind: 'dead', reason: 'is_archived' });
    const [second] = await outbox.claimDue(nine, later, { ...everything, editions: [editionId('a@2026-11-24')] });
    expect(second?.delivery.part).toBe(1);
    expect(await outbox.endDue(editionId('a@2026-11-24'), 'the channel is closed')).toBe(2);
    const parts = await outbox.ofEdition(editionId('a@2026-11-24'));
    expect(parts.map(({ state }) => ('reason' in state ? state.reason : state.kind))).toEqual([
      'is_archived',
      'sending',
      'the channel is closed',
      'the channel is closed',
    ]);
    expect(await claim()).toEqual(['b/0']);
  });
}
