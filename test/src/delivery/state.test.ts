import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterLookup, afterPost, type DeliveryState, type Sending } from '../../../src/delivery/state.js';
import { type Instant, instant } from '../../../src/kernel/clock.js';
import type { AdapterId, Lookup, PostOutcome } from '../../../src/platform/adapter.js';

const settleMs = 30_000;
const start = instant(Date.parse('2026-08-20T09:00:00Z'));
const ref = { adapter: 'chat' as AdapterId, key: 'm1' };

type Answer = PostOutcome['kind'];
type Sight = Lookup['kind'];

/** What the platform does each time it is asked; over and over when the list has ended. */
interface Weather {
  readonly answers: readonly Answer[];
  readonly sights: readonly Sight[];
  readonly chances: readonly number[];
}

const answerOf = (kind: Answer): PostOutcome => {
  if (kind === 'posted') return { kind, ref };
  if (kind === 'rejected') return { kind, reason: 'refused', detail: 'status 403' };
  return { kind, reason: 'trouble' };
};

const sightOf = (kind: Sight): Lookup => {
  if (kind === 'found') return { kind, ref };
  return kind === 'absent' ? { kind } : { kind, reason: 'trouble' };
};

const nth = <T>(list: readonly T[], index: number, otherwise: T): T => list[index % list.length] ?? otherwise;

/** One delivery, lived as the worker would, by the times that its states name. */
class Life {
  readonly posts: Instant[] = [];
  readonly lookups: Instant[] = [];
  unknowns = 0;
  absences = 0;
  end: DeliveryState = { kind: 'due', notBefore: start, attempts: 0 };
  readonly #weather: Weather;

  constructor(weather: Weather) {
    this.#weather = weather;
    for (let step = 0; step < 2_000; step += 1) {
      const chance = nth(weather.chances, step, 0);
      if (this.end.kind === 'due') this.#post(this.end, chance);
      else if (this.end.kind === 'sending') this.#look(this.end, chance);
    }
  }

  #post({ notBefore: now, attempts }: Extract<DeliveryState, { kind: 'due' }>, chance: number): void {
    const outcome = answerOf(nth(this.#weather.answers, this.posts.length, 'posted'));
    this.posts.push(now);
    if (outcome.kind === 'unknown') this.unknowns += 1;
    const claim = { kind: 'sending', leaseUntil: now, epoch: 1, attempts: attempts + 1, firstAttemptAt: now } as const;
    this.end = afterPost(claim, outcome, now, settleMs, chance);
  }

  #look(state: Sending, chance: number): void {
    const sight = sightOf(nth(this.#weather.sights, this.lookups.length, 'found'));
    this.lookups.push(state.leaseUntil);
    if (sight.kind === 'absent') this.absences += 1;
    this.end = afterLookup(state, sight, state.leaseUntil, chance);
  }
}

const live = (given: Weather): Life => new Life(given);

const weather = fc.record({
  answers: fc.array(fc.constantFrom<Answer>('retry', 'unknown', 'unknown', 'posted', 'rejected'), {
    minLength: 1,
  }),
  sights: fc.array(fc.constantFrom<Sight>('absent', 'absent', 'retry', 'found', 'unsearchable'), { minLength: 1 }),
  chances: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1 }),
});

const gaps = (times: readonly Instant[]): readonly number[] =>
  times.slice(1).map((time, index) => time - (times[index] ?? time));

describe('the life of a delivery', () => {
  it('ends, whatever the platform does', () => {
    fc.assert(
      fc.property(weather, (given) => {
        const { end, posts, lookups } = live(given);
        expect(['sent', 'dead', 'uncertain']).toContain(end.kind);
        expect(posts.length).toBeLessThanOrEqual(100);
        expect(lookups.length).toBeLessThan(1_500);
      }),
    );
  });

  it('posts again only what was certainly not posted', () => {
    fc.assert(
      fc.property(weather, (given) => {
        const { unknowns, absences } = live(given);
        expect(unknowns - absences).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is never a tight loop: what failed waits, and longer each time', () => {
    for (const given of [
      { answers: ['retry'], sights: ['found'] },
      { answers: ['unknown'], sights: ['absent'] },
      { answers: ['unknown'], sights: ['retry'] },
    ] as const) {
      fc.assert(
        fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (chance) => {
          const { posts, lookups } = live({ ...given, chances: [chance] });
          for (const times of [posts, lookups]) {
            expect(Math.min(...gaps(times), 500)).toBeGreaterThanOrEqual(500);
            expect(Math.max(0, ...gaps(times.slice(0, 40)))).toBeLessThanOrEqual(15 * 60_000 + settleMs);
          }
          expect(posts.length + lookups.length).toBeLessThan(400);
        }),
      );
    }
  });

  it('is given up as dead when it never appears, and as uncertain when nobody can tell for a day', () => {
    const chances = [0.5];
    const absent = live({ answers: ['unknown'], sights: ['absent'], chances });
    expect(absent.end).toMatchObject({ kind: 'dead', reason: expect.stringContaining('given up after 100 attempts') });
    const unclear = live({ answers: ['unknown'], sights: ['retry'], chances });
    expect(unclear.end).toMatchObject({ kind: 'uncertain', reason: expect.stringContaining('for a day') });
    expect(unclear.posts).toHaveLength(1);
  });
});
