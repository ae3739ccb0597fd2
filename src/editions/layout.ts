import { longDate } from '../kernel/dates.js';
import type { PaperKey } from '../papers/paper.js';
import { dotted, factsLine, summaryLine, titleLine } from '../papers/paper-lines.js';
import { fit, fitOne } from '../view/fit.js';
import type { Limits } from '../view/limits.js';
import { type Block, code, type Inline, type Item, type Line, type MessageView, text } from '../view/view.js';
import { type Ballot, cardBallot, listBallot, type VoteEmoji } from '../votes/ballot.js';
import type { Tally } from '../votes/repository.js';
import { tallyText } from '../votes/tally-line.js';
import type { EditionContent, Entry } from './content.js';
import type { PartRole } from './post.js';

type Papers = Extract<EditionContent, { kind: 'papers' }>;
type Tallies = ReadonlyMap<PaperKey, Tally>;

/** One message of an edition: what it is and which papers stand in it, in order. */
export interface Part {
  readonly role: PartRole;
  readonly papers: readonly PaperKey[];
}

const noTallies: Tallies = new Map();
/** Actions have to be short; a paper whose key is an address is named by its place in the edition. */
const longestKey = 80;
/** Room that the tally lines will take later, so that adding them shortens summaries as seldom as possible. */
const tallyRoom = ' · 👍 100 · 👎 10 in this team';

/** Divides an edition into its messages within the platform's limits. A paper never changes its part afterwards. */
export function divide(content: EditionContent, limits: Limits): readonly Part[] {
  if (content.kind === 'line') return [{ role: 'line', papers: [] }];
  const keys = content.entries.map((entry) => entry.paper.key);
  if (content.layout === 'cards') {
    return [{ role: 'header', papers: [] }, ...keys.map((key): Part => ({ role: 'card', papers: [key] }))];
  }
  const roomy = { ...limits, messageCharacters: limits.messageCharacters - keys.length * tallyRoom.length };
  const list = fit(listView(content, content.entries, noTallies), roomy).map(
    (view): Part => ({ role: 'list', papers: keysIn(view) }),
  );
  const replies = content.layout === 'thread' ? keys.map((key): Part => ({ role: 'reply', papers: [key] })) : [];
  return [...list, ...replies];
}

const keysIn = (view: MessageView): readonly PaperKey[] =>
  view.blocks
    .flatMap((block) => (block.kind === 'list' ? block.items : []))
    .flatMap((item) => (item.key === undefined ? [] : [item.key as PaperKey]));

/** What one part says with the tallies that are, in one message of the platform. */
export function partView(content: EditionContent, part: Part, tallies: Tallies, limits: Limits): MessageView {
  return fitOne(wholePart(content, part, tallies), limits);
}

function wholePart(content: EditionContent, part: Part, tallies: Tallies): MessageView {
  if (content.kind === 'line') return lineView(content.line);
  const entries = content.entries.filter((entry) => part.papers.includes(entry.paper.key));
  if (part.role === 'list') return listView(content, entries, tallies);
  if (part.role === 'header') return headerView(content);
  return cardView(entries, tallies, part.role);
}

const lineView = (line: string): MessageView => ({
  summary: line,
  blocks: [{ kind: 'note', inlines: [text(line)] }],
});

/** What the emoji on a part mean: numbers on a list, thumbs on a single paper, nothing elsewhere. */
export function ballotOf(content: EditionContent, part: Part, emoji: VoteEmoji): Ballot {
  if (content.kind === 'line' || part.role === 'header' || part.role === 'line') return [];
  const entries = content.entries.filter((entry) => part.papers.includes(entry.paper.key));
  if (part.role === 'list') return listBallot(entries.map(({ number, paper }) => ({ number, paper: paper.key })));
  return entries.flatMap((entry) => cardBallot(entry.paper.key, emoji));
}

/** Whether the emoji that vote are put on the message for people to press. Lists with number buttons need none. */
export const isSeeded = (content: EditionContent, part: Part): boolean =>
  content.kind === 'papers' && part.papers.length > 0 && !(part.role === 'list' && content.votesBy === 'buttons');

/** The list, or a stretch of it: the head goes with the first entry, the foot with the last. */
function listView(content: Papers, entries: readonly Entry[], tallies: Tallies): MessageView {
  const isFirst = entries[0] === content.entries[0];
  const isLast = entries.at(-1) === content.entries.at(-1);
  const items = entries.map((entry) => item(entry, tallies, summaryLine(entry.paper)));
  return {
    summary: `${title(content)}: ${entries.map(({ number, paper }) => `${number}. ${paper.title}`).join('; ')}`,
    blocks: [
      ...(isFirst ? head(content, 'Vote with the numbers.') : []),
      { kind: 'list', voting: 'numbers', items },
      ...(content.votesBy === 'buttons' ? [voteButtons(content, entries)] : []),
      ...(isLast ? foot(content) : []),
    ],
  };
}

const headerView = (content: Papers): MessageView => ({
  summary: `${title(content)}: ${content.entries.map(({ paper }) => paper.title).join('; ')}`,
  blocks: [...head(content, 'Vote on each with 👍 or 👎.'), ...more(content)],
});

function cardView(entries: readonly Entry[], tallies: Tallies, role: PartRole): MessageView {
  const items = entries.map((entry) =>
    item(entry, tallies, role === 'reply' ? abstract(entry) : summaryLine(entry.paper)),
  );
  return {
    summary: entries.map(({ number, paper }) => `${number}. ${paper.title}`).join('; '),
    blocks: [{ kind: 'list', voting: 'thumbs', items }],
  };
}

const abstract = (entry: Entry): Line | undefined =>
  entry.paper.abstract === '' ? summaryLine(entry.paper) : { role: 'body', inlines: [text(entry.paper.abstract)] };

function item(entry: Entry, tallies: Tallies, body: Line | undefined): Item {
  const lines = [titleLine(entry.paper), factsLine(entry.paper, entry.upvotes), body, noteLine(entry, tallies)];
  return { key: entry.paper.key, number: entry.number, lines: lines.filter((line) => line !== undefined) };
}

/** `👍 4 in this team · matches: embodied`, when there is something to say. */
function noteLine(entry: Entry, tallies: Tallies): Line | undefined {
  const tally = tallies.get(entry.paper.key);
  const matches = entry.matches.length === 0 ? undefined : `matches: ${entry.matches.join(', ')}`;
  const inlines = dotted([tally === undefined ? undefined : tallyText(tally), matches]);
  return inlines.length === 0 ? undefined : { role: 'note', inlines };
}

/** Only an edition of another time says its year. */
function title({ mark, date }: Papers): string {
  if (mark === 'sample') return `Sample papers · ${longDate(date)} ${date.slice(0, 4)}`;
  return `Daily papers · ${longDate(date)}${mark === 'replayed' ? ` ${date.slice(0, 4)}` : ''}`;
}

function head(content: Papers, howToVote: string): readonly Block[] {
  const remarks = [markText(content), ...content.remarks].filter((remark) => remark !== undefined);
  return [
    { kind: 'heading', inlines: [text(title(content))] },
    { kind: 'note', inlines: [text(`${countText(content)}, by upvotes. ${howToVote}`)] },
    ...remarks.map((remark): Block => ({ kind: 'note', inlines: [text(remark)] })),
  ];
}

function countText({ entries, total }: Papers): string {
  const papers = total === 1 ? 'new paper' : 'new papers';
  return entries.length < total ? `${entries.length} of ${total} ${papers}` : `${total} ${papers}`;
}

function markText({ mark, time }: Papers): string | undefined {
  if (mark === 'late') return `Late: this edition was due at ${time}.`;
  if (mark === 'replayed') return 'Posted afterwards: this edition is of a date that is over.';
  if (mark === 'sample') return 'From the sample that comes with Broadsheet, not from today.';
  return undefined;
}

function more(content: Papers): readonly Block[] {
  const rest = content.total - content.entries.length;
  if (rest <= 0) return [];
  const where: Inline = code(content.mark === 'replayed' ? `/paper day ${content.date}` : '/paper today');
  return [{ kind: 'note', inlines: [text(`+${rest} more: `), where] }];
}

const foot = (content: Papers): readonly Block[] => [
  ...more(content),
  {
    kind: 'choose',
    label: 'Read an abstract…',
    options: content.entries.map(({ number, paper }) => ({
      label: `${number}. ${paper.title}`,
      action: `show ${nameOf(content, number, paper.key)}`,
    })),
  },
];

const voteButtons = (content: Papers, entries: readonly Entry[]): Block => ({
  kind: 'buttons',
  buttons: entries.map(({ number, paper }) => ({
    label: keycap(number),
    action: `vote + ${nameOf(content, number, paper.key)}`,
  })),
});

/** As people see it under the message where the numbers are reactions. */
const keycap = (number: number): string =>
  number < 10 ? `${number}\uFE0F\u20E3` : number === 10 ? '🔟' : String(number);

const nameOf = (content: Papers, number: number, key: PaperKey): string =>
  key.length <= longestKey ? key : `${content.date}/${number}`;
