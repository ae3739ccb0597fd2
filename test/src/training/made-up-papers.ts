import type { TrainingPaper } from '../../../src/training/corpus.js';
import { seededRandom } from '../../fake/ids.js';

export const topics = [
  'graph network node edge neighbor message layer convolution spectral embedding vertex path cluster degree walk',
  'protein cell gene tissue enzyme molecule dose patient receptor mutation assay binding organ blood therapy',
].map((words) => words.split(' '));
const common = 'method result study paper approach model show large improve data'.split(' ');

const oneOf = (words: readonly string[], random: () => number): string =>
  words[Math.floor(random() * words.length)] ?? '';

const someOf = (words: readonly string[], count: number, random: () => number): string =>
  Array.from({ length: count }, () => oneOf(words, random)).join(' ');

/** Papers of two topics by turns, which share their common words. Each has a number in its title, so that no two are one. */
export function madeUpPapers(count: number, seed = 1): readonly TrainingPaper[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const topic = topics[index % topics.length] ?? [];
    const sentence = (): string => `We ${someOf(topic, 6, random)} with ${someOf(common, 3, random)}.`;
    return {
      title: `${someOf(topic, 3, random)} ${index}`,
      abstract: [sentence(), sentence(), sentence(), sentence()].join(' '),
    };
  });
}
