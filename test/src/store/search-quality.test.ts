import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KnownQuery, knownPapers, knownQueries, shelveKnown } from './known-shelf.js';
import { openSearchWorld, type SearchWorld, shippedModel } from './search-world.js';

/** All queries but one find their paper first: without the author's weight or what the title adds it is less. */
const leastFirst = 0.98;
const firstPage = 5;

interface Answer extends KnownQuery {
  readonly found: readonly string[];
}

const isFoundWithin = (depth: number, { found, papers }: Answer): boolean =>
  found.slice(0, depth).some((one) => papers.includes(one));

/** What one reads when a figure is missed. */
const told = ({ query, papers, found }: Answer): string => `${query}: ${found.join(' ')}, not ${papers.join(' ')}`;

describe.each([
  ['by words alone', undefined],
  ['with the shipped model', shippedModel],
])('known items among distractors, %s', (_, model) => {
  let world: SearchWorld;
  let answers: readonly Answer[];

  beforeAll(async () => {
    world = await openSearchWorld(model);
    await shelveKnown(world);
    answers = await Promise.all(
      knownQueries.map(async (known) => ({ ...known, found: await world.keys(known.query) })),
    );
  });
  afterAll(() => world.close());

  it('are on a shelf and asked for in all nine ways', () => {
    expect(knownPapers.length).toBeGreaterThan(60);
    expect(new Set(knownQueries.map(({ kind }) => kind)).size).toBe(9);
  });

  it('are found first', () => {
    const missed = answers.filter((answer) => !isFoundWithin(1, answer));
    expect(1 - missed.length / answers.length, missed.map(told).join('\n')).toBeGreaterThanOrEqual(leastFirst);
  });

  it.each([...new Set(knownQueries.map(({ kind }) => kind))])('are on the first page, by %s', (asked) => {
    const missed = answers.filter((answer) => answer.kind === asked && !isFoundWithin(firstPage, answer));
    expect(missed.map(told)).toEqual([]);
  });
});
