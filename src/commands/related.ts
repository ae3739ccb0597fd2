import { atMost } from '../kernel/at-most.js';
import { reasonOf } from '../kernel/errors.js';
import type { Paper, PaperKey } from '../papers/paper.js';
import { paperUrl } from '../papers/paper-links.js';
import { cutText } from '../view/cut.js';
import { seen } from '../view/measure.js';
import { type Block, type Line, link, strong } from '../view/view.js';
import type { CommandContext } from './command.js';

const shown = 3;
/** A card is worth more than what is beside it: it does not wait longer. */
const patienceMs = 1_500;
const longestTitle = 100;

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

/** Their titles, close together under a line of their own; nothing where there are none. */
export function relatedBlocks(papers: readonly Paper[]): readonly Block[] {
  if (papers.length === 0) return [];
  const lines: readonly Line[] = papers.map((paper) => ({
    role: 'body',
    inlines: [link(paperUrl(paper), cutText(paper.title, longestTitle, seen))],
  }));
  return [
    { kind: 'list', voting: 'none', items: [{ lines: [{ role: 'facts', inlines: [strong('Related')] }, ...lines] }] },
  ];
}
