import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageRef } from '../../src/platform/adapter.js';
import type { Store } from '../../src/store/store.js';
import type { VoteRepository } from '../../src/votes/repository.js';
import { ReadBackWorld, type Step } from './read-back-world.js';
import { key } from './store-samples.js';
import {
  card,
  lab,
  message,
  nine,
  type OpenTimedStore,
  order,
  person,
  reaction,
  ref,
  taken,
  tally,
} from './vote-samples.js';

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('change' as const),
    emoji: fc.constantFrom('👍', '👍', '👍', '👎'),
    heard: fc.constantFrom('now', 'now', 'later', 'never'),
  }),
  fc.record({
    kind: fc.constant('read' as const),
    width: fc.constantFrom(0, 3, 9),
    heard: fc.constantFrom('now', 'later'),
  }),
  fc.record({ kind: fc.constant('hear' as const), which: fc.nat(3), of: fc.constantFrom('events', 'sets') }),
);

/** Reading reactions back from the platform, beside the events. */
export function describeReadBack(open: OpenTimedStore): void {
  let store: Store;
  let votes: VoteRepository;

  beforeEach(async () => {
    ({ store } = await open());
    votes = store.votes;
    await votes.addMessage(message('m1', card('p')));
  });
  afterEach(() => store.close());

  const thumbs = (...users: readonly string[]) => users.map((user) => ({ user, emoji: '👍' }));
  const read = (users: readonly string[], from: number, until: number, of: MessageRef = ref('m1')) =>
    votes.readBack(of, thumbs(...users), order(from), order(until));
  const voters = async (): Promise<readonly string[]> =>
    (await votes.voters(lab, key('p'))).map(({ user }) => user.id).toSorted();

  describe('a read-back', () => {
    it('finds the votes that came and went while nobody listened, and says the same when it is repeated', async () => {
      await votes.record([reaction(1), reaction(2, { user: 'u2' })]);
      for (const _ of [1, 2]) {
        expect(await read(['u2', 'u3'], 100, 200)).toBe('settled');
        expect(await voters()).toEqual(['u2', 'u3']);
      }
    });

    it('already shows the effect of every event before it', async () => {
      await read(['u1'], 100, 200);
      expect(await votes.record([taken(99), reaction(99, { user: 'u2' })])).toEqual(['late', 'late']);
      expect(await voters()).toEqual(['u1']);
    });

    it('leaves events of its own window to one more read', async () => {
      await read(['u1'], 100, 200);
      expect(await votes.record([taken(100), reaction(199, { user: 'u2' })])).toEqual(['unclear', 'unclear']);
      expect(await voters()).toEqual(['u1']);
      expect(await votes.record([taken(200), reaction(201, { user: 'u2' })])).toEqual(['stored', 'stored']);
      expect(await voters()).toEqual(['u2']);
    });

    it('never undoes what happened after it', async () => {
      await votes.record([reaction(1), reaction(2, { user: 'u2' })]);
      await votes.record([taken(200), reaction(201, { user: 'u3' })]);
      expect(await read(['u1', 'u2'], 100, 200)).toBe('settled');
      expect(await voters()).toEqual(['u2', 'u3']);
    });

    it('asks for one more when an event of its window, heard before it, says otherwise', async () => {
      await votes.record([reaction(150)]);
      expect(await read([], 100, 200)).toBe('unclear');
      expect(await read(['u1'], 100, 200)).toBe('settled');
      expect(await voters()).toEqual(['u1']);
    });

    it('that was overtaken by a later one changes nothing', async () => {
      await read(['u1'], 300, 400);
      expect(await read(['u2'], 100, 200)).toBe('unclear');
      expect(await voters()).toEqual(['u1']);
      expect(await votes.record([reaction(250, { user: 'u3' })])).toEqual(['late']);
    });

    it('leaves button votes alone', async () => {
      await votes.press(ref('m1'), person('u1'), '👍', order(1));
      await read([], 100, 200);
      expect(await voters()).toEqual(['u1']);
    });

    it('of a message that is gone, virtual or unknown does nothing', async () => {
      await votes.record([reaction(1)]);
      await votes.markGone([ref('m1')], nine);
      await votes.addMessage(message('place', card('q'), { virtual: true }));
      for (const name of ['m1', 'place', 'unknown']) expect(await read(['u2'], 100, 200, ref(name))).toBe('settled');
      expect(await voters()).toEqual(['u1']);
      expect(await tally(votes, 'q')).toEqual([0, 0]);
    });
  });

  it('events, repeats, losses and read-backs in any order end with what the platform shows', async () => {
    let runs = 0;
    const property = fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      runs += 1;
      const name = `world-${runs}`;
      const ballot = (['👍', '👎'] as const).map((emoji) => ({
        emoji,
        paper: key(`${name} ${emoji}`),
        sign: 1 as const,
      }));
      await store.transaction(async (tx) => {
        await tx.votes.addMessage(message(name, ballot));
        const world = new ReadBackWorld(tx.votes, name);
        for (const next of steps) await world.take(next);
        await world.end();
        expect(await world.counted()).toEqual(world.standing());
      });
    });
    await fc.assert(property, { numRuns: 300 });
  });
}
