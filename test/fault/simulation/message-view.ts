import type { Block, Inline, MessageView } from '../../../src/view/view.js';

/** One paper as a message shows it; `note` is where the tally stands. */
interface ShownPaper {
  readonly key: string;
  readonly number: number | undefined;
  /** What must never change: title and facts, upvotes included. */
  readonly frozen: string;
  readonly note: string;
}

export interface ShownView {
  /** Of an edition's first message. */
  readonly heading: string | undefined;
  readonly voting: 'numbers' | 'thumbs' | 'none';
  readonly papers: readonly ShownPaper[];
  readonly hasButtons: boolean;
}

const textOf = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => (inline.kind === 'link' ? inline.label.map(({ text }) => text).join('') : inline.text))
    .join('');

function papersOf(block: Block): readonly ShownPaper[] {
  if (block.kind !== 'list') return [];
  return block.items.map(({ key = '', number, lines }) => {
    const linesOf = (...roles: readonly string[]): string =>
      lines
        .filter(({ role }) => roles.includes(role))
        .map(({ inlines }) => textOf(inlines))
        .join(' | ');
    return { key, number, frozen: linesOf('title', 'facts'), note: linesOf('note') };
  });
}

/** What a person reads in a message of an edition. */
export function readView(view: MessageView): ShownView {
  const heading = view.blocks.find((block) => block.kind === 'heading');
  const list = view.blocks.find((block) => block.kind === 'list');
  return {
    heading: heading === undefined ? undefined : textOf(heading.inlines),
    voting: list?.voting ?? 'none',
    papers: view.blocks.flatMap(papersOf),
    hasButtons: view.blocks.some(({ kind }) => kind === 'buttons'),
  };
}

export const frozenText = ({ heading, papers }: ShownView): string =>
  JSON.stringify([heading, papers.map(({ key, number, frozen }) => [key, number, frozen])]);
