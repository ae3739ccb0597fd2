import { likenessWeights } from '../../../src/search/paper-vector.js';
import { rankWeights } from '../../../src/search/rank.js';
import type { Weights } from '../../../src/store/search-ranking.js';
import { openOurs } from '../ours.js';
import { textTable } from '../peers/text-table.js';
import { scoresOf } from './metrics.js';
import type { TestSet } from './test-set.js';

const shown = 10;

/** One choice of weights and what it is called. */
interface Choice {
  readonly name: string;
  readonly weights: Weights;
}

/** The weights that are in use, first, and others around them. */
const choices: readonly Choice[] = [rankWeights.field.title, 2, 4, 5].flatMap((title, row) =>
  [likenessWeights.weight, 0, 0.3, 0.5, 1].flatMap((weight, column) =>
    [rankWeights.k1, 1.2].map((k1, page) => ({
      name: row + column + page === 0 ? 'as shipped' : `title ${title}, likeness ${weight}, k1 ${k1}`,
      weights: {
        rank: { ...rankWeights, k1, field: { ...rankWeights.field, title } },
        likeness: { ...likenessWeights, weight },
      },
    })),
  ),
);

/** nDCG@10 of one set under each choice, in the order of `choices`. */
async function scoresUnderEach({ papers, queries }: TestSet): Promise<readonly number[]> {
  const ours = await openOurs(papers);
  const scores = choices.map(({ weights }) => {
    const all = queries.map(({ text, hidden, judgements }) => {
      const found = ours.rank(text, { limit: shown, weights, ...(hidden !== undefined && { hidden }) });
      return scoresOf(found, judgements).ndcg10;
    });
    return all.reduce((sum, score) => sum + score, 0) / all.length;
  });
  ours.close();
  return scores;
}

/**
 * What the weights would be worth if they had been chosen without the set that is judged: for each set those that are best on the
 * others, and what these reach on it, beside the fixed ones that are shipped.
 */
export async function leftOutText(sets: readonly TestSet[]): Promise<string> {
  const scores: (readonly number[])[] = [];
  for (const set of sets) scores.push(await scoresUnderEach(set));
  const rows = sets.map(({ name }, left) => {
    const worth = choices.map((_, choice) =>
      scores.reduce((sum, of, set) => (set === left ? sum : sum + (of[choice] ?? 0)), 0),
    );
    const best = worth.indexOf(Math.max(...worth));
    const [shipped = 0, chosen = 0] = [scores[left]?.[0], scores[left]?.[best]];
    return { name, shipped, chosen, what: choices[best]?.name ?? '' };
  });
  const mean = (values: readonly number[]): string =>
    (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3);
  return [
    '\nours, nDCG@10: as shipped, and with the weights of title, likeness and k1 chosen on the other sets alone\n',
    textTable([
      ['', 'as shipped', 'chosen elsewhere', 'which'],
      ...rows.map(({ name, shipped, chosen, what }) => [name, shipped.toFixed(3), chosen.toFixed(3), what]),
      ['mean', mean(rows.map(({ shipped }) => shipped)), mean(rows.map(({ chosen }) => chosen)), ''],
    ]),
  ].join('');
}
