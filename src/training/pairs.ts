import type { Random } from '../kernel/clock.js';
import type { Bag } from './bag.js';
import { abstractFrom, type Texts, wordsFrom, wordsTo } from './texts.js';

const titleShare = 0.4;
const sentenceShare = 0.3;
/** A paper of fewer sentences, its title included, has no halves worth comparing. */
const fewestSentences = 4;
const fewestLeft = 2;
const fewestRight = 5;

/** With which chance a word that both sides share is taken out of the right one, so that the model learns more than equal words. */
const hidden = 0.5;

/**
 * Draws two texts of a paper that belong together: its title and its abstract, a sentence and the rest, or a half and the other one.
 */
export function drawPair(texts: Texts, paper: number, random: Random, left: Bag, right: Bag): void {
  left.clear();
  right.clear();
  drawTexts(texts, paper, random, left, right);
  hideShared(random, left, right);
  if (left.size < fewestLeft || right.size < fewestRight) fillWhole(texts, paper, left, right);
}

function drawTexts(texts: Texts, paper: number, random: Random, left: Bag, right: Bag): void {
  const { words, sentences, papers } = texts;
  const first = papers[paper] ?? 0;
  const last = papers[paper + 1] ?? 0;
  const add = (bag: Bag, from: number, to: number): void => bag.addAll(words, sentences[from] ?? 0, sentences[to] ?? 0);
  const kind = random();
  if (kind < titleShare || last - first < fewestSentences) {
    add(left, first, first + 1);
    add(right, first + 1, last);
  } else if (kind < titleShare + sentenceShare) {
    const sentence = first + 1 + Math.floor(random() * (last - first - 1));
    add(left, sentence, sentence + 1);
    add(right, first, sentence);
    add(right, sentence + 1, last);
  } else {
    const middle = Math.floor((first + 1 + last) / 2);
    if (random() < 0.5) add(left, first, first + 1);
    add(left, first + 1, middle);
    add(right, middle, last);
  }
}

function hideShared(random: Random, left: Bag, right: Bag): void {
  for (let at = 0; at < left.size; at += 1) {
    const stem = left.stems[at] ?? 0;
    if (right.has(stem) && random() < hidden) right.remove(stem);
  }
}

/** What every paper that makes pairs has: a title and an abstract, nothing hidden. */
function fillWhole(texts: Texts, paper: number, left: Bag, right: Bag): void {
  left.clear();
  right.clear();
  const middle = abstractFrom(texts, paper);
  left.addAll(texts.words, wordsFrom(texts, paper), middle);
  right.addAll(texts.words, middle, wordsTo(texts, paper));
}
