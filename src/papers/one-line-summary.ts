import { cutAtGrapheme } from './clean-text.js';
import type { Paper } from './paper.js';

const longestSummary = 240;
/** A first sentence that is shorter (`Objective.`) says nothing without the next. */
const shortestSentence = 20;

const sentenceEnd = /[.!?…]+["'”’)\]]*(?= )|[。！？]/gu;
const abbreviation =
  /(?:^|[\s(["'“‘])(?:\p{Lu}|e\.g|i\.e|a\.k\.a|w\.r\.t|et al|al|cf|vs|viz|ca|approx|resp|incl|esp|figs?|eqs?|secs?|sect|tabs?|refs?|no|vol|pp?|ch|dr|prof|mr|mrs|ms|st|jr|inc|ltd|dept|univ)$/iu;

function endsSentence(text: string, from: number, to: number): boolean {
  const next = text.slice(to).trimStart().slice(0, 2);
  if (/^\p{Ll}/u.test(next)) return false;
  if (text.charAt(from) !== '.' || text.charAt(from + 1) === '.') return true;
  return !abbreviation.test(text.slice(Math.max(0, from - 20), from));
}

function firstSentence(text: string): string {
  for (const match of text.matchAll(sentenceEnd)) {
    const to = match.index + match[0].length;
    if (to >= shortestSentence && endsSentence(text, match.index, to)) return text.slice(0, to);
    if (to > longestSummary) break;
  }
  return text;
}

function shortened(text: string): string {
  if (text.length <= longestSummary) return text;
  const room = longestSummary - 1;
  const border = text.lastIndexOf(' ', room);
  const cut = border > room / 2 ? text.slice(0, border) : cutAtGrapheme(text, room);
  return `${cut.replace(/[\s.,;:–—-]+$/u, '')}…`;
}

/**
 * What a paper is about in one line: the feed's own summary, else the first sentence of the abstract. At most 240 characters
 * (UTF-16 code units), cut at a word with an ellipsis; null when there is neither.
 */
export function oneLineSummary(paper: Pick<Paper, 'summary' | 'abstract'>): string | null {
  const text = paper.summary ?? firstSentence(paper.abstract);
  return text === '' ? null : shortened(text);
}
