import type { Paper, PaperKey } from '../papers/paper.js';
import { authorsText, dotted, upvotesText } from '../papers/paper-lines.js';
import { paperUrl } from '../papers/paper-links.js';
import { type Item, type Line, link, type Span } from '../view/view.js';
import type { Tally } from '../votes/repository.js';
import { tallyCounts } from '../votes/tally-line.js';
import type { CommandContext } from './command.js';
import { idInline } from './paper-items.js';
import { type Stood, stoodHere, stoodInline } from './standings.js';

/** A paper that was found, and what is shown of its texts. */
export interface Found {
  readonly key: PaperKey;
  readonly title: readonly Span[];
  readonly body: readonly Span[];
}

interface Known {
  readonly paper: Paper | undefined;
  readonly upvotes: number | undefined;
  readonly tally: Tally | undefined;
  readonly stood: Stood | undefined;
}

/** Papers that were found as items: title, facts, what the team thought and where it stood here, a piece of text. */
export async function hitItems(
  found: readonly Found[],
  papers: ReadonlyMap<PaperKey, Paper>,
  context: CommandContext,
): Promise<readonly Item[]> {
  const { deps, team } = context;
  const keys = found.map(({ key }) => key);
  const [upvotes, tallies, stood] = await Promise.all([
    deps.papers.upvotes(keys),
    deps.votes.tallies(team, keys),
    stoodHere(keys, 1, context),
  ]);
  return found.map((one) => {
    const { key } = one;
    const known: Known = {
      paper: papers.get(key),
      upvotes: upvotes.get(key),
      tally: tallies.get(key),
      stood: stood.get(key)?.[0],
    };
    return hitItem(one, known, context);
  });
}

function hitItem({ key, title, body }: Found, known: Known, { today }: CommandContext): Item {
  const { paper, upvotes, tally, stood } = known;
  const facts: Line = {
    role: 'facts',
    inlines: dotted([
      paper === undefined ? undefined : authorsText(paper.authors, 1),
      paper?.publishedOn?.slice(0, 4),
      upvotes === undefined ? undefined : upvotesText(upvotes),
      tally === undefined ? undefined : tallyCounts(tally),
      stood === undefined ? undefined : stoodInline(stood, today),
      idInline(key),
    ]),
  };
  const linked = link(paperUrl(paper ?? { key, listedOn: null }), title);
  const text: readonly Line[] = body.length === 0 ? [] : [{ role: 'body', inlines: body }];
  return { key, lines: [{ role: 'title', inlines: [linked] }, facts, ...text] };
}
