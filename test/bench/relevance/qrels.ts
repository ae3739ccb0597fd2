import { BroadsheetError } from '../../../src/kernel/errors.js';
import type { Judgements } from './metrics.js';

/**
 * Reads judgements: a query, a document and a grade in each line, between tabs or, as TREC writes them with a fourth column, spaces.
 * Lines without a grade in numbers, such as a header, are passed over; without any judgement it is a BroadsheetError of code `data`.
 */
export function parseQrels(text: string, name: string): ReadonlyMap<string, Judgements> {
  const qrels = new Map<string, Map<string, number>>();
  for (const line of text.split(/\r?\n/)) {
    const columns = line
      .replace(/^\ufeff/, '')
      .trim()
      .split(/\t|\s+/);
    const query = columns[0];
    const document = columns.at(-2);
    const grade = Number(columns.at(-1));
    if (query === undefined || document === undefined || columns.length < 3 || !Number.isFinite(grade)) continue;
    const judgements = qrels.get(query) ?? new Map<string, number>();
    qrels.set(query, judgements.set(document, grade));
  }
  if (qrels.size > 0) return qrels;
  throw new BroadsheetError('data', `${name} holds no judgement.`, 'Give lines of a query, a document and a grade.');
}
