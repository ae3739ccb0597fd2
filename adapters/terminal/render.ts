import stringWidth from 'string-width';
import type { Item, MessageView } from '../../src/view/view.js';
import { visibleText } from '../../src/view/visible-text.js';
import type { Display } from './display.js';
import { itemRows, type Row, rowsOf, type Typeset } from './rows.js';
import { type Piece, paint, piece } from './style.js';
import { wrap, wrapBalanced } from './wrap.js';

/** Numbers and bullets stand right-aligned in the margin, everything else in one column behind it. */
const leastMargin = 4;
const marginSpace = 2;
const threadIndent = '    ';
const shortTitleColumns = 52;

export interface Setting {
  /** A line above the message, such as `posted 09:00`. */
  readonly mark?: string;
  /** Set in under the message that it answers. */
  readonly isReply?: boolean;
  /** Set off by a bar in the margin: an answer to one person. */
  readonly isAnswer?: boolean;
}

const faint = (text: string): Piece => piece(text, { faint: true });

const marginOf = (rows: readonly Typeset[]): number =>
  Math.max(leastMargin, ...rows.map((row) => (row.kind === 'row' ? row.mark.length + marginSpace : 0)));

function rowLines(row: Row, margin: number, columns: number): readonly (readonly Piece[])[] {
  const { mark, label = '', pieces } = row;
  const marked = `${mark.padStart(margin - marginSpace)}${' '.repeat(marginSpace)}`;
  const indent = margin + stringWidth(label);
  const room = Math.max(1, columns - stringWidth(label));
  const lines = row.isTitle ? wrapBalanced(pieces, room) : wrap(pieces, room);
  return lines.map((line, index) =>
    index === 0 ? [piece(marked), faint(label), ...line] : [piece(' '.repeat(indent)), ...line],
  );
}

function linesOf(rows: readonly Typeset[], display: Display, before: readonly Piece[]): readonly string[] {
  const margin = marginOf(rows);
  const columns = Math.max(1, display.width - margin - before.reduce((sum, { text }) => sum + text.length, 0));
  return rows
    .flatMap((row): readonly (readonly Piece[])[] => {
      if (row.kind === 'gap') return [[]];
      if (row.kind === 'rule') return [[piece(' '.repeat(margin)), faint('─'.repeat(columns))]];
      return rowLines(row, margin, columns);
    })
    .map((line) => paint([...before, ...trimmed(line)], display).trimEnd());
}

const trimmed = (line: readonly Piece[]): readonly Piece[] =>
  line.every(({ text }) => text.trim() === '') ? [] : line;

function edgeOf({ isReply, isAnswer }: Setting, display: Display): readonly Piece[] {
  const indent = isReply ? [piece(threadIndent)] : [];
  return isAnswer && display.colour ? [...indent, faint('│')] : indent;
}

/** The message as text for the terminal, without a line break at its end. Pure; whatever the view says, only our own sequences. */
export function render(view: MessageView, display: Display, setting: Setting = {}): string {
  const rows = rowsOf(view, display);
  const mark: readonly Typeset[] =
    setting.mark === undefined ? [] : [{ kind: 'row', mark: '', pieces: [faint(setting.mark)] }];
  return linesOf([...mark, ...rows], display, edgeOf(setting, display)).join('\n');
}

/** Some lines of an item, with its number. */
export const renderItem = (item: Item, display: Display): string =>
  linesOf(itemRows(item, display), display, []).join('\n');

/** One sentence of the terminal's own. */
export const renderSentence = (sentence: string, display: Display): string =>
  linesOf([{ kind: 'row', mark: '', pieces: [piece(visibleText(sentence))] }], display, []).join('\n');

/** The item's title in one line. */
export function shortTitle(item: Item): string {
  const line = item.lines.find(({ role }) => role === 'title') ?? item.lines[0];
  const said = (line?.inlines ?? []).map((inline) =>
    inline.kind === 'link' ? inline.label.map(({ text }) => text).join('') : inline.text,
  );
  const title = visibleText(said.join(''));
  const [first = []] = wrap([piece(title, { bold: true })], shortTitleColumns - 1);
  const start = first.map(({ text }) => text).join('');
  return stringWidth(title) <= shortTitleColumns ? title : `${start}…`;
}
