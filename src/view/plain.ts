import type { Block, Inline, Item, MessageView } from './view.js';
import { visibleText } from './visible-text.js';

const plainInline = (inline: Inline): string =>
  inline.kind === 'link' ? `${plainInlines(inline.label)} <${visibleText(inline.url)}>` : visibleText(inline.text);

const plainInlines = (inlines: readonly Inline[]): string => inlines.map(plainInline).join('');

/** `1. Title` with its other lines under it. */
function plainItem(item: Item): readonly string[] {
  const mark = item.number === undefined ? '- ' : `${item.number}. `;
  const lines = item.lines.map((line) => plainInlines(line.inlines));
  return lines.map((line, index) => (index === 0 ? mark : ' '.repeat(mark.length)) + line);
}

function plainBlock(block: Block): readonly string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
    case 'note':
      return [plainInlines(block.inlines)];
    case 'list':
      return block.items.flatMap(plainItem);
    case 'facts':
      return block.facts.map(({ label, value }) => `${visibleText(label)}: ${plainInlines(value)}`);
    case 'divider':
      return ['---'];
    case 'choose':
      return [`[${visibleText(block.label)}]`, ...block.options.map(({ label }) => `  ${visibleText(label)}`)];
    case 'buttons':
      return [block.buttons.map(({ label }) => `[${visibleText(label)}]`).join(' ')];
  }
}

/**
 * The view as plain text, for logs, dry runs and tests: one line for each line of the view, links as `label <address>`, items as
 * `1. title`, choices and buttons in brackets. Safe to print: nothing in it commands a terminal. No line break at the end.
 */
export const plain = (view: MessageView): string => view.blocks.flatMap(plainBlock).join('\n');
