import { oneLineSummary } from '../papers/one-line-summary.js';
import type { Paper, PaperKey } from '../papers/paper.js';
import { paperUrl } from '../papers/paper-links.js';
import { pageSize } from '../search/repository.js';
import { link, strong, text } from '../view/view.js';
import type { CommandAnswer, CommandButton, CommandContext, CommandSpec, Parsed } from './command.js';
import { type Found, hitItems } from './hit-items.js';
import { namedOption } from './menu.js';
import { note, noteAnswer, rangeText } from './note.js';
import { titlesText } from './paper-items.js';
import { paperOption, readPaperName, resolvePaper, unknownPaper } from './paper-name.js';
import { suggestPapers } from './paper-offers.js';

/** What is further away is about something else. */
const mostFound = 20;
const mostPages = mostFound / pageSize;

export const similar: CommandSpec<'similar'> = {
  usage: 'similar <id|url|number> [page:2]',
  brief: 'similar <id|url|number>',
  summary: 'papers that are about the same as one of them',
  examples: ['similar 3', 'similar 2405.14906'],
  parse,
  form: () => [
    paperOption(),
    namedOption('page', `a page from 1 to ${mostPages}`, { kind: 'whole', least: 1, most: mostPages }),
  ],
  run: async ({ paper, page }, context) => {
    const resolved = await resolvePaper(paper, context);
    return 'problem' in resolved ? noteAnswer(resolved.problem) : similarAnswer(resolved.key, page, context);
  },
  suggest: suggestPapers,
};

function parse(rest: string): Parsed<'similar'> {
  const [pageText, digits] = /(?:^|\s+)page:(\S*)$/i.exec(rest) ?? [];
  const page = digits === undefined ? 1 : Number(digits);
  if (!(Number.isInteger(page) && page >= 1 && page <= mostPages)) {
    const length = (pageText ?? '').trim().length;
    return {
      kind: 'problem',
      message: `page: takes a number from 1 to ${mostPages}.`,
      at: rest.length - length,
      length,
    };
  }
  const paper = readPaperName(rest.slice(0, rest.length - (pageText ?? '').length));
  return 'kind' in paper ? paper : { kind: 'parsed', command: { kind: 'similar', paper, page } };
}

async function similarAnswer(key: PaperKey, page: number, context: CommandContext): Promise<CommandAnswer> {
  const { deps } = context;
  const paper = (await deps.papers.find([key])).get(key);
  if (paper === undefined) return noteAnswer(unknownPaper(key));
  const near = await deps.search.similar(key, mostFound);
  if (near.length === 0) return noteAnswer(`There is nothing like "${paper.title}" here.`);
  const first = (page - 1) * pageSize;
  const keys = near.slice(first, first + pageSize);
  const pages = Math.ceil(near.length / pageSize);
  if (keys.length === 0) return noteAnswer(`There is no page ${page}: what is like this paper ends on page ${pages}.`);
  const papers = await deps.papers.find(keys);
  const found = keys.flatMap((one) => foundOf(papers.get(one)));
  return {
    summary: `Like ${paper.title}: ${titlesText(keys, papers)}`,
    blocks: [
      { kind: 'paragraph', inlines: [text('Like '), link(paperUrl(paper), [strong(paper.title)])] },
      { kind: 'list', voting: 'none', items: await hitItems(found, papers, context) },
      note(rangeText({ first: first + 1, shown: keys.length, total: near.length, capped: false })),
    ],
    buttons: [
      ...(page < pages ? [turn('Next', key, page + 1)] : []),
      ...(page > 1 ? [turn('Previous', key, page - 1)] : []),
    ],
    share: `similar ${key}${page === 1 ? '' : ` page:${page}`}`,
  };
}

/** By key: the number of a paper is another one's tomorrow. */
const turn = (label: string, key: PaperKey, page: number): CommandButton => ({
  label,
  line: `turn similar ${key} page:${page}`,
});

function foundOf(paper: Paper | undefined): readonly Found[] {
  if (paper === undefined) return [];
  const summary = oneLineSummary(paper);
  return [{ key: paper.key, title: [text(paper.title)], body: summary === null ? [] : [text(summary)] }];
}
