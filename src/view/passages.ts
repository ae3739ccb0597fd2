import type { Limits } from './limits.js';
import { blockCharacters, lineCharacters, meterOf } from './measure.js';
import { type Passage, shrink, shrinkBodies, shrinkHard } from './shrink.js';
import type { Block, Inline, Item, Line } from './view.js';

type Shrink = typeof shrink | typeof shrinkBodies | typeof shrinkHard;

/** Shortens the texts of blocks until together they take at most `room`, as `shrink` does: no title below 60 characters. */
export const shrinkBlocks = (blocks: readonly Block[], room: number, limits: Limits): readonly Block[] =>
  shortened(blocks, room, limits, shrink);

/** Shortens the texts of blocks until together they take at most `room`, as `shrinkHard` does: no item is lost. */
export const shrinkBlocksHard = (blocks: readonly Block[], room: number, limits: Limits): readonly Block[] =>
  shortened(blocks, room, limits, shrinkHard);

/**
 * Shortens the bodies of a list's items, to no less than about a line, where that alone makes all blocks take at most `room`; undefined
 * where it does not.
 */
export function shrinkItems(blocks: readonly Block[], room: number, limits: Limits): readonly Block[] | undefined {
  const meter = meterOf(limits);
  const taken = (some: readonly Block[]): number => some.reduce((sum, block) => sum + blockCharacters(block, meter), 0);
  const lists = blocks.filter(({ kind }) => kind === 'list');
  const short = shortened(lists, room - (taken(blocks) - taken(lists)), limits, shrinkBodies).values();
  const all = blocks.map((block) => (block.kind === 'list' ? (short.next().value ?? block) : block));
  return taken(all) <= room ? all : undefined;
}

function shortened(blocks: readonly Block[], room: number, limits: Limits, way: Shrink): readonly Block[] {
  const meter = meterOf(limits);
  const taken = blocks.reduce((sum, block) => sum + blockCharacters(block, meter), 0);
  if (taken <= room) return blocks;
  const passages = passagesOf(blocks);
  const movable = passages.reduce((sum, passage) => sum + lineCharacters(passage.inlines, meter), 0);
  const lines = way(passages, room - (taken - movable), meter);
  const rest = lines.values();
  return blocks.map((block) => withLines(block, () => rest.next().value));
}

function passagesOf(blocks: readonly Block[]): readonly Passage[] {
  let unit = 0;
  return blocks.flatMap((block) =>
    unitsOf(block).flatMap((lines) => {
      unit += 1;
      return lines.map((line) => ({ ...line, unit }));
    }),
  );
}

type Text = Omit<Passage, 'unit'>;

/** The texts of a block: one unit for each item of a list, else one for the block. `withLines` puts them back in the same order. */
function unitsOf(block: Block): readonly (readonly Text[])[] {
  switch (block.kind) {
    case 'heading':
      return [[{ role: 'title', inlines: block.inlines }]];
    case 'paragraph':
      return [[{ role: 'body', inlines: block.inlines }]];
    case 'note':
      return [[{ role: 'note', inlines: block.inlines }]];
    case 'list':
      return block.items.map((item) => item.lines.map((line, index) => ({ ...line, role: roleIn(item, index) })));
    case 'facts':
      return [block.facts.map(({ value }) => ({ role: 'facts', inlines: value }))];
    default:
      return [];
  }
}

/** Exactly one line of an item is its title, so that whatever goes, something names it. */
function roleIn(item: Item, index: number): Line['role'] {
  const head = Math.max(
    0,
    item.lines.findIndex((line) => line.role === 'title'),
  );
  if (index === head) return 'title';
  const role = item.lines[index]?.role ?? 'body';
  return role === 'title' ? 'facts' : role;
}

type Next = () => readonly Inline[] | undefined;

function withLines(block: Block, next: Next): Block {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
    case 'note':
      return { ...block, inlines: next() ?? [] };
    case 'list':
      return { ...block, items: block.items.map((item) => ({ ...item, lines: linesOf(item, next) })) };
    case 'facts':
      return { ...block, facts: block.facts.map((fact) => ({ ...fact, value: next() ?? [] })) };
    default:
      return block;
  }
}

const linesOf = (item: Item, next: Next): readonly Line[] =>
  item.lines.flatMap((line) => {
    const inlines = next();
    return inlines === undefined ? [] : [{ ...line, inlines }];
  });
