import { addDays, type IsoDate, longDate } from '../kernel/dates.js';
import { type Block, text } from '../view/view.js';
import type { CommandAnswer, CommandContext, CommandSpec, Period } from './command.js';
import { periods } from './command.js';
import { option } from './menu.js';
import { momentText } from './moment.js';
import { note, noteAnswer } from './note.js';
import { beginningWith } from './offers.js';
import { type PaperEntry, paperItems, titlesText } from './paper-items.js';

const shown = 10;

/** How many listing days a period reaches back, the last included. */
const daysIn = { day: 1, week: 7, month: 31, year: 365 } as const;

const words: Readonly<Record<Period, string>> = {
  day: 'of the day',
  week: 'of the last 7 days',
  month: 'of the last 31 days',
  year: 'of the last 365 days',
  all: 'of all time',
};

/** Whose votes count, and on the papers of which feeds. */
export type Ranking = Pick<CommandContext, 'deps' | 'feeds' | 'team'>;

const isPeriod = (text: string): text is Period => periods.some((period) => period === text);

export const top: CommandSpec<'top'> = {
  usage: 'top [day|week|month|year|all]',
  summary: "the team's best papers, by votes; a week when nothing is said",
  examples: ['top', 'top month', 'top all'],
  parse: (rest) => {
    const period = rest === '' ? 'week' : rest.toLowerCase();
    if (isPeriod(period)) return { kind: 'parsed', command: { kind: 'top', period } };
    return { kind: 'problem', message: 'There is no such period.', at: 0, length: rest.length };
  },
  form: () => [option('period', 'how far back; a week when nothing is said', { values: periods })],
  run: async ({ period }, context) => {
    const doubt = context.isShared ? await votesDoubt(context) : undefined;
    const found = await bestOf(period, context.today, context);
    if (found.length > 0) return topAnswer(period, found, [doubt], context);
    return topOfNewest(period, doubt, context);
  },
  suggest: async (rest) => beginningWith(rest, periods),
};

/** What to say of a ranking whose votes could not all be read back in time. */
async function votesDoubt(context: CommandContext): Promise<string | undefined> {
  const currency = await context.deps.votesForRanking(context.target);
  if (currency.kind === 'current') return undefined;
  if (currency.asOf === null) return 'Votes of the last days are still being read back.';
  return `Votes as of ${momentText(currency.asOf, context)}.`;
}

/** A period without any list is a long weekend, or a store that was filled from an archive: the newest list ends it instead. */
async function topOfNewest(period: Period, doubt: string | undefined, context: CommandContext): Promise<CommandAnswer> {
  const [newest] = await context.deps.papers.listingDays(context.feeds, context.today, 1);
  const found = newest === undefined ? [] : await bestOf(period, newest, context);
  if (newest === undefined || found.length === 0) return noteAnswer('There are no papers here yet.');
  const remark = `No list came in that time: counted back from the newest, of ${longDate(newest, context.today)}.`;
  return topAnswer(period, found, [remark, doubt], context);
}

/** Voted papers first, by votes; then the most upvoted of the period, so that a team that is new to votes sees something. */
export async function bestOf(period: Period, until: IsoDate, ranking: Ranking): Promise<readonly PaperEntry[]> {
  const { deps, feeds, team } = ranking;
  const from = period === 'all' ? null : addDays(until, 1 - daysIn[period]);
  const voted = await deps.votes.top({ team, feeds, from, until, limit: shown });
  const entries = voted.map(({ paper, upvotes, up, down }) => ({ key: paper, upvotes, tally: { up, down } }));
  if (entries.length >= shown) return entries;
  const upvoted = await deps.papers.mostUpvoted(feeds, from, until, shown + entries.length);
  const rest = upvoted
    .filter(({ paper }) => entries.every(({ key }) => key !== paper))
    .map(({ paper, upvotes }) => ({ key: paper, upvotes, tally: undefined }));
  return [...entries, ...rest].slice(0, shown);
}

async function topAnswer(
  period: Period,
  entries: readonly PaperEntry[],
  remarks: readonly (string | undefined)[],
  { deps }: CommandContext,
): Promise<CommandAnswer> {
  const keys = entries.map(({ key }) => key);
  const papers = await deps.papers.find(keys);
  const voted = entries.filter(({ tally }) => tally !== undefined);
  const rest = entries.filter(({ tally }) => tally === undefined);
  const list = (some: readonly PaperEntry[]): readonly Block[] =>
    some.length === 0 ? [] : [{ kind: 'list', voting: 'none', items: paperItems(some, papers) }];
  const restTitle = voted.length === 0 ? 'No votes yet; by upvotes:' : 'Not voted on, by upvotes:';
  const heading = `Top papers ${words[period]}`;
  return {
    summary: `${heading}: ${titlesText(keys, papers)}`,
    blocks: [
      { kind: 'heading', inlines: [text(heading)] },
      ...remarks.filter((remark) => remark !== undefined).map((remark) => note(remark)),
      ...list(voted),
      ...(rest.length === 0 ? [] : [note(restTitle)]),
      ...list(rest),
    ],
    share: `top ${period}`,
  };
}
