import type { RichTextBlock, RichTextElement, RichTextStyleable } from '@slack/types';
import type { Inline, Span } from '../../src/view/view.js';
import { visibleText } from '../../src/view/visible-text.js';
import { webAddress } from './web-address.js';

/** How much is shown of a text beside its letters. Each change of style costs some of a message's room. */
export interface Dress {
  readonly styles: boolean;
  readonly links: boolean;
}

/** A stretch of text of one style, leading to one address or none; or an emoji by Slack's name. */
type Piece =
  | { readonly kind: 'emoji'; readonly name: string }
  | {
      readonly kind: 'words';
      readonly text: string;
      readonly bold: boolean;
      readonly code: boolean;
      readonly address: string | undefined;
    };

type Words = Extract<Piece, { kind: 'words' }>;

export const emojiPiece = (name: string): Piece => ({ kind: 'emoji', name });

/** Words of our own or from outside: whatever they say, Slack reads nothing in rich text. */
export const wordsPiece = (said: string, bold = false): Words => ({
  ...{ kind: 'words', text: said, bold, code: false, address: undefined },
});

const spanPiece = (span: Span, bold: boolean, address: string | undefined): Words => ({
  kind: 'words',
  text: visibleText(span.text),
  bold: bold || span.kind === 'strong',
  code: span.kind === 'code',
  address,
});

/** What the inlines say; `bold` sets all of it bold. */
export const piecesOf = (inlines: readonly Inline[], bold = false): readonly Piece[] =>
  inlines
    .flatMap((inline): readonly Words[] => {
      if (inline.kind !== 'link') return [spanPiece(inline, bold, undefined)];
      const address = webAddress(inline.url);
      return inline.label.map((span) => spanPiece(span, bold, address));
    })
    .filter((words) => words.text !== '');

const undressed = (piece: Piece, { styles, links }: Dress): Piece => {
  if (piece.kind === 'emoji') return piece;
  return {
    ...piece,
    bold: styles && piece.bold,
    code: styles && piece.code,
    address: links ? piece.address : undefined,
  };
};

const isAlike = (a: Words, b: Words): boolean => a.bold === b.bold && a.code === b.code && a.address === b.address;

/** Neighbours of one style are one element. */
function merged(pieces: readonly Piece[]): readonly Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last?.kind === 'words' && piece.kind === 'words' && isAlike(last, piece)) {
      all[all.length - 1] = { ...last, text: last.text + piece.text };
    } else all.push(piece);
  }
  return all;
}

function elementOf(piece: Piece): RichTextElement {
  if (piece.kind === 'emoji') return { type: 'emoji', name: piece.name };
  const { text, bold, code, address } = piece;
  const style: RichTextStyleable =
    bold || code ? { style: { ...(bold && { bold: true }), ...(code && { code: true }) } } : {};
  return address === undefined ? { type: 'text', text, ...style } : { type: 'link', url: address, text, ...style };
}

/** Whether there is anything to see. Slack refuses texts without. */
const isVisible = (pieces: readonly Piece[]): boolean =>
  pieces.some((piece) => piece.kind === 'emoji' || piece.text.trim() !== '');

/** The lines under each other as one block; undefined when none of them says anything. */
export function richText(lines: readonly (readonly Piece[])[], dress: Dress): RichTextBlock | undefined {
  const said = lines.filter(isVisible);
  const pieces = said.flatMap((line, index) => (index === 0 ? line : [wordsPiece('\n'), ...line]));
  if (pieces.length === 0) return undefined;
  const elements = merged(pieces.map((piece) => undressed(piece, dress))).map(elementOf);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}
