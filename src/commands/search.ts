import { dotted } from '../papers/paper-lines.js';
import { formatSearch, parseSearch } from '../search/parse-search.js';
import type { SearchQuery } from '../search/query.js';
import { pageSize, type SearchPage } from '../search/repository.js';
import { filters, mostPages } from '../search/search-filters.js';
import { type Inline, strong, text } from '../view/view.js';
import type { CommandAnswer, CommandButton, CommandContext, CommandSpec } from './command.js';
import { hitItems } from './hit-items.js';
import { note, noteAnswer, rangeText } from './note.js';
import { titlesText } from './paper-items.js';
import { filtersOf, wordsOf } from './query-words.js';
import { filterNames, searchForm } from './search-form.js';
import { nothingFound, spellingBlock, spellingButton } from './search-nothing.js';
import { suggestSearch } from './search-offers.js';
import { whyFound } from './why-found.js';

export const search: CommandSpec<'search'> = {
  usage: `search <words> [${filterNames.map((name) => `${name}:…`).join(' ')}]`,
  brief: 'search <words>',
  summary: 'finds papers by words, people, dates and votes; an arXiv id or address finds the paper',
  examples: ['search diffusion transformer', 'search "flow matching" author:lipman since:2025 sort:votes'],
  details: [
    { label: 'words', value: 'the best match first; slips of the keyboard are forgiven' },
    { label: '"two words"', value: 'word for word, next to each other' },
    { label: '-word', value: 'without this word' },
    ...filterNames.map((name) => ({ label: filters[name].example, value: filters[name].takes })),
  ],
  parse: (rest) => {
    const parsed = parseSearch(rest);
    if (parsed.kind === 'problem') return parsed;
    return { kind: 'parsed', command: { kind: 'search', query: parsed.query } };
  },
  run: async ({ query }, context) => {
    const page = await context.deps.search.search(query);
    if (page.total === 0) return nothingFound(query, page.didYouMean, context);
    return page.hits.length === 0 ? pastTheEnd(page) : resultsAnswer(query, page, context);
  },
  form: searchForm,
  suggest: suggestSearch,
};

function pastTheEnd({ total }: SearchPage): CommandAnswer {
  const pages = Math.ceil(total / pageSize);
  return noteAnswer(`There is no such page: the ${total} results end on page ${pages}.`);
}

async function resultsAnswer(query: SearchQuery, page: SearchPage, context: CommandContext): Promise<CommandAnswer> {
  const keys = page.hits.map((hit) => hit.paper);
  const papers = await context.deps.papers.find(keys);
  const found = page.hits.map((hit) => {
    const { body, authors, keywords } = whyFound(query, hit, papers.get(hit.paper));
    return { key: hit.paper, title: hit.title, body, authors, note: keywords };
  });
  const items = await hitItems(found, papers, context);
  return {
    summary: `Results for ${wordsOf(query) || filtersOf(query)}: ${titlesText(keys, papers)}`,
    blocks: [
      { kind: 'paragraph', inlines: headline(query) },
      ...(page.didYouMean === null ? [] : [spellingBlock(page.didYouMean)]),
      { kind: 'list', voting: 'none', items },
      note(rangeText({ first: page.first, shown: page.hits.length, total: page.total, capped: page.capped })),
    ],
    buttons: [...paging(query, page), ...otherSpelling(query, page)],
    share: `search ${formatSearch(query)}`,
  };
}

function headline(query: SearchQuery): readonly Inline[] {
  const words = wordsOf(query);
  const order = { relevance: undefined, date: 'newest first', votes: 'most upvotes first' }[query.sort];
  const what = words === '' ? [text('Papers')] : [text('Results for '), strong(words)];
  const more = dotted([filtersOf(query), order]);
  return more.length === 0 ? what : [...what, text(words === '' ? ' ' : ' · '), ...more];
}

/** What was found may be what others misspelt too. */
function otherSpelling(query: SearchQuery, { didYouMean }: SearchPage): readonly CommandButton[] {
  const button = didYouMean === null ? undefined : spellingButton(query, didYouMean);
  return button === undefined ? [] : [button];
}

function paging(query: SearchQuery, { first, hits, total }: SearchPage): readonly CommandButton[] {
  const turn = (label: string, page: number): CommandButton => ({
    label,
    line: `turn search ${formatSearch({ ...query, page })}`,
  });
  const next = first + hits.length - 1 < total && query.page < mostPages ? [turn('Next', query.page + 1)] : [];
  return query.page > 1 ? [...next, turn('Previous', query.page - 1)] : next;
}
