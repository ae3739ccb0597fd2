import type { Block, Inline, Item, MessageView } from './view.js';

const textOf = (inlines: readonly Inline[]): string =>
  inlines.map((inline) => (inline.kind === 'link' ? textOf(inline.label) : inline.text)).join('');

const titleOf = (item: Item): readonly string[] => {
  const line = item.lines.find(({ role }) => role === 'title') ?? item.lines[0];
  if (line === undefined) return [];
  return [item.number === undefined ? textOf(line.inlines) : `${item.number}. ${textOf(line.inlines)}`];
};

const titlesIn = (blocks: readonly Block[]): readonly string[] =>
  blocks.flatMap((block) => (block.kind === 'list' ? block.items.flatMap(titleOf) : []));

function firstWords(blocks: readonly Block[]): string {
  const block = blocks.find((one) => one.kind === 'heading' || one.kind === 'paragraph' || one.kind === 'note');
  return block === undefined ? '' : textOf(block.inlines);
}

/** The view's own summary; the titles or the first words where the view says none, since platforms refuse a message without. */
export const visibleSummary = (view: MessageView, blocks: readonly Block[]): string =>
  view.summary !== '' ? view.summary : titlesIn(blocks).join('; ') || firstWords(blocks);

/** What a further part of a view says when it is read aloud: its own titles, else its own words. */
export const partSummary = (view: MessageView, blocks: readonly Block[]): string =>
  titlesIn(blocks).join('; ') || firstWords(blocks) || view.summary;
