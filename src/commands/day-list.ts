import { type IsoDate, longDate } from '../kernel/dates.js';
import type { Listing } from '../papers/listing.js';
import type { PaperKey } from '../papers/paper.js';
import { text } from '../view/view.js';
import type { CommandAnswer, CommandContext } from './command.js';
import { note } from './note.js';
import { paperItems, titlesText } from './paper-items.js';

/** The whole list of a day with remarks under its heading; undefined when the store holds no list of that day. */
export async function dayAnswer(
  context: CommandContext,
  day: IsoDate,
  remarks: readonly string[],
): Promise<CommandAnswer | undefined> {
  const { deps, feeds, team, today } = context;
  const listings = ranked(await deps.papers.listings(feeds, day, day));
  if (listings.length === 0) return undefined;
  const keys = listings.map((listing) => listing.paper);
  const [papers, tallies] = await Promise.all([deps.papers.find(keys), deps.votes.tallies(team, keys)]);
  const entries = listings.map(({ paper: key, upvotes }) => ({ key, upvotes, tally: tallies.get(key) }));
  const heading = `Papers of ${longDate(day, today)}`;
  return {
    summary: `${heading}: ${titlesText(keys, papers)}`,
    blocks: [
      { kind: 'heading', inlines: [text(heading)] },
      note(`${countText(keys.length)}, by upvotes.`),
      ...remarks.map(note),
      { kind: 'list', voting: 'none', items: paperItems(entries, papers) },
    ],
    share: `day ${day}`,
  };
}

const countText = (count: number): string => (count === 1 ? 'One paper' : `${count} papers`);

/** Most upvotes first, then the feed's own order. A paper on two feeds stands once, with the more upvotes. */
function ranked(listings: readonly Listing[]): readonly Listing[] {
  const seen = new Set<PaperKey>();
  return listings
    .toSorted((a, b) => b.upvotes - a.upvotes || a.position - b.position)
    .filter(({ paper }) => !seen.has(paper) && seen.add(paper));
}
