import type { Display } from './display.js';

/**
 * How a piece of text looks. No colours but one: bold and faint keep the terminal's own foreground, so that they can be read on
 * light and on dark.
 */
export interface Style {
  readonly bold?: boolean;
  readonly faint?: boolean;
  readonly underlined?: boolean;
  readonly accent?: boolean;
  /** An https address that the text leads to. */
  readonly url?: string;
  /** Never broken over two lines: an address that somebody will copy. */
  readonly whole?: boolean;
}

/** Text without control characters, all in one style. */
export interface Piece {
  readonly text: string;
  readonly style: Style;
}

export const piece = (text: string, style: Style = {}): Piece => ({ text, style });

/** Holds two words together on a line. */
export const glue = '\u00a0';

/** ECMA-48, select graphic rendition. Magenta is the one colour of the first eight that palettes keep legible on both grounds. */
function graphics({ bold, faint, underlined, accent }: Style): string {
  const codes = [bold ? 1 : 0, faint ? 2 : 0, underlined ? 4 : 0, accent ? 35 : 0].filter((code) => code > 0);
  return codes.join(';');
}

function painted({ text, style }: Piece, { colour, links }: Display): string {
  const said = text.replaceAll(glue, ' ');
  const codes = colour ? graphics(style) : '';
  const dressed = codes === '' ? said : `\u001b[${codes}m${said}\u001b[0m`;
  return links && style.url !== undefined ? `\u001b]8;;${style.url}\u001b\\${dressed}\u001b]8;;\u001b\\` : dressed;
}

const sameStyle = (a: Style, b: Style): boolean => graphics(a) === graphics(b) && a.url === b.url;

/** The pieces as they are written to the terminal. */
export function paint(pieces: readonly Piece[], display: Display): string {
  const merged: Piece[] = [];
  for (const next of pieces) {
    const last = merged.at(-1);
    if (last !== undefined && sameStyle(last.style, next.style)) {
      merged[merged.length - 1] = { ...last, text: last.text + next.text };
    } else merged.push(next);
  }
  return merged.map((one) => painted(one, display)).join('');
}
