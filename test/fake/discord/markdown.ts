/** What Discord makes of a text beyond its letters. */
export interface Markup {
  /** `<@1>`, `<@&1>`, `<#1>`, `@everyone`, `</paper:1>`, `<id:browse>`: everything that names or wakes somebody or leads somewhere. */
  readonly mentions: readonly string[];
  readonly links: readonly { readonly url: string; readonly host: string; readonly label: string }[];
  /** What stands between marks: bold, italic, underlined, struck out. */
  readonly emphasis: readonly string[];
  readonly spoilers: readonly string[];
  readonly code: readonly string[];
  readonly headings: readonly string[];
  /** Lines of small print: `-# `. */
  readonly subtexts: readonly string[];
  /** Items of lists. */
  readonly lists: readonly string[];
  readonly quotes: readonly string[];
  /** Emoji of guilds: `<:a:1>`. */
  readonly emoji: readonly string[];
  /** `:tada:` and the like. */
  readonly shortcodes: readonly string[];
  /** `<t:1:R>` */
  readonly timestamps: readonly string[];
}

export const noMarkup: Markup = {
  ...{ mentions: [], links: [], emphasis: [], spoilers: [], code: [], headings: [], subtexts: [], lists: [] },
  ...{ quotes: [], emoji: [], shortcodes: [], timestamps: [] },
};

interface Reading {
  /** The letters that are left to read, marks left out. */
  readonly text: string;
  readonly markup: Markup;
}

interface Rule {
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray) => Reading;
}

const kinds = Object.keys(noMarkup) as readonly (keyof Markup)[];

/** All that several texts hold. */
export const together = (parts: readonly Markup[]): Markup =>
  Object.fromEntries(
    kinds.map((kind) => [kind, parts.flatMap((part): readonly unknown[] => part[kind])]),
  ) as unknown as Markup;

const plain = (text: string): Reading => ({ text, markup: noMarkup });

/** A thing that is no text, shown as it is written. */
const thing =
  (kind: 'mentions' | 'emoji' | 'shortcodes' | 'timestamps') =>
  ([whole]: RegExpExecArray): Reading => ({ text: whole, markup: { ...noMarkup, [kind]: [whole] } });

const unescaped = (text: string): string => text.replace(/\\([^0-9A-Za-z\s])/g, '$1');

export const linkTo = (url: string, label: string): Markup['links'][number] => ({
  url,
  host: URL.canParse(url) ? new URL(url).hostname : '',
  label,
});

/** Text between marks, in which marks count again. */
const between =
  (kind: 'emphasis' | 'spoilers') =>
  (match: RegExpExecArray): Reading => {
    const inner = readInline(match.slice(1).find((group) => group !== undefined) ?? '');
    return { text: inner.text, markup: together([{ ...noMarkup, [kind]: [inner.text] }, inner.markup]) };
  };

const code = (inside: string): Reading => ({ text: inside, markup: { ...noMarkup, code: [inside] } });

function maskedLink([, label = '', url = '']: RegExpExecArray): Reading {
  const inner = readInline(label);
  const link = linkTo(unescaped(url), inner.text);
  return { text: inner.text, markup: together([{ ...noMarkup, links: [link] }, inner.markup]) };
}

const bareLink = (url: string): Reading => ({ text: url, markup: { ...noMarkup, links: [linkTo(url, url)] } });

/** A bracket that closes what the address did not open is none of it. */
function bareAddress([whole]: RegExpExecArray): Reading {
  const opened = whole.split('(').length;
  const closed = whole.split(')').length;
  if (!whole.endsWith(')') || closed <= opened) return bareLink(whole);
  const { text, markup } = bareLink(whole.slice(0, -1));
  return { text: `${text})`, markup };
}

/** In the order of Discord's own reader; each is tried at every character. */
const inlineRules: readonly Rule[] = [
  { pattern: /^\\([^0-9A-Za-z\s])/, read: ([, character = '']) => plain(character) },
  { pattern: /^```(?:[\w+.#-]*\n)?([\s\S]+?)```/, read: ([, inside = '']) => code(inside) },
  { pattern: /^(`+)([\s\S]*?[^`])\1(?!`)/, read: ([, , inside = '']) => code(inside) },
  { pattern: /^<(https?:\/\/[^ >\n]+)>/i, read: ([, url = '']) => bareLink(url) },
  { pattern: /^<(?:@!?|@&|#)\d+>/, read: thing('mentions') },
  { pattern: /^<\/[^\n:>]+:\d+>/, read: thing('mentions') },
  { pattern: /^<id:[a-z-]+(?::\d+)?>/, read: thing('mentions') },
  { pattern: /^@(?:everyone|here)/, read: thing('mentions') },
  { pattern: /^<a?:\w+:\d+>/, read: thing('emoji') },
  { pattern: /^<t:-?\d+(?::[tTdDfFRsS])?>/, read: thing('timestamps') },
  {
    pattern:
      /^\[((?:\\[\s\S]|\[[^\]]*\]|[^[\]\\])+)\]\(\s*<?((?:https?|discord):\/\/(?:\([^)\s]*\)|\\.|[^\s\\()<>])*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/i,
    read: maskedLink,
  },
  { pattern: /^https?:\/\/[^\s<]+[^<.,:;"'\]\s]/i, read: bareAddress },
  { pattern: /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/, read: between('emphasis') },
  { pattern: /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/, read: between('emphasis') },
  { pattern: /^_((?:__|\\[\s\S]|[^\\_])+?)_\b/, read: between('emphasis') },
  { pattern: /^_((?:__|\\[\s\S]|[^\\_])+?)_(?!\w)/, read: between('emphasis') },
  {
    pattern: /^\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/,
    read: between('emphasis'),
  },
  { pattern: /^~~((?:\\[\s\S]|[^\\])+?)~~/, read: between('emphasis') },
  { pattern: /^\|\|((?:\\[\s\S]|[^\\])+?)\|\|/, read: between('spoilers') },
  { pattern: /^:[a-z0-9_+-]{2,}:/, read: thing('shortcodes') },
];

/** A mark at the start of a line; what follows it on the line is what it marks. */
const lineRules: readonly { readonly pattern: RegExp; readonly kind: 'headings' | 'subtexts' | 'lists' | 'quotes' }[] =
  [
    { pattern: /^ *#{1,3}\s+(?=\S)/, kind: 'headings' },
    { pattern: /^ *-# +(?=\S)/, kind: 'subtexts' },
    { pattern: /^ *(?:[*-]|\d+\.) +(?=\S)/, kind: 'lists' },
    { pattern: /^ *>(?:>>)? +(?=\S)/, kind: 'quotes' },
  ];

const bare = (kind: keyof Markup, text: string): Markup => ({ ...noMarkup, [kind]: [text] });

function lineMark(rest: string): { readonly length: number; readonly markup: Markup } | undefined {
  for (const { pattern, kind } of lineRules) {
    const mark = pattern.exec(rest)?.[0];
    if (mark === undefined) continue;
    const line = rest.slice(mark.length).split('\n', 1)[0] ?? '';
    return { length: mark.length, markup: bare(kind, readInline(line).text) };
  }
  return undefined;
}

function inlineAt(rest: string): { readonly length: number; readonly reading: Reading } {
  for (const { pattern, read } of inlineRules) {
    const match = pattern.exec(rest);
    if (match !== null) return { length: match[0].length, reading: read(match) };
  }
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return { length: character.length, reading: plain(character) };
}

function read(text: string, startsLine: boolean): Reading {
  const letters: string[] = [];
  const found: Markup[] = [];
  let isLineStart = startsLine;
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const mark = isLineStart ? lineMark(rest) : undefined;
    if (mark !== undefined) {
      // A list item may be a heading, a quote may hold a list: the line starts anew.
      found.push(mark.markup);
      at += mark.length;
      continue;
    }
    const { length, reading } = inlineAt(rest);
    letters.push(reading.text);
    if (reading.markup !== noMarkup) found.push(reading.markup);
    at += length;
    isLineStart = rest[0] === '\n';
  }
  return { text: letters.join(''), markup: together(found) };
}

const readInline = (text: string): Reading => read(text, false);

/** Reads a text as Discord's clients do. */
export const markdownMarkup = (text: string): Markup => read(text, true).markup;

/** A text's letters: links by their labels, marks left out. */
export const markdownText = (text: string): string => read(text, true).text;
