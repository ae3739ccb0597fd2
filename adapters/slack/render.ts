import type { ContextBlock, HeaderBlock, HomeView, KnownBlock } from '@slack/types';
import type { Block, Inline, Item, MessageView } from '../../src/view/view.js';
import { besideChoices, buttonsBlock, chooseBlock } from './controls.js';
import { slackNameOf } from './emoji.js';
import { headerCharacters, homeBlocks, messageSize, textCharacters } from './limits.js';
import { inert, mrkdwnOf } from './mrkdwn.js';
import { plainText } from './plain-text.js';
import { type Dress, emojiPiece, piecesOf, richText, wordsPiece } from './rich-text.js';
import { blocksSize, charactersOf } from './size.js';
import { webAddress } from './web-address.js';

type Heading = Extract<Block, { kind: 'heading' }>;
type Facts = Extract<Block, { kind: 'facts' }>;
type Listed = Extract<Block, { kind: 'list' }>;

/** What is taken off, in this order, from a message whose styles and links alone make it too long. */
const dresses: readonly Dress[] = [
  { styles: true, links: true },
  { styles: false, links: true },
  { styles: false, links: false },
];

/**
 * What Slack's methods take as a message: blocks, and the text that notifications and screen readers say. The view is within
 * `slackLimits`. Nothing that the view says mentions anyone or is read as markup.
 */
export function renderMessage(view: MessageView): Rendered {
  const known = messages.get(view);
  if (known !== undefined) return known;
  const message = { text: summaryOf(view), blocks: blocksOf(view.blocks) };
  messages.set(view, message);
  return message;
}

interface Rendered {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Many channels get the very same view; it is rendered once. */
const messages = new WeakMap<MessageView, Rendered>();

/** The app's Home, for views.publish. What exceeds a hundred blocks is left away. */
export function renderHome(view: MessageView): HomeView {
  const blocks = blocksOf(view.blocks).slice(0, homeBlocks);
  return { type: 'home', blocks: blocks.length > 0 ? blocks : blocksOf([said(view.summary), said('…')]).slice(0, 1) };
}

const said = (words: string): Block => ({ kind: 'paragraph', inlines: [{ kind: 'text', text: words }] });

/** Slack asks for a text beside blocks. */
const summaryOf = ({ summary }: MessageView): string => inert(summary).trim() || '…';

function blocksOf(blocks: readonly Block[]): KnownBlock[] {
  let best: KnownBlock[] = [];
  for (const dress of dresses) {
    const all = blocks.flatMap((block, place) => rendered(block, place, dress));
    best = besideChoices(all.filter((one) => one !== undefined));
    if (blocksSize(best) <= messageSize) break;
  }
  return best;
}

function rendered(block: Block, place: number, dress: Dress): readonly (KnownBlock | undefined)[] {
  switch (block.kind) {
    case 'heading':
      return [headingBlock(block, dress)];
    case 'paragraph':
      return [richText([piecesOf(block.inlines)], dress)];
    case 'note':
      return [noteBlock(block.inlines)];
    case 'list':
      return block.items.map((item) => itemBlock(item, block.voting, dress));
    case 'facts':
      return [factsBlock(block, dress)];
    case 'divider':
      return [{ type: 'divider' }];
    case 'choose':
      return [chooseBlock(block, place)];
    case 'buttons':
      return [buttonsBlock(block, place)];
  }
}

const wordsOf = (inlines: readonly Inline[]): string =>
  inlines.map((inline) => (inline.kind === 'link' ? wordsOf(inline.label) : inline.text)).join('');

/** A header takes only plain words; one that leads somewhere or shows code is a bold line. */
function headingBlock({ inlines }: Heading, dress: Dress): KnownBlock | undefined {
  const text = plainText(wordsOf(inlines));
  const isPlain = inlines.every(({ kind }) => kind === 'text');
  if (text !== undefined && isPlain && charactersOf(text.text) <= headerCharacters) {
    return { type: 'header', text } satisfies HeaderBlock;
  }
  return richText([piecesOf(inlines, true)], dress);
}

/** Grey words. They are read as mrkdwn only where they hold code or a link. */
function noteBlock(inlines: readonly Inline[]): ContextBlock | undefined {
  const text = plainText(wordsOf(inlines));
  if (text === undefined) return undefined;
  const isRich = inlines.some(
    (inline) => inline.kind === 'code' || (inline.kind === 'link' && webAddress(inline.url) !== undefined),
  );
  const marked = isRich ? mrkdwnOf(inlines).trim() : '';
  if (marked === '' || charactersOf(marked) > textCharacters) return { type: 'context', elements: [text] };
  return { type: 'context', elements: [{ type: 'mrkdwn', text: marked, verbatim: true }] };
}

function factsBlock({ facts }: Facts, dress: Dress): KnownBlock | undefined {
  const lines = facts.map(({ label, value }) => {
    const name = piecesOf([{ kind: 'text', text: label }], true);
    return name.length === 0 ? piecesOf(value) : [...name, wordsPiece('  '), ...piecesOf(value)];
  });
  return richText(lines, dress);
}

function itemBlock({ number, lines }: Item, voting: Listed['voting'], dress: Dress): KnownBlock | undefined {
  const [first = [], ...rest] = lines.map(({ inlines }) => piecesOf(inlines));
  return richText([[...numberPieces(number, voting), ...first], ...rest], dress);
}

/** The number as the emoji that votes for it, where it does; else in figures. */
function numberPieces(number: number | undefined, voting: Listed['voting']) {
  if (number === undefined) return [];
  const name = voting === 'numbers' ? slackNameOf(number === 10 ? '\u{1F51F}' : `${number}\u20E3`) : undefined;
  return name === undefined ? [wordsPiece(`${number}. `, true)] : [emojiPiece(name), wordsPiece('  ')];
}
