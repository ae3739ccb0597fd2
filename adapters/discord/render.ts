import { type APIContainerComponent, MessageFlags } from 'discord.js';
import type { DeliveryId } from '../../src/platform/adapter.js';
import type { Block, Inline, Item, MessageView } from '../../src/view/view.js';
import { buttonRows, chooseRow } from './controls.js';
import { textCharacters } from './limits.js';
import { lineOf } from './lines.js';
import { withoutClosing } from './markdown.js';
import { containerOf, type Part, sizeOf } from './parts.js';
import { type Dress, dressed, isVisible, plainWords, type Words, wordsOf } from './words.js';

type Listed = Extract<Block, { kind: 'list' }>;
type Facts = Extract<Block, { kind: 'facts' }>;

/** What Discord's methods and interactions take as a message. */
interface Rendered {
  readonly flags: MessageFlags.IsComponentsV2;
  readonly components: readonly [APIContainerComponent];
  readonly allowed_mentions: { readonly parse: readonly never[] };
}

/** What is taken off, in this order, from a message whose marks and links alone make it too long. */
const dresses: readonly Dress[] = [
  { marks: true, links: true },
  { marks: false, links: true },
  { marks: false, links: false },
];

/**
 * A message of one container, for sending, editing and answering. The view is within `discordLimits`. Nothing that the view says
 * mentions anyone or is read as markup. With a delivery, `carriesMark` finds the message again.
 */
export function renderMessage(view: MessageView, { deliveryId }: { readonly deliveryId?: DeliveryId } = {}): Rendered {
  const parts = partsOf(view.blocks, deliveryId);
  const said: readonly Part[] = parts.length > 0 ? parts : [{ kind: 'text', role: 'text', content: '…' }];
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [containerOf(said, deliveryId)],
    allowed_mentions: { parse: [] },
  };
}

function partsOf(blocks: readonly Block[], delivery: DeliveryId | undefined): readonly Part[] {
  let best: readonly Part[] = [];
  for (const dress of dresses) {
    const before = counted(blocks);
    best = blocks.flatMap((block, place) => rendered(block, { place, buttons: before[place] ?? 0, delivery, dress }));
    if (sizeOf(best) <= textCharacters) break;
  }
  return withoutLoneLines(best);
}

/** How many buttons stand before each block. */
function counted(blocks: readonly Block[]): readonly number[] {
  let sum = 0;
  return blocks.map((block) => {
    const before = sum;
    if (block.kind === 'buttons') sum += block.buttons.length;
    return before;
  });
}

/** A line separates: it does not begin or end a message. */
function withoutLoneLines(parts: readonly Part[]): readonly Part[] {
  return parts.filter(
    (part, index) =>
      part.kind !== 'line' || (parts.slice(0, index).some(isSaid) && parts.slice(index + 1).some(isSaid)),
  );
}

const isSaid = ({ kind }: Part): boolean => kind !== 'line';

interface Setting {
  readonly place: number;
  readonly buttons: number;
  readonly delivery: DeliveryId | undefined;
  readonly dress: Dress;
}

function rendered(block: Block, { place, buttons, delivery, dress }: Setting): readonly Part[] {
  switch (block.kind) {
    case 'heading':
      return textPart([headingLine(block.inlines, dress)]);
    case 'paragraph':
      return textPart([plainLine(block.inlines, dress)]);
    case 'note':
      return textPart([smallLine(block.inlines, dress)], 'note');
    case 'list':
      return block.items.flatMap((item) => textPart(itemLines(item, block.voting, dress), 'item'));
    case 'facts':
      return textPart(factLines(block, dress));
    case 'divider':
      return [{ kind: 'line' }];
    case 'choose': {
      const row = chooseRow(block, place, delivery);
      return row === undefined ? [] : [{ kind: 'row', row }];
    }
    case 'buttons':
      return buttonRows(block.buttons, buttons).map((row) => ({ kind: 'row', row }));
  }
}

type Line = string | undefined;
type Text = Extract<Part, { kind: 'text' }>;

function textPart(lines: readonly Line[], role: Text['role'] = 'text'): readonly Part[] {
  const said = lines.filter((line) => line !== undefined);
  return said.length === 0 ? [] : [{ kind: 'text', role, content: said.join('\n') }];
}

/** The words after what marks their kind; undefined when they say nothing. */
function line(words: readonly Words[], dress: Dress, mark = ''): Line {
  const shown = dressed(words, dress);
  return isVisible(shown) ? (dress.marks ? mark : '') + lineOf(shown, true) : undefined;
}

const plainLine = (inlines: readonly Inline[], dress: Dress): Line => line(wordsOf(inlines), dress);
const smallLine = (inlines: readonly Inline[], dress: Dress): Line => line(wordsOf(inlines), dress, '-# ');

/** A heading is bold already. */
function headingLine(inlines: readonly Inline[], dress: Dress): Line {
  const words = wordsOf(inlines).map((one) => ({ ...one, bold: false }));
  const said = line(words, dress, '## ');
  return said === undefined ? undefined : withoutClosing(said);
}

const factLines = ({ facts }: Facts, dress: Dress): readonly Line[] =>
  facts.map(({ label, value }) => {
    const name = plainWords(label, true);
    if (!isVisible([name])) return plainLine(value, dress);
    const end = dress.marks ? ' ' : ': ';
    return line([name, plainWords(end), ...wordsOf(value)], dress);
  });

function itemLines({ number, lines }: Item, voting: Listed['voting'], dress: Dress): readonly Line[] {
  const [first, ...rest] = lines;
  return [
    titleLine(number, first?.inlines ?? [], voting, dress),
    ...rest.map(({ role, inlines }) =>
      role === 'facts' || role === 'note' ? smallLine(inlines, dress) : plainLine(inlines, dress),
    ),
  ];
}

/** The number as the emoji that votes for it, where it does; else in figures. */
function titleLine(
  number: number | undefined,
  inlines: readonly Inline[],
  voting: Listed['voting'],
  dress: Dress,
): Line {
  if (number === undefined) return plainLine(inlines, dress);
  const words = wordsOf(inlines);
  if (voting !== 'numbers' || number < 1 || number > 10)
    return line([plainWords(`${number}. `, true), ...words], dress);
  const emoji = number === 10 ? '\u{1F51F}' : `${number}\uFE0F\u20E3`;
  return `${emoji} ${lineOf(dressed(words, dress), false)}`.trimEnd();
}
