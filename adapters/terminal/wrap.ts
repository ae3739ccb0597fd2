import stringWidth from 'string-width';
import { glue, type Piece, piece } from './style.js';

/** What no line break may stand in. */
interface Word {
  readonly pieces: readonly Piece[];
  readonly width: number;
  /** The space before it, unless it follows directly. */
  readonly space: Piece | undefined;
}

/** A piece without spaces inside, or one space. */
interface Fragment extends Piece {
  readonly mayBreakBefore: boolean;
}

const separatorSpace = new RegExp(`${glue}$`);
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Chinese and Japanese break between any two signs. */
const breaksAnywhere = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/u;
/** Between the parts of a compound, not within `GPT-4` or a date. */
const afterHyphen = /(?<=\p{L}{2}[-\u2013])(?=\p{L}{2})/u;
/** Signs that no line begins with. */
const closing = /^[、。，．！？：；）」』】〉》〕ー々…]/u;

function fragmentsOf({ text, style }: Piece): readonly Fragment[] {
  if (style.whole) return [{ text, style, mayBreakBefore: false }];
  if (!breaksAnywhere.test(text)) {
    const parts = style.bold ? [text] : text.split(afterHyphen);
    return parts.map((part, index) => ({ text: part, style, mayBreakBefore: index > 0 }));
  }
  const signs = Array.from(graphemes.segment(text), ({ segment }) => segment);
  return signs.map((sign, index) => {
    const borders = breaksAnywhere.test(sign) || breaksAnywhere.test(signs[index - 1] ?? '');
    return { text: sign, style, mayBreakBefore: index > 0 && borders && !closing.test(sign) };
  });
}

/** Runs of spaces as one space each, and what stands between them. */
const runsOf = ({ text, style }: Piece): readonly Piece[] =>
  (text.match(/ +|[^ ]+/g) ?? []).map((run) => piece(run.startsWith(' ') ? ' ' : run, style));

/** Fragments that hold together, grown to words. */
function wordsOf(pieces: readonly Piece[]): readonly Word[] {
  const words: Word[] = [];
  let space: Piece | undefined;
  for (const fragment of pieces.flatMap(runsOf).flatMap(fragmentsOf)) {
    if (fragment.text === ' ') space = fragment;
    else {
      const last = words.at(-1);
      const begins = last === undefined || space !== undefined || fragment.mayBreakBefore;
      if (begins) words.push({ pieces: [fragment], width: stringWidth(fragment.text), space });
      else words[words.length - 1] = grown(last, fragment);
      space = undefined;
    }
  }
  return words;
}

const grown = (word: Word, fragment: Fragment): Word => ({
  ...word,
  pieces: [...word.pieces, fragment],
  width: word.width + stringWidth(fragment.text),
});

/** A word that is wider than a line breaks between any two visible characters, unless it is to stay whole. */
function breakable(word: Word, width: number): readonly Word[] {
  if (word.width <= width || word.pieces.some(({ style }) => style.whole)) return [word];
  const signs = word.pieces.flatMap(({ text, style }) =>
    Array.from(graphemes.segment(text), ({ segment }) => piece(segment, style)),
  );
  return signs.map((sign, index) => ({
    pieces: [sign],
    width: stringWidth(sign.text),
    space: index === 0 ? word.space : undefined,
  }));
}

/** What follows a separator stands on the next line: there the break separates. */
function withoutSeparator(line: readonly Piece[]): readonly Piece[] {
  const last = line.at(-1);
  if (last === undefined || !last.text.endsWith('·')) return line;
  return [...line.slice(0, -1), { ...last, text: last.text.slice(0, -1).replace(separatorSpace, '') }];
}

/**
 * Lines of at most `width` columns, broken between words; a separator `·` at a break goes. At least one line; no space at either
 * end of one.
 */
export function wrap(pieces: readonly Piece[], width: number): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [];
  let column = width;
  for (const word of wordsOf(pieces).flatMap((one) => breakable(one, width))) {
    const spaces = word.space === undefined ? [] : [word.space];
    const line = lines.at(-1);
    const end = column + spaces.length + word.width;
    if (line === undefined || end > width) lines.push([...word.pieces]);
    else line.push(...spaces, ...word.pieces);
    column = line === undefined || end > width ? word.width : end;
  }
  if (lines.length === 0) return [[]];
  return lines.map((line, index) => (index < lines.length - 1 ? withoutSeparator(line) : line));
}

/** As `wrap`, in as many lines, but of about the same length: for titles, whose last line should not be one lost word. */
export function wrapBalanced(pieces: readonly Piece[], width: number): readonly (readonly Piece[])[] {
  const count = wrap(pieces, width).length;
  let low = Math.ceil(width / 2);
  let high = width;
  while (count > 1 && low < high) {
    const middle = Math.floor((low + high) / 2);
    if (wrap(pieces, middle).length > count) low = middle + 1;
    else high = middle;
  }
  return wrap(pieces, high);
}
