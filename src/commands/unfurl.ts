import type { Paper, PaperKey } from '../papers/paper.js';
import { paperKeyOf } from '../papers/paper-key.js';
import { dotted, factsLine, summaryLine, titleLine } from '../papers/paper-lines.js';
import type { Target } from '../platform/adapter.js';
import type { Line, MessageView } from '../view/view.js';
import type { Tally } from '../votes/repository.js';
import { tallyText } from '../votes/tally-line.js';
import type { CommandDeps } from './command-deps.js';

const mostCards = 10;
/** A message with more links than that is not worth reading them all. */
const mostLinks = 100;

/** A short card for each link that names a paper of the store, by link as it was given; the first ten of them. */
export async function unfurlViews(
  links: readonly string[],
  target: Target,
  deps: CommandDeps,
): Promise<ReadonlyMap<string, MessageView>> {
  const named = [...new Set(links)].slice(0, mostLinks).flatMap((link) => {
    const key = paperKeyOf(link);
    return key === undefined ? [] : [{ link, key }];
  });
  if (named.length === 0) return new Map();
  const papers = await deps.papers.find([...new Set(named.map(({ key }) => key))]);
  const known = named.filter(({ key }) => papers.has(key)).slice(0, mostCards);
  const keys = known.map(({ key }) => key);
  const team = await deps.votes.teamOf(target);
  const [upvotes, tallies] = await Promise.all([deps.papers.upvotes(keys), deps.votes.tallies(team, keys)]);
  return new Map(known.flatMap(({ link, key }) => cardOf(link, key, { papers, upvotes, tallies })));
}

interface Known {
  readonly papers: ReadonlyMap<PaperKey, Paper>;
  readonly upvotes: ReadonlyMap<PaperKey, number>;
  readonly tallies: ReadonlyMap<PaperKey, Tally>;
}

function cardOf(
  link: string,
  key: PaperKey,
  { papers, upvotes, tallies }: Known,
): readonly (readonly [string, MessageView])[] {
  const paper = papers.get(key);
  if (paper === undefined) return [];
  const tally = tallies.get(key);
  const counts = dotted([tally === undefined ? undefined : tallyText(tally)]);
  const note: Line | undefined = counts.length === 0 ? undefined : { role: 'note', inlines: counts };
  const lines = [titleLine(paper), factsLine(paper, upvotes.get(key) ?? 0), summaryLine(paper), note];
  const items = [{ key, lines: lines.filter((line) => line !== undefined) }];
  return [[link, { summary: paper.title, blocks: [{ kind: 'list', voting: 'none', items }] }]];
}
