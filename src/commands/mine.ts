import { text } from '../view/view.js';
import type { CommandAnswer, CommandContext, CommandSpec } from './command.js';
import { namedOption } from './menu.js';
import { note, noteAnswer, rangeText } from './note.js';
import { paperItems, titlesText } from './paper-items.js';

const perPage = 10;
const mostPages = 100;

export const mine: CommandSpec<'mine'> = {
  usage: 'mine [page:2]',
  brief: 'mine',
  summary: 'my votes, newest first',
  examples: ['mine'],
  parse: (rest) => {
    const [, digits] = /^page:(\d{1,3})$/i.exec(rest) ?? [];
    const page = rest === '' ? 1 : Number(digits);
    if (page >= 1 && page <= mostPages) return { kind: 'parsed', command: { kind: 'mine', page } };
    return {
      kind: 'problem',
      message: `Only a page from 1 to ${mostPages} may follow "mine".`,
      at: 0,
      length: rest.length,
    };
  },
  form: () => [namedOption('page', `a page from 1 to ${mostPages}`, { kind: 'whole', least: 1, most: mostPages })],
  run: ({ page }, context) => mineAnswer(page, context),
};

async function mineAnswer(page: number, { deps, user }: CommandContext): Promise<CommandAnswer> {
  const most = mostPages * perPage;
  const votes = await deps.votes.votesOf(user, most + 1);
  if (votes.length === 0) {
    return noteAnswer('You have not voted yet. React to a paper, or press 👍 under the answer to show.');
  }
  const first = (page - 1) * perPage;
  const total = Math.min(votes.length, most);
  const shown = votes.slice(first, Math.min(first + perPage, most));
  if (shown.length === 0) return noteAnswer(`There is no page ${page}: your votes end on page ${pagesOf(total)}.`);
  const keys = shown.map(({ paper }) => paper);
  const [papers, upvotes] = await Promise.all([deps.papers.find(keys), deps.papers.upvotes(keys)]);
  const entries = shown.map(({ paper: key, sign }) => ({
    key,
    upvotes: upvotes.get(key) ?? 0,
    tally: undefined,
    remark: sign === 1 ? 'voted 👍' : 'voted 👎',
  }));
  return {
    summary: `Your votes: ${titlesText(keys, papers)}`,
    blocks: [
      { kind: 'heading', inlines: [text('Your votes, newest first')] },
      { kind: 'list', voting: 'none', items: paperItems(entries, papers) },
      note(rangeText({ first: first + 1, shown: shown.length, total, capped: votes.length > total })),
    ],
    buttons: [
      ...(page < pagesOf(total) ? [{ label: 'Next', line: `turn mine page:${page + 1}` }] : []),
      ...(page > 1 ? [{ label: 'Previous', line: `turn mine page:${page - 1}` }] : []),
    ],
  };
}

const pagesOf = (votes: number): number => Math.ceil(votes / perPage);
