import { expect } from 'vitest';
import type { Claim, Outbox } from '../../src/delivery/outbox.js';
import type { DeliveryState } from '../../src/delivery/state.js';
import type { EditionId } from '../../src/editions/repository.js';
import { type Instant, instant } from '../../src/kernel/clock.js';
import { everything, ref } from './delivery-samples.js';

export type Step =
  | { readonly kind: 'claim'; readonly limit: number }
  | { readonly kind: 'settle' }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'record'; readonly which: number; readonly as: 'sent' | 'dead' | 'uncertain' | 'due' | 'unknown' };

const leaseMs = 60_000;
const ended: readonly string[] = ['sent', 'dead', 'uncertain'];

/** Workers that claim, stall, die and record late; after each step it is checked that no rule of the outbox was broken. */
export class OutboxWorld {
  readonly #outbox: Outbox;
  readonly #epochs = new Map<string, number>();
  readonly #open = new Set<string>();
  readonly #claims: Claim[] = [];
  #now: Instant;

  constructor(outbox: Outbox, now: Instant) {
    this.#outbox = outbox;
    this.#now = now;
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'wait':
        this.#now = instant(this.#now + step.seconds * 1000);
        return;
      case 'claim':
        return this.#hold(
          await this.#outbox.claimDue(this.#now, this.#leaseEnd(), { ...everything, limit: step.limit }),
        );
      case 'settle':
        return this.#hold(await this.#outbox.claimLapsed(this.#now, this.#leaseEnd(), everything));
      case 'record':
        return this.#record(this.#claims[step.which % Math.max(1, this.#claims.length)], step.as);
    }
  }

  /** Lets everything end well, and checks that it does. */
  async drain(editions: readonly EditionId[]): Promise<void> {
    for (let next = await this.#outbox.nextAt(everything); next !== undefined; ) {
      this.#now = instant(Math.max(this.#now, next));
      const first = this.#claims.length;
      await this.take({ kind: 'claim', limit: 100 });
      await this.take({ kind: 'settle' });
      expect(this.#claims.length).toBeGreaterThan(first);
      for (const claim of this.#claims.slice(first)) await this.#record(claim, 'sent');
      next = await this.#outbox.nextAt(everything);
    }
    for (const edition of editions) {
      const parts = await this.#outbox.ofEdition(edition);
      expect(parts.filter(({ state }) => !ended.includes(state.kind))).toEqual([]);
    }
  }

  #leaseEnd = (): Instant => instant(this.#now + leaseMs);

  async #hold(claims: readonly Claim[]): Promise<void> {
    for (const claim of claims) {
      const { id, edition, part, state } = claim.delivery;
      expect(state.epoch).toBeGreaterThan(this.#epochs.get(id) ?? 0);
      this.#epochs.set(id, state.epoch);
      this.#open.add(id);
      this.#claims.push(claim);
      const earlier = (await this.#outbox.ofEdition(edition)).filter((other) => other.part < part);
      expect(earlier.filter(({ state }) => !ended.includes(state.kind))).toEqual([]);
    }
  }

  async #record(claim: Claim | undefined, as: Extract<Step, { kind: 'record' }>['as']): Promise<void> {
    if (claim === undefined) return;
    const { id, state } = claim.delivery;
    const holds = this.#epochs.get(id) === state.epoch && this.#open.has(id);
    expect(await this.#outbox.record(id, state.epoch, this.#stateFor(claim, as))).toBe(holds);
    if (holds && as !== 'unknown') this.#open.delete(id);
  }

  #stateFor(claim: Claim, as: Extract<Step, { kind: 'record' }>['as']): DeliveryState {
    const { epoch, attempts, firstAttemptAt } = claim.delivery.state;
    switch (as) {
      case 'sent':
        return { kind: 'sent', ref: ref(`${claim.delivery.id} ${epoch}`), at: this.#now };
      case 'due':
        return { kind: 'due', notBefore: instant(this.#now + 5_000), attempts };
      case 'unknown':
        return { kind: 'sending', leaseUntil: instant(this.#now + 30_000), epoch, attempts, firstAttemptAt };
      default:
        return { kind: as, reason: 'as told' };
    }
  }
}
