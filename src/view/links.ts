import type { Block, Inline, MessageView } from './view.js';

/** The addresses that the view links to, in the order in which they are read. */
export const linksIn = ({ blocks }: MessageView): readonly string[] =>
  blocks.flatMap(inlinesOf).flatMap((inline) => (inline.kind === 'link' ? [inline.url] : []));

function inlinesOf(block: Block): readonly Inline[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
    case 'note':
      return block.inlines;
    case 'list':
      return block.items.flatMap(({ lines }) => lines.flatMap(({ inlines }) => inlines));
    case 'facts':
      return block.facts.flatMap(({ value }) => value);
    case 'divider':
    case 'choose':
    case 'buttons':
      return [];
  }
}
