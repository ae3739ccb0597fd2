import stringWidth from 'string-width';
import type { Block, Inline, Item, Line, MessageView } from '../../src/view/view.js';
import { visibleText } from '../../src/view/visible-text.js';
import type { Display } from './display.js';
import { glue, type Piece, piece } from './style.js';
import { typedLabel } from './typed-label.js';
import { addressPieces, piecesOf } from './typeset.js';

/** A paragraph of the page with what stands beside its first line in the margin. */
export interface Row {
  readonly kind: 'row';
  readonly mark: string;
  readonly pieces: readonly Piece[];
  /** Stands before the first line; the others are set in by as much. */
  readonly label?: string;
  /** Broken into lines of about the same length. */
  readonly isTitle?: boolean;
}

export type Typeset = Row | { readonly kind: 'gap' } | { readonly kind: 'rule' };

const gap: Typeset = { kind: 'gap' };
const row = (pieces: readonly Piece[], mark = ''): Row => ({ kind: 'row', mark, pieces });
const grey = (text: string): Piece => piece(text, { faint: true });

/** An item of more lines than this is set apart by blank lines. */
const compactLines = 2;
const bullet = '•';

/** A line, and its addresses under it where they cannot be links. */
function textRows(inlines: readonly Inline[], role: 'heading' | 'body' | 'note', display: Display): readonly Row[] {
  const addresses = addressPieces(inlines, display);
  return [row(piecesOf(inlines, role, display)), ...(addresses.length === 0 ? [] : [row(addresses)])];
}

/** Addresses stand under the facts, or under the title when there are none. */
const addressPlace = (lines: readonly Line[]): number =>
  Math.max(
    0,
    lines.findLastIndex(({ role }) => role === 'facts'),
  );

/** The rows of an item without blank lines around it. */
export function itemRows(item: Item, display: Display): readonly Row[] {
  const mark = item.number === undefined ? bullet : String(item.number);
  const place = addressPlace(item.lines);
  const addresses = addressPieces(
    item.lines.flatMap(({ inlines }) => inlines),
    display,
  );
  const rows = item.lines.flatMap((line, index) => [
    { ...row(piecesOf(line.inlines, line.role, display)), isTitle: line.role === 'title' },
    ...(index === place && addresses.length > 0 ? [row(addresses)] : []),
  ]);
  const [first = row([]), ...rest] = rows;
  return [{ ...first, mark }, ...rest];
}

function listRows(items: readonly Item[], display: Display): readonly Typeset[] {
  const all = items.map((item) => itemRows(item, display));
  const isCompact = all.every((rows) => rows.length <= compactLines);
  return all.flatMap((rows, index): readonly Typeset[] => (index > 0 && !isCompact ? [gap, ...rows] : rows));
}

const labelColumns = 24;
const labelSpace = 2;

function factRows({ facts }: Extract<Block, { kind: 'facts' }>, display: Display): readonly Row[] {
  const labels = facts.map(({ label }) => visibleText(label));
  const width = Math.min(labelColumns, Math.max(0, ...labels.map((label) => stringWidth(label))));
  return facts.flatMap(({ value }, index) => {
    const label = labels[index] ?? '';
    const room = ' '.repeat(Math.max(0, width - stringWidth(label)) + labelSpace);
    const [first = row([]), ...rest] = textRows(value, 'body', display);
    return [{ ...first, label: label + room }, ...rest];
  });
}

/** The numbers of the numbered items, in order: people name an option by its paper's number when there is one option for each. */
export const numbersIn = (view: MessageView): readonly number[] =>
  view.blocks.flatMap((block) =>
    block.kind === 'list' ? block.items.flatMap(({ number }) => (number === undefined ? [] : [number])) : [],
  );

/** `Read an abstract: read 1 to read 10`; options that are none of the message's papers are listed by number. */
function chooseRows(block: Extract<Block, { kind: 'choose' }>, view: MessageView): readonly Typeset[] {
  const label = visibleText(block.label).replace(/…$/, '');
  const numbers = numbersIn(view);
  const first = numbers[0] ?? 1;
  const last = numbers.at(-1) ?? block.options.length;
  if (numbers.length === block.options.length) {
    const range = first === last ? '' : ` to read${glue}${last}`;
    return [row([grey(`${label}: `), piece(`read${glue}${first}`), grey(range)])];
  }
  const options = block.options.map((option, index) => row([piece(visibleText(option.label))], String(index + 1)));
  return [
    row([grey(`${label}: type `), piece(`read${glue}1`), grey(` to read${glue}${block.options.length}`)]),
    ...options,
  ];
}

function buttonRows({ buttons }: Extract<Block, { kind: 'buttons' }>): readonly Row[] {
  const words = buttons.map(({ label }) => piece(typedLabel(visibleText(label)).replaceAll(' ', glue)));
  return [row([grey('Type '), ...words.flatMap((word, index) => (index === 0 ? [word] : [grey(`${glue}· `), word]))])];
}

function blockRows(block: Block, view: MessageView, display: Display): readonly Typeset[] {
  switch (block.kind) {
    case 'heading':
      return textRows(block.inlines, 'heading', display);
    case 'paragraph':
      return textRows(block.inlines, 'body', display);
    case 'note':
      return textRows(block.inlines, 'note', display);
    case 'list':
      return listRows(block.items, display);
    case 'facts':
      return factRows(block, display);
    case 'divider':
      return [{ kind: 'rule' }];
    case 'choose':
      return chooseRows(block, view);
    case 'buttons':
      return buttonRows(block);
  }
}

const isSmall = (block: Block): boolean => ['note', 'choose', 'buttons'].includes(block.kind);

/** Small lines follow each other and their heading closely; all else is set apart by a blank line. */
const standsClose = (before: Block, block: Block): boolean =>
  before.kind === 'heading' ? block.kind !== 'list' && block.kind !== 'heading' : isSmall(before) && isSmall(block);

/** The message as rows. Every kind of block has some; nothing is left out. */
export const rowsOf = (view: MessageView, display: Display): readonly Typeset[] =>
  view.blocks.flatMap((block, index) => {
    const before = view.blocks[index - 1];
    const rows = blockRows(block, view, display);
    return before === undefined || standsClose(before, block) ? rows : [gap, ...rows];
  });
