import { cutAtGrapheme } from '../papers/clean-text.js';
import { type Span, strong, text } from '../view/view.js';

/** A matched place in a text; `term` tells which of the terms it is. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly term: number;
}

/** A part of a text. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The text from `from` to `to` in spans. Matches with nothing but a space between them are one span. */
export function spansOf(value: string, { from, to }: Range, matches: readonly Match[]): readonly Span[] {
  const inside = joined(
    value,
    matches.filter(({ start, end }) => start >= from && end <= to),
  );
  const spans: Span[] = [];
  let at = from;
  for (const { start, end } of inside) {
    if (start > at) spans.push(text(value.slice(at, start)));
    spans.push(strong(value.slice(start, end)));
    at = end;
  }
  if (to > at) spans.push(text(value.slice(at, to)));
  return spans;
}

function joined(value: string, matches: readonly Match[]): readonly Match[] {
  const runs: Match[] = [];
  for (const match of matches) {
    const before = runs.at(-1);
    const isNext = before !== undefined && value.slice(before.end, match.start).trim() === '';
    if (isNext) runs[runs.length - 1] = { ...before, end: match.end };
    else runs.push(match);
  }
  return runs;
}

/** No text of ordinary words has more; it bounds a comparison of each with each. */
const mostCompared = 300;
/** How much of what leads to a match is shown before it. */
const lead = 40;
/** A sentence that begins no further before it is shown from its beginning. */
const sentenceLead = 90;
const sentenceStart = /[.!?]["'”’)\]]* (?=[\p{Lu}\p{N}$\\])|[。！？]/gu;
const ellipsis = text('…');

/**
 * A piece of at most `most` characters with as many different terms as possible, cut at white space, in spans. An ellipsis
 * stands for what was cut off at either end.
 */
export function snippetOf(value: string, most: number, matches: readonly Match[]): readonly Span[] {
  const { from, to } = bestRange(value, most, matches.slice(0, mostCompared));
  const spans = spansOf(value, { from, to }, matches);
  const end = /[.!?]$/.test(value.slice(from, to)) ? text(' …') : ellipsis;
  return [...(from > 0 ? [ellipsis] : []), ...spans, ...(to < value.length ? [end] : [])];
}

function bestRange(value: string, most: number, matches: readonly Match[]): Range {
  const start = rangeFrom(value, 0, most);
  const starts = matches.filter(({ end }) => end > start.to).flatMap((match) => startsBefore(value, match));
  let best = { range: start, worth: worthOf(start, matches) };
  for (const from of new Set(starts)) {
    const range = rangeFrom(value, from, most);
    const worth = worthOf(range, matches);
    if (worth > best.worth) best = { range, worth };
  }
  return best.range;
}

/** Every term once counts more than one term ever so often. */
function worthOf({ from, to }: Range, matches: readonly Match[]): number {
  const inside = matches.filter(({ start, end }) => start >= from && end <= to);
  return new Set(inside.map(({ term }) => term)).size * 1_000 + inside.length;
}

/** Where a piece with the match may begin: with its sentence, else with a word a little before it. */
function startsBefore(value: string, { start }: Match): readonly number[] {
  const before = value.slice(Math.max(0, start - sentenceLead), start);
  const sentence = [...before.matchAll(sentenceStart)].at(-1);
  const word = wordBefore(value, start);
  return sentence === undefined ? [word] : [start - before.length + sentence.index + sentence[0].length, word];
}

function wordBefore(value: string, start: number): number {
  if (start <= lead) return 0;
  const space = value.slice(start - lead, start).search(/\s\S/);
  if (space >= 0) return start - lead + space + 1;
  // Within a word that is longer, or in a script without spaces.
  return cutAtGrapheme(value, start - lead / 2).length;
}

/** As much text from there as there is room for beside the ellipses, to the end of a word unless that would leave most of it empty. */
function rangeFrom(value: string, from: number, most: number): Range {
  const room = from > 0 ? most - 1 : most;
  if (value.length - from <= room) return { from, to: value.length };
  // One for the space before an ellipsis.
  const part = value.slice(from, from + room - 1);
  const border = part.search(/\s\S*$/);
  const isNear = border > room / 2;
  return {
    from,
    to: from + (isNear ? part.slice(0, border).trimEnd().length : cutAtGrapheme(value.slice(from), room - 2).length),
  };
}
