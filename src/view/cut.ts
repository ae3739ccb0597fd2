import { inlineCharacters, inlinesCharacters, type Meter } from './measure.js';
import { type Inline, type Span, text } from './view.js';

const ellipsis = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** A cut goes back to the end of a word only this far; beyond that it cuts the word. */
const wordCharacters = 24;
/** A link whose label would keep less than this is not worth following. */
const leastLabel = 8;

/** How many units of `value` fit into `room`, never half of a surrogate pair. */
function unitsWithin(value: string, room: number, meter: Meter): number {
  let units = 0;
  let used = 0;
  for (const character of value) {
    used += meter.text(character);
    if (used > room) break;
    units += character.length;
  }
  return units;
}

/** The last border at or before `end` that breaks no visible character, unless one character fills all of it. */
function graphemeBorder(value: string, end: number): number {
  if (end >= value.length) return end;
  const near = graphemes.segment(value.slice(0, end + wordCharacters)).containing(end)?.index ?? end;
  return near === 0 ? end : near;
}

/** The end of the last whole word at or before `end`, when it is near. */
function wordBorder(value: string, end: number): number {
  if (end >= value.length || /\s/.test(value.charAt(end))) return end;
  const space = value.slice(0, end).search(/\s\S*$/);
  return space > 0 && end - space <= wordCharacters ? space : end;
}

/** The beginning of the text with an ellipsis, within `room`; empty when there is no room for that. */
function abridge(value: string, room: number, meter: Meter): string {
  const left = room - meter.text(ellipsis);
  if (left < 0) return '';
  const end = wordBorder(value, graphemeBorder(value, unitsWithin(value, left, meter)));
  return value.slice(0, end).replace(/[\s,;:·…]+$/, '') + ellipsis;
}

/** The text, or its beginning up to a word or a visible character with an ellipsis, within `room` as the meter counts. */
export const cutText = (value: string, room: number, meter: Meter): string =>
  meter.text(value) <= room ? value : abridge(value, room, meter);

const abridged = (span: Span, room: number, meter: Meter): Span => ({ ...span, text: abridge(span.text, room, meter) });

/** Keeps whole inlines while an ellipsis still fits behind them; `last` abridges the first one that has no room. */
function keepWhole<Part extends Inline>(
  parts: readonly Part[],
  room: number,
  meter: Meter,
  last: (part: Part, left: number, isFirst: boolean) => readonly Part[],
): readonly Part[] {
  let left = room;
  for (const [index, part] of parts.entries()) {
    const taken = inlineCharacters(part, meter);
    if (taken > left - meter.text(ellipsis)) return [...parts.slice(0, index), ...last(part, left, index === 0)];
    left -= taken;
  }
  return parts;
}

const abridgedSpans = (spans: readonly Span[], room: number, meter: Meter): readonly Span[] =>
  keepWhole(spans, room, meter, (span, left) => [abridged(span, left, meter)]);

function abridgedInline(inline: Inline, room: number, meter: Meter, isFirst: boolean): readonly Inline[] {
  if (inline.kind !== 'link') return [abridged(inline, room, meter)];
  const label = inlinesCharacters(inline.label, meter);
  const labelRoom = room - meter.link(inline.url);
  if (labelRoom >= Math.min(label, leastLabel)) {
    return [{ ...inline, label: abridgedSpans(inline.label, labelRoom, meter) }];
  }
  return isFirst ? abridgedSpans(inline.label, room, meter) : [text(ellipsis)];
}

/**
 * The inlines, or their beginning with an ellipsis, within `room` as the meter counts. A link is kept with a shorter label; where
 * its address leaves no room for one, its label stays as text at the beginning and goes elsewhere.
 */
export function cutInlines(inlines: readonly Inline[], room: number, meter: Meter): readonly Inline[] {
  if (inlinesCharacters(inlines, meter) <= room) return inlines;
  if (room < meter.text(ellipsis)) return [];
  return keepWhole(inlines, room, meter, (inline, left, isFirst) => abridgedInline(inline, left, meter, isFirst));
}
