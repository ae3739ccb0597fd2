import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitOne, fit as fitted } from '../../../src/view/fit.js';
import { excess } from '../../../src/view/measure.js';
import type { MessageView } from '../../../src/view/view.js';
import { anyView, saneLimits } from './arbitrary-view.js';
import { actionsOf, edition, keysOf, roomy, saysSomething } from './edition.js';

/** The kinds of blocks in order, stretches of one kind as one: fit may divide a block, never move it. */
const kindsOf = (views: readonly MessageView[]): readonly string[] =>
  views.flatMap((view) => view.blocks.map(({ kind }) => kind)).filter((kind, index, all) => kind !== all[index - 1]);

const runs = { numRuns: 150 };

describe('fit, whatever the view and the limits', () => {
  it('keeps every message within every limit', () => {
    fc.assert(
      fc.property(anyView, saneLimits, (view, limits) => {
        for (const part of fitted(view, limits)) expect(excess(part, limits)).toEqual([]);
      }),
      runs,
    );
  });

  it('keeps every item once with its key and number, and every action once, in order', () => {
    fc.assert(
      fc.property(anyView, saneLimits, (view, limits) => {
        const parts = fitted(view, limits);
        expect(keysOf(parts)).toEqual(keysOf([view]));
        expect(actionsOf(parts)).toEqual(actionsOf([view]));
      }),
      runs,
    );
  });

  it('keeps the order of the blocks', () => {
    fc.assert(
      fc.property(anyView, saneLimits, (view, limits) => {
        const said = { ...view, summary: '', blocks: view.blocks.filter(saysSomething) };
        expect(kindsOf(fitted({ ...view, summary: '' }, limits))).toEqual(kindsOf([said]));
      }),
      runs,
    );
  });

  it('gives a part again when it is fitted again', () => {
    fc.assert(
      fc.property(anyView, saneLimits, (view, limits) => {
        for (const part of fitted(view, limits)) {
          expect(fitted(part, limits)).toEqual([part]);
          expect(fitOne(part, limits)).toEqual(part);
        }
      }),
      runs,
    );
  });

  it('loses no item and no action in an edit, whatever the view and the limits', () => {
    fc.assert(
      fc.property(anyView, saneLimits, (view, limits) => {
        const edited = fitOne(view, limits);
        expect(keysOf([edited])).toEqual(keysOf([view]));
        expect(actionsOf([edited])).toEqual(actionsOf([view]));
      }),
      runs,
    );
  });

  it('changes nothing in a view that fits', () => {
    expect(fitted(edition(3), roomy)).toEqual([edition(3)]);
  });
});
