import { performance } from 'node:perf_hooks';
import type { Paper } from '../../../src/papers/paper.js';
import type { SearchModel } from '../../../src/search/model.js';
import { parseSearch } from '../../../src/search/parse-search.js';
import { emptyQuery } from '../../../src/search/query.js';
import type { PaperSearch, SuggestQuery } from '../../../src/search/repository.js';
import { SqliteConnection } from '../../../src/store/dialect/sqlite-connection.js';
import { SearchEngine } from '../../../src/store/search-engine.js';
import { seededRandom } from '../../fake/ids.js';

/** Asks one question after the other; how long each took, in milliseconds. */
export async function askAll(search: PaperSearch, questions: readonly string[]): Promise<readonly number[]> {
  const samples: number[] = [];
  for (const text of questions) {
    const parsed = parseSearch(text);
    if (parsed.kind === 'problem') continue;
    const start = performance.now();
    await search.search(parsed.query);
    samples.push(performance.now() - start);
  }
  return samples;
}

const longestTyping = 12;

interface Typing {
  readonly kind: SuggestQuery['kind'];
  /** With fewer letters nothing is asked: they begin any title. */
  readonly from: number;
  of(paper: Paper): string;
}

/** What is typed of a paper, by what is suggested. */
const typings: readonly Typing[] = [
  { kind: 'words', from: 1, of: ({ title }) => title },
  { kind: 'titles', from: 3, of: ({ title }) => title },
  { kind: 'authors', from: 1, of: ({ authors }) => authors[0] ?? '' },
  { kind: 'categories', from: 1, of: ({ categories }) => categories[0] ?? '' },
];

/** Types letter by letter; how long the suggestions of each letter took, in milliseconds. */
export async function typeAll(search: PaperSearch, papers: readonly Paper[]): Promise<readonly number[]> {
  const samples: number[] = [];
  for (const paper of papers) {
    for (const { kind, from, of } of typings) {
      const whole = of(paper).slice(0, longestTyping);
      for (let length = from; length <= whole.length; length += 1) {
        const start = performance.now();
        await search.suggest({ kind, typed: whole.slice(0, length), limit: 20 });
        samples.push(performance.now() - start);
      }
    }
  }
  return samples;
}

const shown = 10;

/** Asks so many a second, whether answers have come or not; how long each took, and how many were refused. */
export async function askSteadily(
  search: PaperSearch,
  questions: readonly string[],
  perSecond: number,
): Promise<{ readonly samples: readonly number[]; readonly refused: number }> {
  const samples: number[] = [];
  let refused = 0;
  const asked = questions.map(async (text, index) => {
    const parsed = parseSearch(text);
    if (parsed.kind === 'problem') return;
    await new Promise((resolve) => setTimeout(resolve, (index * 1_000) / perSecond));
    const start = performance.now();
    await search.search(parsed.query).then(
      () => samples.push(performance.now() - start),
      () => {
        refused += 1;
      },
    );
  });
  await Promise.all(asked);
  return { samples, refused };
}

/** Which part of the first ten results stays the same when not all papers with any of the words get a score. */
export function keptOfAll(path: string, model: SearchModel, questions: readonly string[]): number {
  const connection = new SqliteConnection(path, 'read');
  const engine = new SearchEngine(connection, model);
  let [kept, all] = [0, 0];
  for (const text of questions) {
    const query = { ...emptyQuery, words: text.split(' ') };
    const bounded = engine.rank(query, { limit: shown });
    const whole = engine.rank(query, { limit: shown, bound: Number.POSITIVE_INFINITY });
    kept += whole.filter((key) => bounded.includes(key)).length;
    all += whole.length;
  }
  connection.close();
  return all === 0 ? 1 : kept / all;
}

/** Some papers, the same for the same seed. */
export function somePapers(papers: readonly Paper[], count: number, seed: number): readonly Paper[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => papers[Math.floor(random() * papers.length)]).filter(
    (paper) => paper !== undefined,
  );
}
