import type { Inline, Item, Line, MessageView } from '../../src/view/view.js';

/** A paper of a message that an edit changed: only the lines that are new, or that nobody's vote for it stands any more. */
export type Change =
  | { readonly kind: 'lines'; readonly item: Item }
  | { readonly kind: 'no votes'; readonly item: Item & { readonly number: number } };

const itemsOf = (view: MessageView): readonly Item[] =>
  view.blocks.flatMap((block) => (block.kind === 'list' ? block.items : []));

const lacks = (lines: readonly Line[], line: Line): boolean => {
  const wanted = JSON.stringify(line);
  return lines.every((other) => JSON.stringify(other) !== wanted);
};

const textOf = (inlines: readonly Inline[]): string =>
  inlines.map((inline) => (inline.kind === 'link' ? textOf(inline.label) : inline.text)).join('');

/** The tally, `👍 4 · 👎 1 in this team`, stands in a note. */
const showsVotes = ({ lines }: Item): boolean =>
  lines.some(({ role, inlines }) => role === 'note' && /[👍👎] \d/u.test(textOf(inlines)));

function changeOf(before: Item | undefined, after: Item): readonly Change[] {
  const { number } = after;
  const isVotedNoMore = before !== undefined && showsVotes(before) && !showsVotes(after);
  if (isVotedNoMore && number !== undefined) return [{ kind: 'no votes', item: { ...after, number } }];
  const lines = before === undefined ? after.lines : after.lines.filter((line) => lacks(before.lines, line));
  return lines.length === 0 ? [] : [{ kind: 'lines', item: { ...after, lines } }];
}

/** What an edit changed, paper by paper. */
export function changesOf(before: MessageView, after: MessageView): readonly Change[] {
  const old = itemsOf(before);
  return itemsOf(after).flatMap((item) => {
    const was = old.find((other) => other.key === item.key && other.number === item.number);
    return changeOf(was, item);
  });
}
