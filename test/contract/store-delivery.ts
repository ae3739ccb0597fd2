import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Claim, Outbox } from '../../src/delivery/outbox.js';
import type { DeliveryState } from '../../src/delivery/state.js';
import { instant } from '../../src/kernel/clock.js';
import type { Store } from '../../src/store/store.js';
import { deliveryId, everything, inChannel, plan, post, ref, slack } from './delivery-samples.js';
import { at, edition, editionId, type OpenStore } from './store-samples.js';

const nine = at('2026-11-24T09:00:00Z');
const inSeconds = (seconds: number) => instant(nine + seconds * 1000);
const sent = (key: string): DeliveryState => ({ kind: 'sent', ref: ref(key), at: inSeconds(1) });
const ids = (claims: readonly Claim[]): readonly string[] => claims.map(({ delivery }) => delivery.id);

/** The outbox: posts are claimed in order, by one at a time, and recorded only by whoever holds the claim. */
export function describeDelivery(open: OpenStore): void {
  let store: Store;
  let outbox: Outbox;

  beforeEach(async () => {
    store = await open();
    outbox = store.outbox;
  });
  afterEach(() => store.close());

  const claimDue = (seconds = 0, limit = 100) =>
    outbox.claimDue(inSeconds(seconds), inSeconds(seconds + 60), { ...everything, limit });
  const claimLapsed = (seconds: number) => outbox.claimLapsed(inSeconds(seconds), inSeconds(seconds + 60), everything);

  /** Claims what is due, which has to be one post. */
  async function claimOne(seconds = 0): Promise<Claim> {
    const [claim, ...others] = await claimDue(seconds);
    if (claim === undefined || others.length > 0) throw new Error(`${others.length} posts are due besides ${claim}`);
    return claim;
  }

  describe('a planned post', () => {
    it('comes back as it was planned', async () => {
      await store.editions.add(edition('a', '2026-11-24'), []);
      const planned = post('a', 3, {
        role: 'reply',
        target: inChannel('C1', { thread: ref('root') }),
        expiresAt: null,
      });
      await outbox.add([planned], nine);
      const due: DeliveryState = { kind: 'due', notBefore: nine, attempts: 0 };
      expect(await outbox.find(planned.id)).toEqual({ ...planned, state: due });
      expect(await outbox.find(deliveryId('absent'))).toBeUndefined();
    });

    it('stands once, however often its edition is planned', async () => {
      await plan(store, 'a', 2, nine);
      await outbox.add([post('a', 0, { id: deliveryId('other') }), post('a', 1)], inSeconds(60));
      const parts = await outbox.ofEdition(editionId('a@2026-11-24'));
      expect(parts.map(({ id, state }) => [id, state])).toEqual([
        ['a/0', { kind: 'due', notBefore: nine, attempts: 0 }],
        ['a/1', { kind: 'due', notBefore: nine, attempts: 0 }],
      ]);
    });
  });

  describe('a claim', () => {
    it('carries the frozen content and holds the post until its lease ends', async () => {
      await plan(store, 'a', 1, nine);
      const claim = await claimOne(5);
      expect(claim).toMatchObject({
        delivery: {
          ...post('a'),
          state: { kind: 'sending', leaseUntil: inSeconds(65), firstAttemptAt: inSeconds(5), epoch: 1, attempts: 1 },
        },
        content: 'the edition of a',
        root: null,
      });
      expect(await claimDue(10)).toEqual([]);
      expect(await claimLapsed(64)).toEqual([]);
    });

    it('takes only what is due, the longest due first, up to the limit, on the adapters that run', async () => {
      await plan(store, 'a', 1, inSeconds(20));
      await plan(store, 'b', 1, inSeconds(10));
      await plan(store, 'future', 1, inSeconds(900));
      await store.editions.add(edition('elsewhere', '2026-11-24'), []);
      const discord = 'discord' as typeof slack;
      const target = { ...inChannel('C1'), adapter: discord };
      await outbox.add([post('elsewhere', 0, { target })], nine);
      expect(ids(await claimDue(30, 1))).toEqual(['b/0']);
      expect(ids(await claimDue(30))).toEqual(['a/0']);
      const claimOn = (...adapters: (typeof slack)[]) =>
        outbox.claimDue(inSeconds(30), inSeconds(90), { ...everything, adapters });
      expect(await claimOn()).toEqual([]);
      expect(ids(await claimOn(discord, slack))).toEqual(['elsewhere/0']);
    });

    it('is never given to two who ask at once', async () => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) await plan(store, name, 2, nine);
      const claims = await Promise.all([claimDue(0, 2), claimDue(0, 2), claimDue(0, 2)]);
      expect(ids(claims.flat()).toSorted()).toEqual(['a/0', 'b/0', 'c/0', 'd/0', 'e/0']);
    });

    it('of a later part waits until all parts before it are sent, dead or uncertain', async () => {
      await plan(store, 'a', 4, nine);
      const ends: readonly DeliveryState[] = [
        sent('m0'),
        { kind: 'dead', reason: 'channel_not_found' },
        { kind: 'uncertain', reason: 'no right to read' },
      ];
      for (const [part, end] of ends.entries()) {
        const claim = await claimOne();
        expect(claim.delivery.part).toBe(part);
        expect(await claimDue()).toEqual([]);
        await outbox.record(claim.delivery.id, claim.delivery.state.epoch, end);
      }
      expect((await claimOne()).delivery.part).toBe(3);
    });

    it('keeps the order of parts that were planned one after the other', async () => {
      await store.editions.add(edition('a', '2026-11-24'), []);
      await outbox.add([post('a', 1)], nine);
      await outbox.add([post('a', 2)], nine);
      await outbox.add([post('a', 0)], nine);
      for (const part of [0, 1, 2]) {
        const claim = await claimOne();
        expect(claim.delivery.part).toBe(part);
        await outbox.record(claim.delivery.id, claim.delivery.state.epoch, sent(`m${part}`));
      }
    });

    it('names the message of part 0 as the root once that is sent', async () => {
      await plan(store, 'a', 2, nine);
      const first = await claimOne();
      expect(first.root).toBeNull();
      await outbox.record(first.delivery.id, first.delivery.state.epoch, sent('m0'));
      expect((await claimOne()).root).toEqual(ref('m0'));
    });

    it('names no root when part 0 was never posted', async () => {
      await plan(store, 'a', 2, nine);
      const first = await claimOne();
      await outbox.record(first.delivery.id, first.delivery.state.epoch, { kind: 'dead', reason: 'not_in_channel' });
      expect((await claimOne()).root).toBeNull();
    });
  });

  describe('recording', () => {
    it('keeps the message that the post became', async () => {
      await plan(store, 'a', 1, nine);
      const { delivery } = await claimOne();
      const { epoch } = delivery.state;
      expect(await outbox.record(delivery.id, epoch, sent('m1'))).toBe(true);
      expect((await outbox.byMessage(ref('m1')))?.state).toEqual(sent('m1'));
      expect(await outbox.byMessage(ref('m2'))).toBeUndefined();
      expect(await outbox.byMessage({ ...ref('m1'), adapter: 'discord' as typeof slack })).toBeUndefined();
    });

    it('sends a post that was certainly not sent back to the queue, as if it had never been tried', async () => {
      await plan(store, 'a', 1, nine);
      const first = await claimOne();
      await outbox.record(first.delivery.id, first.delivery.state.epoch, {
        kind: 'due',
        notBefore: inSeconds(30),
        attempts: 1,
      });
      expect(await claimDue(29)).toEqual([]);
      const second = await claimOne(30);
      expect(second.delivery.state).toMatchObject({ epoch: 2, attempts: 2, firstAttemptAt: inSeconds(30) });
    });

    it('leaves a post whose fate is unknown to be settled later', async () => {
      await plan(store, 'a', 1, nine);
      const { delivery } = await claimOne();
      const { epoch } = delivery.state;
      const unknown = { kind: 'sending', leaseUntil: inSeconds(30), epoch, attempts: 1, firstAttemptAt: nine } as const;
      expect(await outbox.record(delivery.id, epoch, unknown)).toBe(true);
      expect(await claimDue(40)).toEqual([]);
      const [settling] = await claimLapsed(30);
      expect(settling?.delivery.state).toMatchObject({ epoch: 2, attempts: 1, firstAttemptAt: nine });
    });

    it('changes nothing for a worker that lost its lease', async () => {
      await plan(store, 'a', 2, nine);
      const lost = await claimOne();
      const [held] = await claimLapsed(60);
      expect(await outbox.record(lost.delivery.id, lost.delivery.state.epoch, sent('from the lost one'))).toBe(false);
      expect((await outbox.find(lost.delivery.id))?.state).toMatchObject({
        kind: 'sending',
        epoch: held?.delivery.state.epoch,
      });
      expect(await claimDue(60)).toEqual([]);
    });

    it('changes nothing once the post has ended', async () => {
      await plan(store, 'a', 1, nine);
      const { delivery } = await claimOne();
      const { epoch } = delivery.state;
      await outbox.record(delivery.id, epoch, sent('m1'));
      expect(await outbox.record(delivery.id, epoch, { kind: 'dead', reason: 'late' })).toBe(false);
      expect((await outbox.find(delivery.id))?.state).toEqual(sent('m1'));
    });
  });

  describe('the next claim', () => {
    const nextAt = () => outbox.nextAt(everything);

    it('is possible when the earliest post whose turn it is becomes due, or the earliest lease ends', async () => {
      expect(await nextAt()).toBeUndefined();
      await plan(store, 'a', 2, inSeconds(100));
      expect(await nextAt()).toEqual(inSeconds(100));
      const claim = await claimOne(100);
      expect(await nextAt()).toEqual(inSeconds(160));
      await plan(store, 'b', 1, inSeconds(130));
      expect(await nextAt()).toEqual(inSeconds(130));
      expect(await outbox.nextAt({ ...everything, adapters: ['discord' as typeof slack] })).toBeUndefined();
      expect(await outbox.nextAt({ ...everything, adapters: [] })).toBeUndefined();
      await outbox.record(claim.delivery.id, claim.delivery.state.epoch, sent('m1'));
      expect(await nextAt()).toEqual(inSeconds(100));
    });

    it('comes at a settle time of its own after a restart, not when the lease of the dead process ends', async () => {
      await plan(store, 'a', 1, nine);
      await claimOne(10);
      await outbox.endLeases('discord' as typeof slack, 0);
      expect(await nextAt()).toEqual(inSeconds(70));
      await outbox.endLeases(slack, 30_000);
      expect(await nextAt()).toEqual(inSeconds(40));
      expect(ids(await claimLapsed(40))).toEqual(['a/0']);
    });
  });

  it('counts what waits, what is under way and what went wrong', async () => {
    const nothing = { due: 0, sending: 0, dead: 0, uncertain: 0, oldestDueAt: null };
    expect(await outbox.count()).toEqual(nothing);
    for (const name of ['a', 'b', 'c', 'd']) await plan(store, name, 1, nine);
    await plan(store, 'e', 1, inSeconds(600));
    await plan(store, 'f', 1, inSeconds(300));
    const claims = await claimDue();
    const ends: readonly DeliveryState[] = [
      sent('m1'),
      { kind: 'dead', reason: 'is_archived' },
      { kind: 'uncertain', reason: 'no right to read' },
    ];
    for (const [index, end] of ends.entries()) {
      const claim = claims[index];
      if (claim !== undefined) await outbox.record(claim.delivery.id, claim.delivery.state.epoch, end);
    }
    expect(await outbox.count()).toEqual({ due: 2, sending: 1, dead: 1, uncertain: 1, oldestDueAt: inSeconds(300) });
  });
}
