import type { Inline, Line, Span } from '../../src/view/view.js';
import { visibleText } from '../../src/view/visible-text.js';
import type { Display } from './display.js';
import { glue, type Piece, piece, type Style } from './style.js';

type Role = Line['role'] | 'heading';

const base: Readonly<Record<Role, Style>> = {
  heading: { bold: true },
  title: { bold: true },
  facts: { faint: true },
  body: {},
  note: { faint: true },
};

const longestUrl = 2_000;

/** The address, when a terminal may be told to open it. */
function safeUrl(url: string): string | undefined {
  if (url.length > longestUrl || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' && /^[!-~]+$/.test(href) ? href : undefined;
}

/** What one sees and means together stays together: a sign and its number, a separator and what it follows. */
const glued = (text: string): string =>
  text
    .replace(/ (?=★)/g, glue)
    .replace(/([▲★👍👎]\uFE0F?) (?=[\d.])/gu, `$1${glue}`)
    .replace(/ (?=· )/g, glue);

const upvotes = /(▲\u00a0\d+)/;

/** The pieces of a text in small grey type, with the upvotes set apart. */
const withUpvotes = (text: string, style: Style): readonly Piece[] =>
  text
    .split(upvotes)
    .filter((part) => part !== '')
    .map((part) => (upvotes.test(part) ? piece(part, { ...style, faint: false, accent: true }) : piece(part, style)));

/** A title that is strong all over is set like any other; matched words in it are underlined. */
const strongIn = (role: Role, isPartly: boolean): Style => {
  if (role === 'title' || role === 'heading') return isPartly ? { bold: true, underlined: true } : { bold: true };
  return { bold: true };
};

function spanPieces(span: Span, role: Role, isPartly: boolean, url: Style): readonly Piece[] {
  const text = glued(visibleText(span.text));
  if (span.kind === 'strong') return [piece(text, { ...strongIn(role, isPartly), ...url })];
  if (span.kind === 'code') return [piece(text, { ...base[role], faint: false, ...url })];
  const style = { ...base[role], ...url };
  return role === 'facts' ? withUpvotes(text, style) : [piece(text, style)];
}

const spansIn = (inlines: readonly Inline[]): readonly Span[] =>
  inlines.flatMap((inline) => (inline.kind === 'link' ? inline.label : [inline])).filter(({ text }) => text !== '');

/** Whether some but not all of it is strong. */
function isPartlyStrong(inlines: readonly Inline[]): boolean {
  const spans = spansIn(inlines);
  const strong = spans.filter(({ kind }) => kind === 'strong').length;
  return strong > 0 && strong < spans.length;
}

/** The pieces of a line. A link is one where the display has links; else only its label is set. */
export function piecesOf(inlines: readonly Inline[], role: Role, display: Display): readonly Piece[] {
  const isPartly = isPartlyStrong(inlines);
  return inlines.flatMap((inline) => {
    if (inline.kind !== 'link') return spanPieces(inline, role, isPartly, {});
    const url = display.links ? safeUrl(inline.url) : undefined;
    return inline.label.flatMap((span) => spanPieces(span, role, isPartly, url === undefined ? {} : { url }));
  });
}

/** The addresses behind a line's links where the display cannot link, grey, for a line of their own. */
export function addressPieces(inlines: readonly Inline[], display: Display): readonly Piece[] {
  const urls = inlines.flatMap((inline) => {
    if (inline.kind !== 'link') return [];
    const isShown = display.links && safeUrl(inline.url) !== undefined;
    return isShown ? [] : [visibleText(inline.url).replaceAll(' ', '%20')];
  });
  return [...new Set(urls)].flatMap((url, index) => [
    ...(index === 0 ? [] : [piece(`${glue}· `, { faint: true })]),
    piece(url, { faint: true, whole: true }),
  ]);
}
