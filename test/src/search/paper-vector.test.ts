import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likenesses } from '../../../src/search/likeness.js';
import { readModel, writeModel } from '../../../src/search/model.js';
import { readText } from '../../../src/search/paper-terms.js';
import {
  likenessWeights,
  type QueryVector,
  vectorOfPaper,
  vectorOfWords,
  withLikeness,
  withLikenessTo,
} from '../../../src/search/paper-vector.js';
import { tokensOf } from '../../../src/search/tokens.js';
import { cosine } from '../../../src/search/vector.js';

const direction = (degrees: number): readonly number[] => [
  Math.cos((degrees * Math.PI) / 180),
  Math.sin((degrees * Math.PI) / 180),
];
/** A paper that points there, as it is stored. */
const at = (degrees: number): Int8Array => Int8Array.from(direction(degrees), (one) => Math.round(one * 127));
const asked = (degrees: number, words = 6): QueryVector => ({
  direction: Float32Array.from(direction(degrees)),
  words,
});

const once = { weight: 1, words: 6, feedback: 1 };

describe('likeness to what was typed', () => {
  const added = (scores: readonly number[], vectors: readonly (Int8Array | undefined)[], words = 6, weights = once) =>
    [...withLikeness(Float64Array.from(scores), vectors, asked(0, words), weights)].map(
      (score, index) => score - (scores[index] ?? 0),
    );

  it('is drawn towards the best paper so far', () => {
    const [, above = 0, below = 0] = added([2, 0, 0], [at(90), at(45), at(-45)]);
    expect(above).toBeCloseTo(1, 2);
    expect(below).toBeCloseTo(0, 2);
  });

  it('is drawn towards the mean of as many of the best as are asked for', () => {
    const vectors = [at(90), at(-90), at(45), at(-45)];
    const [, , left = 0, right = 0] = added([3, 2, 0, 0], vectors, 6, { ...once, feedback: 2 });
    expect(left).toBeCloseTo(right, 2);
    const [, , nearer = 0, farther = 0] = added([3, 2, 0, 0], vectors, 6, once);
    expect(nearer).toBeGreaterThan(farther + 0.5);
  });

  it('passes over a best paper that has no direction', () => {
    const [, , above = 0, below = 0] = added([9, 2, 0, 0], [undefined, at(90), at(45), at(-45)]);
    expect(above).toBeGreaterThan(below + 0.9);
  });

  it('takes the best by words and likeness together', () => {
    // The second is a little worse by its words, and much more like the query.
    const [, , left = 0, right = 0] = added([1, 0.9, 0, 0], [at(170), at(30), at(40), at(-40)]);
    expect(left).toBeGreaterThan(right);
  });

  it('is plain likeness without feedback', () => {
    const plain = added([1, 0], [at(60), at(0)], 6, { ...once, feedback: 0 });
    expect(plain[0]).toBeCloseTo(0.5, 2);
    expect(plain[1]).toBeCloseTo(1, 2);
  });

  it('pushes papers without a direction neither up nor down', () => {
    const [one = 0, none = 0, two = 0] = added([0, 0, 0], [at(10), undefined, at(80)]);
    expect(none).toBeCloseTo((one + two) / 2, 9);
    expect(one).toBeGreaterThan(none);
    expect(two).toBeLessThan(none);
  });

  it('is nothing where no paper has one, or there is none', () => {
    expect(added([1, 0.5], [undefined, undefined])).toEqual([0, 0]);
    expect(added([], [])).toEqual([]);
  });

  it.each([
    [1, 1 / 6],
    [3, 0.5],
    [6, 1],
    [7, 1],
    [60, 1],
  ])('counts with %d words as much as %d', (words, share) => {
    expect(added([0], [at(0)], words)[0]).toBeCloseTo(share, 2);
  });

  it('counts at most as much as its weight', () => {
    const degrees = fc.integer({ min: 0, max: 359 });
    fc.assert(
      fc.property(fc.array(degrees, { minLength: 1, maxLength: 9 }), fc.nat(9), (many, words) => {
        const scores = many.map((_, index) => index / 10);
        const more = added(scores, many.map(at), words, likenessWeights);
        const most = likenessWeights.weight * Math.min(1, words / likenessWeights.words);
        for (const one of more) expect(Math.abs(one)).toBeLessThanOrEqual(most + 1e-9);
      }),
    );
  });

  it('leaves the scores that it was handed as they were', () => {
    const scores = Float64Array.of(1, 2);
    withLikeness(scores, [at(0), at(90)], asked(0));
    withLikenessTo(scores, [at(0), at(90)], at(0));
    expect([...scores]).toEqual([1, 2]);
  });
});

describe('likeness to a paper', () => {
  it('is added to the scores without feedback', () => {
    const like = withLikenessTo(Float64Array.of(1, 0, 0), [at(90), at(0), at(-60)], at(0));
    expect(like[0]).toBeCloseTo(1, 2);
    expect(like[1]).toBeCloseTo(1, 2);
    expect(like[2]).toBeCloseTo(0.5, 2);
    expect(withLikenessTo(Float64Array.of(1), [at(0)], at(0), 0.25)[0]).toBeCloseTo(1.25, 2);
  });
});

describe('likenesses', () => {
  it('are cosines in the order of the papers, and the mean where one has no direction', () => {
    const [same = 0, none = 0, opposite = 0] = likenesses([at(30), undefined, at(210)], asked(30).direction);
    expect(same).toBeCloseTo(1, 2);
    expect(none).toBeCloseTo(0, 2);
    expect(opposite).toBeCloseTo(-1, 2);
  });
});

describe('directions of texts', () => {
  const stems = ['graph', 'network', 'cell', 'moon'];
  const rows = Int8Array.from([127, 0, 0, 0, 0, 127, 0, 0, 0, 0, 127, 0, 0, 0, 0, 127]);
  const origin = {
    ...{ source: 'made up', papers: 3, from: null, to: null, seed: 1, steps: 0, heldOut: 0, among: 0, accuracy: null },
  };
  const scales = new Float32Array(4).fill(1 / 127);
  const model = readModel(writeModel({ origin, stems, dimensions: 4, scales, rows }));
  const ofPaper = (title: string, abstract: string) =>
    vectorOfPaper(model, readText({ title, abstract, authors: [], keywords: [] }));

  it('come from telling words in any form, the title counting twice', () => {
    const [graph = 0, network = 0, cell = 0, moon = 0] = ofPaper('The Graphs', 'A network.') ?? [];
    expect(graph).toBe(127);
    expect(network / graph).toBeCloseTo(Math.log(2) / Math.log(3), 1);
    expect([cell, moon]).toEqual([0, 0]);
    expect(ofPaper('Graphs', '')).toEqual(ofPaper('the graph of it', ''));
  });

  it('are none where the model knows no word, or there is none', () => {
    expect(ofPaper('Unheard', 'of it')).toBeUndefined();
    expect(ofPaper('', '')).toBeUndefined();
    expect(vectorOfWords(model, tokensOf('unheard words'))).toBeUndefined();
    expect(vectorOfWords(model, tokensOf('the of'))).toBeUndefined();
    expect(vectorOfWords(model, [])).toBeUndefined();
  });

  it('of what was typed come with the number of telling words, known or not', () => {
    const query = vectorOfWords(model, tokensOf('the moon of unheard graphs'));
    expect(query?.words).toBe(3);
    expect(cosine(query?.direction ?? new Float32Array(4), Int8Array.of(127, 0, 0, 127))).toBeCloseTo(1, 5);
  });
});
