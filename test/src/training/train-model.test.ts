import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readModel, type SearchModel, writeModel } from '../../../src/search/model.js';
import { stem } from '../../../src/search/stem.js';
import { cosine, quantized } from '../../../src/search/vector.js';
import type { TrainingPaper } from '../../../src/training/corpus.js';
import { type TrainedModel, type TrainingOptions, trainModel } from '../../../src/training/train-model.js';
import { madeUpPapers, topics } from './made-up-papers.js';

const workerUrl = pathToFileURL(resolve(import.meta.dirname, '../../../dist/src/training/training-worker.js'));
const quick = { seed: 1, steps: 12, dimensions: 8, pairs: 16, threads: 1, workerUrl } satisfies TrainingOptions;
const papers = madeUpPapers(240);

async function trained(from: readonly TrainingPaper[], options: Partial<TrainingOptions> = {}): Promise<TrainedModel> {
  const model = await trainModel(from, { ...quick, ...options });
  if (model === undefined) throw new Error('It was stopped.');
  return model;
}

function bytesOf({ stems, dimensions, scales, rows, ...rest }: TrainedModel): Uint8Array {
  const origin = { source: 'made up', from: null, to: null, seed: 1, ...rest };
  return writeModel({ origin, stems, dimensions, scales, rows });
}

const likeness = (model: SearchModel, one: string, other: string): number => {
  const [a, b] = [one, other].map((text) => model.embed([{ stems: text.split(' ').map(stem), weight: 1 }]));
  return a === undefined || b === undefined ? Number.NaN : cosine(a, quantized(b));
};

/** The words of a topic as two texts. */
const halves = (words: readonly string[]): readonly string[] => [words.slice(0, 7).join(' '), words.slice(7).join(' ')];

describe('a trained model', () => {
  test('finds texts of one topic nearer to each other than to those of another, without a word in common', async () => {
    const model = readModel(bytesOf(await trained(papers, { dimensions: 4, steps: 30 })));
    const [[graph = '', moreGraph = ''], [cell = '', moreCell = '']] = [
      halves(topics[0] ?? []),
      halves(topics[1] ?? []),
    ];
    const nearest = Math.min(likeness(model, graph, moreGraph), likeness(model, cell, moreCell));
    expect(nearest).toBeGreaterThan(Math.max(likeness(model, graph, moreCell), likeness(model, cell, moreGraph)) + 0.5);
  });

  test('is the same to the byte for the same papers and seed, however many threads there are', async () => {
    const [one, again, two, other] = await Promise.all([
      trained(papers),
      trained(papers),
      trained(papers, { threads: 3 }),
      trained(papers, { seed: 2 }),
    ]);
    expect(bytesOf(again)).toEqual(bytesOf(one));
    expect(bytesOf(two)).toEqual(bytesOf(one));
    expect(bytesOf(other)).not.toEqual(bytesOf(one));
  });

  test('is tried on papers that it has not learnt from', async () => {
    const { papers: learnt, heldOut, among, accuracy } = await trained(papers);
    expect({ learnt, heldOut, among }).toEqual({ learnt: 228, heldOut: 12, among: 240 });
    expect(accuracy).toBeGreaterThanOrEqual(0);
    expect(accuracy).toBeLessThanOrEqual(1);
  });

  test('has no stop words, no rare words and no more dimensions than its papers can tell apart', async () => {
    const rare = { title: 'Hapax legomenon', abstract: `unrepeatable ${papers[0]?.abstract}` };
    const { stems, dimensions } = await trained([...papers, rare], { dimensions: 256 });
    expect(dimensions).toBeLessThanOrEqual(60);
    expect(stems).toContain(stem('protein'));
    expect(stems).not.toContain('we');
    expect(stems).not.toContain(stem('unrepeatable'));
  });

  test('is made of whatever an archive holds', async () => {
    const odd: readonly TrainingPaper[] = [
      { title: '', abstract: papers[0]?.abstract ?? '' },
      { title: 'No abstract', abstract: '' },
      { title: 'One sentence', abstract: 'graph network node edge '.repeat(20) },
      { title: 'Endless', abstract: 'protein cell gene. '.repeat(5_000) },
      {
        title: '<i>Markup</i> & $\\alpha$',
        abstract: '<p>\\textbf{graph} &lt;network&gt; $x^2$ \\cite{a}.</p> '.repeat(9),
      },
      { title: '图神经网络', abstract: '我们提出了一种新的图神经网络方法。实验结果表明该方法有效。'.repeat(3) },
      { title: 'Графы', abstract: 'Мы предлагаем новый метод для графов и сетей. Он лучше других методов. '.repeat(4) },
      { title: '🙂', abstract: '\ud83d \u0000 \u202e'.repeat(50) },
      ...papers.slice(0, 40),
    ];
    const { rows, among } = await trained([...papers, ...odd]);
    expect(among).toBe(245);
    expect(rows.some((value) => value !== 0)).toBe(true);
  });
});

describe('a training', () => {
  test('is refused below 200 papers with a title and an abstract, in one sentence', async () => {
    const few = [...papers.slice(0, 150), ...papers.slice(0, 150)];
    await expect(trainModel(few, quick)).rejects.toMatchObject({
      code: 'data',
      message: 'A search model needs 200 papers with a title and an abstract to learn from; here are 150.',
    });
  });

  test('is refused when the papers have hardly a word in common', async () => {
    const strange = Array.from({ length: 220 }, (_, paper) => ({
      title: `w${paper}`,
      abstract: Array.from({ length: 30 }, (_word, word) => `x${paper}y${word}`).join(' '),
    }));
    await expect(trainModel(strange, quick)).rejects.toMatchObject({
      code: 'data',
      message: 'The papers have too few words in common to learn from.',
    });
  });

  test('ends when it is stopped, at once or in the middle', async () => {
    expect(await trainModel(papers, { ...quick, signal: AbortSignal.abort() })).toBeUndefined();
    const stop = new AbortController();
    const stages = new Set<string>();
    const model = await trainModel(papers, {
      ...{ ...quick, steps: 1_000_000, threads: 2, signal: stop.signal },
      onProgress: ({ stage }) => {
        stages.add(stage);
        if (stage === 'learning') stop.abort();
      },
    });
    expect(model).toBeUndefined();
    expect([...stages]).toEqual(['reading', 'starting', 'learning']);
  });

  test('fails when a thread fails, and does not wait for the others', async () => {
    const failing = new URL('data:text/javascript,throw new Error("out of memory")');
    await expect(trainModel(papers, { ...quick, threads: 2, workerUrl: failing })).rejects.toThrow('out of memory');
  });
});
