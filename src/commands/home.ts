import type { Subscription } from '../editions/subscription.js';
import { localDateAt } from '../kernel/schedule.js';
import type { User } from '../platform/adapter.js';
import { type Block, code, type MessageView, strong, text } from '../view/view.js';
import type { CommandDeps } from './command-deps.js';
import { note } from './note.js';
import { isSomebodys, nextText } from './own-subscription.js';
import { type PaperEntry, paperItems } from './paper-items.js';
import { bestOf, type Ranking } from './top.js';

const mostPapers = 5;
const mostChannels = 10;

/** A person's own page: their newest votes, the team's best of the week, what is planned in the workspace. */
export async function homeView(user: User, deps: CommandDeps): Promise<MessageView> {
  const [profile, team, all] = await Promise.all([
    deps.profile(user),
    deps.votes.teamOf(user),
    deps.subscriptions.all(),
  ]);
  const here = all.filter(
    (one) => isSomebodys(one) && one.adapter === user.adapter && one.workspace === user.workspace,
  );
  const feeds = [...new Set(here.flatMap((one) => one.feeds))];
  const today = localDateAt(deps.clock.now(), profile?.zone ?? deps.defaults.zone);
  const ranking = { deps, team, feeds: feeds.length > 0 ? feeds : deps.defaults.feeds };
  const [own, best] = await Promise.all([ownVotes(user, deps), teamsBest(ranking, today)]);
  return {
    summary: 'Broadsheet: your votes, the best of the week, and what is planned.',
    blocks: [
      { kind: 'heading', inlines: [text('Broadsheet')] },
      ...own,
      ...best,
      ...plannedBlocks(here),
      { kind: 'note', inlines: [code('/paper help'), text(" shows what I can do: search, today's list, votes.")] },
    ],
  };
}

const section = (title: string): Block => ({ kind: 'paragraph', inlines: [strong(title)] });

async function listOf(entries: readonly PaperEntry[], deps: CommandDeps): Promise<Block> {
  const papers = await deps.papers.find(entries.map(({ key }) => key));
  return { kind: 'list', voting: 'none', items: paperItems(entries, papers) };
}

async function ownVotes(user: User, deps: CommandDeps): Promise<readonly Block[]> {
  const votes = await deps.votes.votesOf(user, mostPapers);
  const title = section('Your newest votes');
  if (votes.length === 0) {
    return [title, note('None yet: react to a paper with 👍, or press its number below a list, and it stands here.')];
  }
  const upvotes = await deps.papers.upvotes(votes.map(({ paper }) => paper));
  const entries = votes.map(({ paper: key, sign }) => ({
    key,
    upvotes: upvotes.get(key) ?? 0,
    tally: undefined,
    remark: sign === 1 ? 'voted 👍' : 'voted 👎',
  }));
  return [title, await listOf(entries, deps)];
}

async function teamsBest(ranking: Ranking, today: Parameters<typeof bestOf>[1]): Promise<readonly Block[]> {
  const best = (await bestOf('week', today, ranking)).slice(0, mostPapers);
  const title = section("The team's best of the last 7 days");
  return best.length === 0
    ? [title, note('No list came in the last 7 days.')]
    : [title, await listOf(best, ranking.deps)];
}

/** The soonest first. Channels go by their ids: only the platform knows their names. */
function plannedBlocks(here: readonly Subscription[]): readonly Block[] {
  const planned = here
    .filter((one) => nextText(one) !== undefined)
    .toSorted((a, b) => Number(a.nextRunAt) - Number(b.nextRunAt));
  const title = section('Planned here');
  if (planned.length === 0) {
    return [
      title,
      {
        kind: 'note',
        inlines: [
          text('Nothing. In a channel, '),
          code('/paper settings on'),
          text(' switches its morning edition on.'),
        ],
      },
    ];
  }
  const facts = planned
    .slice(0, mostChannels)
    .map((one) => ({ label: one.channel, value: [text(`${nextText(one)} (${one.timetable.zone})`)] }));
  const more = planned.length - facts.length;
  return [
    title,
    { kind: 'facts', facts },
    ...(more > 0 ? [note(`and ${more} more ${more === 1 ? 'channel' : 'channels'}`)] : []),
  ];
}
