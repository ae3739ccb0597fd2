import { describe, expect, test } from 'vitest';
import { stem } from '../../../src/search/stem.js';
import { type Corpus, CorpusBuilder, type TrainingPaper } from '../../../src/training/corpus.js';
import { Lockstep, lockstepMemory } from '../../../src/training/lockstep.js';
import { termMatrix, transposed } from '../../../src/training/term-matrix.js';
import { paperCount, wordsFrom, wordsTo } from '../../../src/training/texts.js';
import { findDirections, warmStartMemory } from '../../../src/training/warm-start.js';
import { madeUpPapers, topics } from './made-up-papers.js';

function corpusOf(papers: readonly TrainingPaper[]): Corpus {
  const builder = new CorpusBuilder();
  for (const paper of papers) builder.add(paper);
  return builder.build(1);
}

function directionsOf(corpus: Corpus, dimensions: number): (row: number, column: number) => number {
  const matrix = termMatrix(corpus);
  const memory = warmStartMemory(matrix, transposed(matrix, corpus.stems.length), dimensions, 1);
  findDirections(memory, new Lockstep(lockstepMemory(), 1, 0), () => undefined);
  return (row, column) => memory.basis[row * dimensions + column] ?? 0;
}

const product = (corpus: Corpus, at: (row: number, column: number) => number, a: number, b: number): number =>
  corpus.stems.reduce((sum, _, row) => sum + at(row, a) * at(row, b), 0);

/** The sum of some stems along one direction. */
const sum = (
  corpus: Corpus,
  at: (row: number, column: number) => number,
  stems: readonly string[],
  column: number,
): number => stems.reduce((total, name) => total + at(corpus.stems.indexOf(name), column), 0);

describe('the corpus', () => {
  const long = 'graph network node edge neighbor message layer convolution spectral embedding vertex path cluster ';

  test('takes each paper once by its title, and none without a title or an abstract to speak of', () => {
    const builder = new CorpusBuilder();
    const abstract = long.repeat(2);
    for (const paper of [
      { title: 'Graphs, again', abstract },
      { title: 'graphs again!', abstract },
      { title: '?!', abstract },
      { title: 'Short', abstract: 'Graphs are the of and to.' },
      { title: 'Short', abstract },
    ]) {
      builder.add(paper);
    }
    expect(builder.size).toBe(2);
  });

  test('keeps sentences apart, and leaves out addresses, stop words and rare words', () => {
    const abstract =
      'We walk a graph path. See https://example.org/graph?x=1 for the graph. (Graph) walks. e.g. paths 3.5 ';
    const papers = Array.from({ length: 8 }, (_, index) => ({ title: `Graph ${index}`, abstract: abstract.repeat(4) }));
    const { texts, stems } = corpusOf(papers);
    expect([...stems].toSorted()).toEqual(['3', '5', 'e', 'g', 'graph', 'path', 'see', 'walk']);
    expect(paperCount(texts)).toBe(8);
    expect((texts.papers[1] ?? 0) - (texts.papers[0] ?? 0)).toBe(1 + 3 + 3 * 2);
  });

  test('reads no further than an abstract goes', () => {
    const { texts } = corpusOf(
      Array.from({ length: 5 }, (_, index) => ({ title: `Graph ${index}`, abstract: long.repeat(500) })),
    );
    for (let paper = 0; paper < 5; paper += 1)
      expect(wordsTo(texts, paper) - wordsFrom(texts, paper)).toBeLessThanOrEqual(512);
  });
});

describe('the first directions', () => {
  test('stand upright on each other, and the first ones tell the topics apart', () => {
    const corpus = corpusOf(madeUpPapers(200));
    const at = directionsOf(corpus, 8);
    for (let a = 0; a < 8; a += 1) {
      for (let b = 0; b <= a; b += 1) expect(product(corpus, at, a, b)).toBeCloseTo(a === b ? 1 : 0, 4);
    }
    const inner = (some: readonly string[], others: readonly string[]): number =>
      Array.from({ length: 8 }, (_, column) => sum(corpus, at, some, column) * sum(corpus, at, others, column)).reduce(
        (total, part) => total + part,
        0,
      );
    const [graphs = [], cells = []] = topics.map((words) => words.map(stem));
    expect(inner(graphs.slice(0, 7), graphs.slice(7))).toBeGreaterThan(Math.abs(inner(graphs, cells)) + 0.1);
  });

  test('are fewer than asked for where the papers do not differ in more, and hold no number that is none', () => {
    const abstract = 'graph node edge path cell gene blood organ dose walk layer degree '.repeat(2);
    const corpus = corpusOf(Array.from({ length: 40 }, (_, index) => ({ title: `Graph ${index}`, abstract })));
    const at = directionsOf(corpus, 8);
    const lengths = Array.from({ length: 8 }, (_, column) => product(corpus, at, column, column));
    expect(lengths.every(Number.isFinite)).toBe(true);
    expect(lengths.filter((length) => length > 0.5).length).toBeLessThan(8);
  });
});
