import type { Paper, PaperKey } from '../papers/paper.js';
import { dotted, upvotesText } from '../papers/paper-lines.js';
import { paperUrl } from '../papers/paper-links.js';
import { type Inline, type Item, type Line, link, type Span, strong, text } from '../view/view.js';
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
  /** Authors who were asked for. */
  readonly authors?: ReadonlySet<string>;
  /** Why it was found, where nothing else shows it. */
  readonly note?: readonly Span[];
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

/** The first author and those who were asked for, these strong: `Ashish Vaswani, Illia Polosukhin +6`. */
function authorsInlines(authors: readonly string[], wanted: ReadonlySet<string> = new Set()): readonly Inline[] {
  const named = authors.filter((author, index) => index === 0 || wanted.has(author));
  const rest = authors.length - named.length;
  const spans = named.flatMap((author, index) => [
    ...(index === 0 ? [] : [text(', ')]),
    wanted.has(author) ? strong(author) : text(author),
  ]);
  return rest > 0 ? [...spans, text(` +${rest}`)] : spans;
}

function hitItem({ key, title, body, authors, note = [] }: Found, known: Known, { today }: CommandContext): Item {
  const { paper, upvotes, tally, stood } = known;
  const people = authorsInlines(paper?.authors ?? [], authors);
  const facts = dotted([
    paper?.publishedOn?.slice(0, 4),
    upvotes === undefined ? undefined : upvotesText(upvotes),
    tally === undefined ? undefined : tallyCounts(tally),
    stood === undefined ? undefined : stoodInline(stood, today),
    idInline(key),
  ]);
  const between = people.length > 0 && facts.length > 0 ? [text(' · ')] : [];
  const linked = link(paperUrl(paper ?? { key, listedOn: null }), title);
  const lines: readonly Line[] = [
    { role: 'title', inlines: [linked] },
    { role: 'facts', inlines: [...people, ...between, ...facts] },
    { role: 'body', inlines: body },
    { role: 'note', inlines: note },
  ];
  return { key, lines: lines.filter(({ inlines }) => inlines.length > 0) };
}
