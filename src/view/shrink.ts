import { cutInlines } from './cut.js';
import { inlinesCharacters, lineCharacters, type Meter, seen } from './measure.js';
import { type Inline, type Line, text } from './view.js';

/** A line that may be shortened, or taken away when that alone does not do. Passages of one unit stand together, its title too. */
export interface Passage {
  readonly unit: number;
  readonly role: Line['role'];
  readonly inlines: readonly Inline[];
}

type Shrunk = readonly (readonly Inline[] | undefined)[];

interface Stage {
  readonly role: Line['role'];
  /** What is left of a line at least, in characters that a reader sees. */
  readonly least: number;
}

/** A title is never cut below this while anything else can go. */
const titleCharacters = 60;
/** A cut may go back to a word's end, so that it aims higher than what must stay. */
const aimCharacters = titleCharacters + 25;
/** A body of fewer characters says nothing: the ellipsis alone is clearer. */
const sensibleBody = 12;

const gentle: readonly Stage[] = [
  { role: 'body', least: 1 },
  { role: 'note', least: 1 },
  { role: 'facts', least: 1 },
  { role: 'title', least: aimCharacters },
];
/** What is left at least of a body that is shortened only to keep a list together: about a line. */
const line: Stage = { role: 'body', least: 90 };
const lastResort: Stage = { role: 'title', least: 10 };

const dots: readonly Inline[] = [text('…')];

/** What the lines take together; a line taken away takes nothing. */
const total = (lines: Shrunk, meter: Meter): number =>
  lines.reduce((sum, line) => sum + (line === undefined ? 0 : lineCharacters(line, meter)), 0);

/**
 * Shortens passages until together they take at most `room`: bodies first, then notes, facts and titles, the longest of each first.
 * Never below 60 characters of a title, so that more than `room` may be left. Same length and order as `passages`.
 */
export function shrink(passages: readonly Passage[], room: number, meter: Meter): readonly (readonly Inline[])[] {
  return gentle.reduce<readonly (readonly Inline[])[]>(
    (lines, stage) => {
      const over = total(lines, meter) - room;
      return over <= 0 ? lines : runStage(passages, lines, stage, over, meter);
    },
    passages.map(({ inlines }) => inlines),
  );
}

/** Shortens bodies alone, to no less than about a line each, so that more than `room` may be left. Same length and order as `passages`. */
export function shrinkBodies(passages: readonly Passage[], room: number, meter: Meter): readonly (readonly Inline[])[] {
  const lines = passages.map(({ inlines }) => inlines);
  const over = total(lines, meter) - room;
  return over <= 0 ? lines : runStage(passages, lines, line, over, meter);
}

/**
 * As `shrink`; where that is not enough, each unit keeps its title and one ellipsis for its other lines (undefined: taken away);
 * where that is not enough either, titles lose their links and shrink to a few characters.
 */
export function shrinkHard(passages: readonly Passage[], room: number, meter: Meter): Shrunk {
  const lines = shrink(passages, room, meter);
  if (total(lines, meter) <= room) return lines;
  const folded = fold(passages, lines);
  if (total(folded, meter) <= room) return folded;
  const bare = folded.map((line) => withoutLinks(line ?? []));
  const taken = folded.filter((line) => line === undefined).length;
  const cut = runStage(passages, bare, lastResort, total(bare, meter) - taken * meter.line - room, meter);
  return folded.map((line, index) => (line === undefined ? undefined : cut[index]));
}

const withoutLinks = (inlines: readonly Inline[]): readonly Inline[] =>
  inlines.flatMap((inline): readonly Inline[] => (inline.kind === 'link' ? inline.label : [inline]));

/** The first line of a unit beside its title stands for all of them. */
function fold(passages: readonly Passage[], lines: readonly (readonly Inline[])[]): Shrunk {
  const marked = new Set<number>();
  return lines.map((line, index) => {
    const passage = passages[index];
    if (passage === undefined || passage.role === 'title') return line;
    if (marked.has(passage.unit)) return undefined;
    marked.add(passage.unit);
    return dots;
  });
}

/** Shortens the stage's lines by `over` characters if they allow it, the longest ones first, all to the same length. */
function runStage(
  passages: readonly Passage[],
  lines: readonly (readonly Inline[])[],
  stage: Stage,
  over: number,
  meter: Meter,
): readonly (readonly Inline[])[] {
  const shortest = lines.map((line, index) =>
    passages[index]?.role === stage.role ? shortestOf(line, stage.least, meter) : undefined,
  );
  const ranges = lines.flatMap((line, index) => {
    const floor = shortest[index];
    return floor === undefined
      ? []
      : [{ most: inlinesCharacters(line, meter), least: inlinesCharacters(floor, meter) }];
  });
  const level = levelFor(ranges, over);
  return lines.map((line, index) => {
    const floor = shortest[index];
    return floor === undefined ? line : cutBetween(line, floor, level, stage, meter);
  });
}

/** The shortest form of a line that still shows `least` characters; the line itself when it is no longer than that. */
function shortestOf(line: readonly Inline[], least: number, meter: Meter): readonly Inline[] {
  const cut = cutInlines(line, least, seen);
  return inlinesCharacters(cut, meter) < inlinesCharacters(line, meter) ? cut : line;
}

function cutBetween(
  line: readonly Inline[],
  floor: readonly Inline[],
  level: number,
  stage: Stage,
  meter: Meter,
): readonly Inline[] {
  if (inlinesCharacters(line, meter) <= level) return line;
  if (stage.role !== 'title' && level < sensibleBody) return floor;
  const cut = cutInlines(line, level, meter);
  return inlinesCharacters(cut, seen) < inlinesCharacters(floor, seen) ? floor : cut;
}

/** The largest length to which the lines can be cut so that at least `over` characters go; 0 when none is small enough. */
function levelFor(ranges: readonly { readonly most: number; readonly least: number }[], over: number): number {
  const gone = (level: number): number =>
    ranges.reduce((sum, { most, least }) => sum + most - Math.min(most, Math.max(level, least)), 0);
  let low = 0;
  let high = Math.max(0, ...ranges.map(({ most }) => most));
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (gone(middle) >= over) low = middle;
    else high = middle - 1;
  }
  return low;
}
