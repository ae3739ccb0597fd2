/** What the judges say of the documents for one query: grades above zero are relevant. */
export type Judgements = ReadonlyMap<string, number>;

export interface Scores {
  readonly ndcg10: number;
  readonly recall10: number;
  readonly recall100: number;
  readonly mrr10: number;
}

const discounted = (grades: readonly number[]): number =>
  grades.slice(0, 10).reduce((sum, grade, index) => sum + grade / Math.log2(index + 2), 0);

/** The scores of one ranking; at least one document is relevant. */
export function scoresOf(results: readonly string[], judgements: Judgements): Scores {
  const grades = results.map((id) => Math.max(0, judgements.get(id) ?? 0));
  const relevant = [...judgements.values()].filter((grade) => grade > 0).sort((a, b) => b - a);
  const recall = (depth: number): number =>
    grades.slice(0, depth).filter((grade) => grade > 0).length / relevant.length;
  const first = grades.slice(0, 10).findIndex((grade) => grade > 0);
  return {
    ndcg10: discounted(grades) / discounted(relevant),
    recall10: recall(10),
    recall100: recall(100),
    mrr10: first < 0 ? 0 : 1 / (first + 1),
  };
}

export const metricNames = ['ndcg10', 'recall10', 'recall100', 'mrr10'] as const satisfies readonly (keyof Scores)[];

export function meanScores(all: readonly Scores[]): Scores {
  const mean = (name: keyof Scores): number => all.reduce((sum, scores) => sum + scores[name], 0) / all.length;
  return { ndcg10: mean('ndcg10'), recall10: mean('recall10'), recall100: mean('recall100'), mrr10: mean('mrr10') };
}
