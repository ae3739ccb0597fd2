import type { PaperKey } from '../papers/paper.js';
import type { Vote } from '../votes/repository.js';
import type { CommandAnswer, CommandContext, CommandSpec } from './command.js';
import type { CommandDeps } from './command-deps.js';
import { option } from './menu.js';
import { noteAnswer } from './note.js';
import { mostNames, paperCard, userKey } from './paper-card.js';
import { parsePaperName, resolvePaper } from './paper-name.js';
import { suggestPapers } from './paper-offers.js';

const forms = 'Name it by its id, its address or its number in the latest edition.';

export const show: CommandSpec<'show'> = {
  usage: 'show <id|url|number>',
  summary: 'one paper: abstract, links, who in the team voted',
  examples: ['show 3', 'show 2405.14906', 'show https://arxiv.org/abs/2405.14906'],
  parse: (rest) => {
    if (rest === '') return { kind: 'problem', message: `Which paper? ${forms}` };
    const paper = parsePaperName(rest);
    if (paper !== undefined) return { kind: 'parsed', command: { kind: 'show', paper } };
    return { kind: 'problem', message: `This names no paper. ${forms}`, at: 0, length: rest.length };
  },
  form: () => [
    option('paper', 'words of its title, its id, its address or its number', { required: true, suggests: true }),
  ],
  run: async ({ paper }, context) => {
    const resolved = await resolvePaper(paper, context);
    return 'problem' in resolved ? noteAnswer(resolved.problem) : showAnswer(resolved.key, context);
  },
  suggest: suggestPapers,
};

/** How people call the voters, as far as the platform says so. */
async function namesOf(votes: readonly Vote[], deps: CommandDeps): Promise<ReadonlyMap<string, string>> {
  const named = votes
    .slice(0, mostNames)
    .map(async ({ user }) => [userKey(user), (await deps.profile(user))?.name] as const);
  return new Map(
    (await Promise.all(named)).flatMap(([key, name]) => (name === undefined ? [] : [[key, name] as const])),
  );
}

async function showAnswer(key: PaperKey, context: CommandContext): Promise<CommandAnswer> {
  const { deps, team, subscriptions } = context;
  const paper = (await deps.papers.find([key])).get(key);
  if (paper === undefined)
    return noteAnswer(`There is no paper ${key} here: it stood on none of the lists read so far.`);
  const ids = subscriptions.map(({ id }) => id);
  const [upvotes, votes, shownOn] = await Promise.all([
    deps.papers.upvotes([key]),
    deps.votes.voters(team, key),
    ids.length === 0 ? [] : deps.editions.shownOn(ids, key),
  ]);
  return {
    summary: paper.title,
    blocks: paperCard({
      paper,
      upvotes: upvotes.get(key),
      votes,
      shownOn,
      today: context.today,
      names: await namesOf(votes, deps),
    }),
    buttons: [
      { label: '👍', line: `vote + ${key}`, shared: true },
      { label: '👎', line: `vote - ${key}`, shared: true },
    ],
    share: `show ${key}`,
  };
}
