import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arrival, openArrival, windowOf } from '../../../adapters/discord/order.js';
import { FakeClock } from '../../fake/clock.js';
import { FakeStorage } from '../../fake/storage.js';

const at = '2026-11-24T09:00:00Z';
const hourMs = 3_600_000;

describe('the order of what comes from Discord', () => {
  it('is the microsecond of its arrival', () => {
    expect(new Arrival(new FakeClock(at)).next()).toBe(Date.parse(at) * 1_000);
  });

  it('grows whatever the clock does', () => {
    const steps = fc.array(fc.integer({ min: -hourMs, max: hourMs }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(steps, (moves) => {
        const clock = new FakeClock(at);
        const arrival = new Arrival(clock);
        const orders = moves.map((move) => {
          clock.jumpTo(new Date(clock.now() + move).toISOString());
          return arrival.next();
        });
        expect(orders).toEqual([...new Set(orders)].toSorted((one, other) => one - other));
      }),
    );
  });

  it('goes on after a restart, also when the clock was set back meanwhile', async () => {
    const clock = new FakeClock(at);
    const storage = new FakeStorage(clock);
    const before = (await openArrival(clock, storage)).next();
    clock.jumpTo('2026-11-24T08:00:00Z');
    expect((await openArrival(clock, storage)).next()).toBeGreaterThan(before);
  });
});

/** A message with one emoji of one person, whose changes are told late but in order, and a read that may come from a stale copy. */
interface Change {
  readonly happened: number;
  readonly told: number;
}

const story = fc.record({
  changes: fc.array(fc.record({ after: fc.nat(3_000), late: fc.nat(4_000) }), { minLength: 1, maxLength: 8 }),
  begun: fc.nat(9_000),
  tookMs: fc.nat(2_000),
  part: fc.double({ min: 0, max: 1, noNaN: true }),
  staleMs: fc.nat(900),
});

function changesOf(steps: readonly { readonly after: number; readonly late: number }[]): readonly Change[] {
  let [happened, told] = [0, 0];
  return steps.map(({ after, late }) => {
    happened += after;
    told = Math.max(told + 1, happened + late);
    return { happened, told };
  });
}

describe('the window of a read', () => {
  it('is later than every event from before the read by a margin, and earlier than every event from after it', () => {
    const clock = new FakeClock(at);
    const arrival = new Arrival(clock);
    const before = arrival.next();
    clock.jumpTo('2026-11-24T09:00:10Z');
    const begun = arrival.next();
    const during = arrival.next();
    const { from, until } = windowOf(begun, arrival.next());
    const after = arrival.next();
    expect(before).toBeLessThan(from);
    expect(from).toBeLessThan(begun);
    expect(during).toBeLessThan(until);
    expect(after).toBeGreaterThan(until);
  });

  it('lets the set and the events that come after it end with what stands, unless an event asks for one more read', () => {
    fc.assert(
      fc.property(story, ({ changes: steps, begun, tookMs, part, staleMs }) => {
        const changes = changesOf(steps);
        const standsAfter = (many: number): boolean => many % 2 === 1;
        const { from, until } = windowOf((begun * 1_000) as never, ((begun + tookMs) * 1_000 + 1) as never);
        const readAt = begun + tookMs * part - staleMs;
        const shown = standsAfter(changes.filter(({ happened }) => happened <= readAt).length);
        const isUnclear = changes.some(({ told }) => told * 1_000 >= from && told * 1_000 < until);
        let stands = shown;
        for (const [index, { told }] of changes.entries()) if (told * 1_000 >= until) stands = standsAfter(index + 1);
        expect(isUnclear || stands === standsAfter(changes.length)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
