import { describe, expect, it } from 'vitest';
import { passed, play } from './play.js';
import { faults } from './table.js';

const seed = 1;

/** The whole list is `npm run test:fault`; here is what every check has time for. */
describe('the faults', () => {
  const fast = faults.filter(({ isFast }) => isFast);

  it.each(fast.map((fault) => [fault.id, fault.title, fault] as const))('%s: %s', async (_id, _title, fault) => {
    const outcome = await play(fault, seed);
    expect(outcome.kind === 'not run' || passed(outcome), JSON.stringify(outcome)).toBe(true);
  });

  it('are thirty, each once', () => {
    const numbered = faults.filter(({ id }) => /^F\d\d$/.test(id)).map(({ id }) => id);
    expect(numbered).toEqual(Array.from({ length: 30 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`));
  });
});
