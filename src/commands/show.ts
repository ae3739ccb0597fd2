import type { PaperKey } from '../papers/paper.js';
import type { Vote } from '../votes/repository.js';
import type { CommandAnswer, CommandContext, CommandSpec } from './command.js';
import type { CommandDeps } from './command-deps.js';
import { noteAnswer } from './note.js';
import { mostEditions, mostNames, paperCard, userKey } from './paper-card.js';
import { paperOption, readPaperName, resolvePaper, unknownPaper } from './paper-name.js';
import { suggestPapers } from './paper-offers.js';
import { relatedBlocks, relatedTo } from './related.js';
import { stoodHere } from './standings.js';

export const show: CommandSpec<'show'> = {
  usage: 'show <id|url|number>',
  summary: 'one paper: abstract, links, who in the team voted',
  examples: ['show 3', 'show 2405.14906', 'show https://arxiv.org/abs/2405.14906'],
  parse: (rest) => {
    const paper = readPaperName(rest);
    return 'kind' in paper ? paper : { kind: 'parsed', command: { kind: 'show', paper } };
  },
  form: () => [paperOption()],
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
  const { deps, team } = context;
  const paper = (await deps.papers.find([key])).get(key);
  if (paper === undefined) return noteAnswer(unknownPaper(key));
  const [upvotes, votes, stood, related] = await Promise.all([
    deps.papers.upvotes([key]),
    deps.votes.voters(team, key),
    stoodHere([key], mostEditions, context),
    relatedTo(key, context),
  ]);
  return {
    summary: paper.title,
    blocks: [
      ...paperCard({
        paper,
        upvotes: upvotes.get(key),
        votes,
        stood: stood.get(key) ?? [],
        today: context.today,
        names: await namesOf(votes, deps),
      }),
      ...relatedBlocks(related),
    ],
    buttons: [
      { label: '👍', line: `vote + ${key}`, shared: true },
      { label: '👎', line: `vote - ${key}`, shared: true },
      ...(related.length === 0 ? [] : [{ label: 'More like this', line: `similar ${key}` }]),
    ],
    share: `show ${key}`,
  };
}
