import { atMost } from '../kernel/at-most.js';
import { reasonOf } from '../kernel/errors.js';
import type { Paper, PaperKey } from '../papers/paper.js';
import { paperUrl } from '../papers/paper-links.js';
import { cutText } from '../view/cut.js';
import { seen } from '../view/measure.js';
import { type Block, type Item, link } from '../view/view.js';
import type { CommandContext } from './command.js';
import { note } from './note.js';

const shown = 3;
/** A card is worth more than what is beside it: it does not wait longer. */
const patienceMs = 1_500;
const longestTitle = 80;

/** Papers near this one; none when the search cannot tell soon. Never rejects. */
export async function relatedTo(key: PaperKey, { deps }: CommandContext): Promise<readonly Paper[]> {
  let near: readonly PaperKey[] = [];
  const asked = deps.search.similar(key, shown).then((found) => {
    near = found;
  });
  try {
    await atMost(deps.clock, patienceMs, asked);
  } catch (thrown) {
    deps.log.debug('related.failed', { reason: reasonOf(thrown) });
  }
  if (near.length === 0) return [];
  const papers = await deps.papers.find(near);
  return near.flatMap((one) => papers.get(one) ?? []);
}

/** Their titles under a line of their own; nothing where there are none. */
export const relatedBlocks = (papers: readonly Paper[]): readonly Block[] =>
  papers.length === 0 ? [] : [note('Related'), { kind: 'list', voting: 'none', items: papers.map(relatedItem) }];

const relatedItem = (paper: Paper): Item => ({
  key: paper.key,
  lines: [{ role: 'facts', inlines: [link(paperUrl(paper), cutText(paper.title, longestTitle, seen))] }],
});
