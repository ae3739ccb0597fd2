import { anyOf } from '../search/match-expression.js';
import type { SearchModel } from '../search/model.js';
import { type ReadText, readText } from '../search/paper-terms.js';
import { vectorOfPaper, withLikenessTo } from '../search/paper-vector.js';
import { emptyQuery } from '../search/query.js';
import { rankScores } from '../search/rank.js';
import type { RankedTerm } from '../search/ranked-query.js';
import type { Token } from '../search/tokens.js';
import type { SqliteConnection } from './dialect/sqlite-connection.js';
import { bestFirst, candidateRows, searchedTexts } from './search-candidate-rows.js';
import type { SearchShelf } from './search-shelf.js';
import { byRelevance, docsOf } from './search-statements.js';

/** How many of a paper's terms are looked for; more did not find more (nDCG@10 .495 for 40, .490 for all). */
const mostTerms = 40;
const mostScored = 200;
/** Papers that FTS5 gives a score to. */
const mostPostings = 40_000;

interface Term {
  readonly token: Token;
  readonly papers: number;
  readonly idf: number;
  /** How much the term counts in this paper. */
  readonly weight: number;
}

/** The papers most like this one, the best first: by its telling terms, and by the direction of its text. */
export function similarTo(
  connection: SqliteConnection,
  shelf: SearchShelf,
  model: SearchModel | undefined,
  doc: number,
  limit: number,
): readonly number[] {
  const text = searchedTexts(connection, [doc]).get(doc);
  if (text === undefined) return [];
  const tokens = readText(text);
  const terms = bestTerms(tokens, shelf);
  if (terms.length === 0) return [];
  const found = docsOf(connection, byRelevance(expressionOf(terms), emptyQuery, mostScored + 1));
  const docs = found.filter((other) => other !== doc);
  const papers = candidateRows(connection, docs, model);
  const query = { terms: terms.map(rankedTerm), typed: [], phrase: [], typedPhrase: [] };
  const scores = rankScores(
    query,
    papers.map((paper) => paper.terms),
    shelf.averages(),
  );
  const vector = model === undefined ? undefined : vectorOfPaper(model, tokens);
  const vectors = papers.map((paper) => paper.vector);
  const final = vector === undefined ? scores : withLikenessTo(scores, vectors, vector);
  return bestFirst(papers, final).slice(0, limit);
}

/** The title's words count twice. */
function bestTerms({ title, abstract }: ReadText, shelf: SearchShelf): readonly Term[] {
  const counts = new Map<string, { readonly token: Token; count: number }>();
  for (const token of [...title, ...title, ...abstract]) {
    if (!token.telling) continue;
    const known = counts.get(token.stem) ?? { token, count: 0 };
    known.count += 1;
    counts.set(token.stem, known);
  }
  return [...counts.values()]
    .map(({ token, count }) => {
      const papers = shelf.matching(anyOf([[token.word]]));
      return { token, papers, idf: shelf.idf(papers), weight: Math.log(1 + count) };
    })
    .toSorted((a, b) => b.idf * b.weight - a.idf * a.weight)
    .slice(0, mostTerms);
}

const rankedTerm = ({ token, idf, weight }: Term): RankedTerm => ({
  spellings: [{ ids: [token.stemId], idf: idf * weight }],
  parts: [],
});

/** The best of the terms that together bring no more papers than may be scored, and at least one. */
function expressionOf(terms: readonly Term[]): string {
  let room = mostPostings;
  const asked: Term[] = [];
  for (const term of terms) {
    if (term.papers > room && asked.length > 0) continue;
    asked.push(term);
    room -= term.papers;
  }
  return asked.map(({ token }) => anyOf([[token.word]])).join(' OR ');
}
