const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Most code units that one visible character may take on average; beyond it a text is noise (an endless emoji, piled marks). */
const unitsPerGrapheme = 8;

const isPlain = (text: string): boolean => !/[^ -~]| {2}|^ | $/.test(text);

const whiteSpace = /\p{White_Space}+/gu;
// Everything that shows nothing or turns the direction of writing: controls, lone surrogates, zero width, blank fillers, tags.
// Joiners (U+200C, U+200D) have a rule of their own; U+FE0E and U+FE0F choose between sign and emoji.
const invisible =
  /(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
// Joiners mean something inside an emoji and after a letter of scripts whose letters join.
const joiningScripts = [
  ...['Arabic', 'Syriac', 'Mongolian', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Tamil', 'Telugu', 'Kannada'],
  ...['Malayalam', 'Sinhala', 'Khmer', 'Myanmar'],
].map((script) => `\\p{Script=${script}}`);
const emoji = String.raw`\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f`;
const looseJoiner = new RegExp(
  String.raw`(?<!${joiningScripts.join('|')})(?:\u200c|\u200d(?!\p{Extended_Pictographic})|(?<!${emoji})\u200d)`,
  'gu',
);
const piledMarks = /(\p{M}{8})\p{M}+/gu;

/** The first `count` visible characters, the last of them an ellipsis when there are more. */
function clamp(text: string, count: number): string {
  if (text.length <= count) return text;
  let seen = 0;
  let cut = 0;
  for (const { index } of graphemes.segment(text)) {
    if (seen === count - 1) cut = index;
    if (seen === count) return `${text.slice(0, cut).trimEnd()}…`;
    seen += 1;
  }
  return text;
}

/** Text up to `units` UTF-16 code units that does not end within a visible character. */
export const cutAtGrapheme = (text: string, units: number): string =>
  text.length <= units ? text : text.slice(0, graphemes.segment(text).containing(units)?.index ?? units);

/** Cutting can leave a joiner or a mark without what it belonged to, so that one more round finds more. */
const mostRounds = 4;

/**
 * A text from outside as one line: NFC, white space folded, nothing that is invisible or turns the direction of writing, at most
 * `most` visible characters (the last one an ellipsis when there were more). Markup and mentions stay: text is text, and
 * renderers escape it. Cleaning twice changes nothing.
 */
export function cleanText(text: string, most: number): string {
  if (text.length <= most && isPlain(text)) return text;
  let cleaned = text;
  for (let round = 0; round < mostRounds; round += 1) {
    const before = cleaned;
    cleaned = cleanedOnce(before, most);
    if (cleaned === before) return cleaned;
  }
  return cleaned;
}

function cleanedOnce(text: string, most: number): string {
  const bounded = text.slice(0, most * unitsPerGrapheme);
  const seen = bounded.replace(whiteSpace, ' ').replace(invisible, '').replace(looseJoiner, '');
  return clamp(seen.replace(/ {2,}/g, ' ').normalize('NFC').replace(piledMarks, '$1').trim(), most);
}
