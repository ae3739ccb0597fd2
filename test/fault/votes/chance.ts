import type { Layout } from '../../../src/editions/subscription.js';
import type { VotingMessage } from '../../../src/votes/repository.js';
import type { FaultRun } from '../fault.js';
import type { House } from './house.js';

type Random = FaultRun['random'];

export const whole = (random: Random, below: number): number => Math.floor(random() * below);

export function oneOf<T>(random: Random, things: readonly T[]): T {
  const chosen = things[whole(random, things.length)];
  if (chosen === undefined) throw new Error('There is nothing to choose from.');
  return chosen;
}

export const shuffled = <T>(random: Random, things: readonly T[]): readonly T[] =>
  things
    .map((thing) => ({ thing, at: random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ thing }) => thing);

export const anyLayout = (random: Random): Layout => oneOf(random, ['list', 'cards']);

/** Somebody changes something on one of the messages. */
export function anyChange(random: Random, { site }: House, messages: readonly VotingMessage[]): void {
  const { ref, ballot } = oneOf(random, messages);
  // Mostly what counts there, now and then an emoji that means nothing.
  const meant = site.forms.filter(({ base }) => ballot.some(({ emoji }) => emoji === base));
  const form = random() < 0.9 && meant.length > 0 ? oneOf(random, meant) : oneOf(random, site.forms);
  site.toggle(whole(random, site.voters), ref, form);
}
