import type { Span } from '../view/view.js';
import { aliasesOf } from './alias.js';
import { type Piece, piecesOf, wordsOf } from './fold.js';
import { hasFormula } from './formula.js';
import type { SearchQuery } from './query.js';
import { type Match, snippetOf, spansOf } from './snippet.js';
import { stem } from './stem.js';
import { type Sequence, termsOf } from './terms.js';

/** Shows where a query's words and phrases stand in texts, by the same stems and spellings as the index finds them. */
export interface Highlighter {
  /** The whole text in spans, matched words strong. */
  whole(text: string): readonly Span[];
  /** A piece of at most `most` characters around the best match, cut at word borders, with an ellipsis at each cut. */
  snippet(text: string, most: number): readonly Span[];
}

/** `also`: further spellings of its words under which the index found something, such as `diffusion` for `difusion`. */
export function highlighterOf(query: SearchQuery, also: readonly string[] = []): Highlighter {
  const { words, parts, phrases } = termsOf(query);
  const others = also.map((spelling) => [wordsOf(spelling)]).filter(([spelling]) => spelling?.length !== 0);
  const spellings = [...words, ...phrases, ...parts, ...others].flatMap((term, index) =>
    term.map((spelling) => ({ stems: spelling.map(stem), term: index })),
  );
  const matchesIn = (value: string): readonly Match[] => disjoint(findMatches(value, spellings));
  return {
    whole: (value) => spansOf(value, { from: 0, to: value.length }, matchesIn(value)),
    snippet: (value, most) => snippetOf(value, most, matchesIn(value)),
  };
}

interface Spelling {
  readonly stems: Sequence;
  readonly term: number;
}

function findMatches(value: string, spellings: readonly Spelling[]): readonly Match[] {
  const pieces = piecesOf(value);
  const stems = pieces.map(({ words }) => words.map(stem));
  const inPlace = spellings.flatMap((spelling) => runsOf(spelling, pieces, stems));
  return [...inPlace, ...findNames(value, spellings)];
}

/** Where the stems of a spelling follow each other. */
function runsOf({ stems: wanted, term }: Spelling, pieces: readonly Piece[], stems: readonly Sequence[]): Match[] {
  return pieces.flatMap((piece, index) => {
    const last = pieces[index + wanted.length - 1];
    const isThere = last !== undefined && wanted.every((one, offset) => stems[index + offset]?.includes(one));
    return isThere ? [{ start: piece.start, end: last.end, term }] : [];
  });
}

const name = /[^\s()[\]{},;:!?"/]+/gu;
const edges = /^(?:(?!\.net)[^\p{L}\p{N}])+|(?<![^\p{L}\p{N}+#*])[^\p{L}\p{N}+#*]+$/giu;

const formula = /[^\s"]+/gu;
const formulaEdges = /^[^\p{L}\p{N}\\$]+|(?<![^\p{L}\p{N}$})\]])[^\p{L}\p{N}$})\]]+$/gu;

/** Names that are found by another spelling of theirs: `GPT-4` by `gpt4`, `AutoCoder` by `coder`, `$\ell_1$` by `l1`. */
function findNames(value: string, spellings: readonly Spelling[]): readonly Match[] {
  const names = namesIn(value, name, edges);
  const formulas = hasFormula(value)
    ? namesIn(value, formula, formulaEdges).filter(({ bare }) => hasFormula(bare))
    : [];
  // A text says the same names again and again.
  const known = new Map<string, readonly number[]>();
  return [...names, ...formulas].flatMap(({ start, bare }) => {
    const terms = known.get(bare) ?? termsNamed(bare, spellings);
    known.set(bare, terms);
    return terms.map((term) => ({ start, end: start + bare.length, term }));
  });
}

/** The terms that another spelling of the name has. */
function termsNamed(bare: string, spellings: readonly Spelling[]): readonly number[] {
  const aliases = aliasesOf(bare).map((alias) => ` ${wordsOf(alias).map(stem).join(' ')} `);
  const found = aliases.length === 0 ? [] : spellings.filter(({ stems }) => hasAlias(aliases, stems));
  return found.map(({ term }) => term);
}

interface Name {
  readonly start: number;
  readonly bare: string;
}

/** The names of a text without what stands around them. */
const namesIn = (value: string, shape: RegExp, around: RegExp): readonly Name[] =>
  [...value.matchAll(shape)].map(({ 0: typed, index }) => {
    const bare = typed.replace(around, '');
    return { start: index + typed.indexOf(bare), bare };
  });

const hasAlias = (aliases: readonly string[], stems: Sequence): boolean =>
  aliases.some((alias) => alias.includes(` ${stems.join(' ')} `));

/** Sorted, with the longer one first where several begin, and without those that reach into an earlier one. */
function disjoint(matches: readonly Match[]): readonly Match[] {
  const kept: Match[] = [];
  for (const match of matches.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (match.start >= (kept.at(-1)?.end ?? 0)) kept.push(match);
  }
  return kept;
}
