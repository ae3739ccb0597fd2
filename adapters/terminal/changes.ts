import type { Inline, Item, Line, MessageView } from '../../src/view/view.js';
import { text } from '../../src/view/view.js';

const itemsOf = (view: MessageView): readonly Item[] =>
  view.blocks.flatMap((block) => (block.kind === 'list' ? block.items : []));

const lacks = (lines: readonly Line[], line: Line): boolean => {
  const wanted = JSON.stringify(line);
  return lines.every((other) => JSON.stringify(other) !== wanted);
};

function changedLines(before: Item, after: Item): readonly Line[] {
  const added = after.lines.filter((line) => lacks(before.lines, line));
  if (added.length > 0) return added;
  const gone = before.lines.filter((line) => lacks(after.lines, line));
  return gone.map(
    (line): Line => ({ role: 'note', inlines: [text('no longer: '), ...line.inlines] as readonly Inline[] }),
  );
}

/** The items that an edit changed, each with only the lines that are new, or else with what is no longer there. */
export function changedItems(before: MessageView, after: MessageView): readonly Item[] {
  const old = itemsOf(before);
  return itemsOf(after).flatMap((item) => {
    const was = old.find((other) => other.key === item.key && other.number === item.number);
    const lines = was === undefined ? item.lines : changedLines(was, item);
    return lines.length === 0 ? [] : [{ ...item, lines }];
  });
}
