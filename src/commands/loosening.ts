import { longDate } from '../kernel/dates.js';
import { BroadsheetError } from '../kernel/errors.js';
import { upvotesText } from '../papers/paper-lines.js';
import { formatSearch } from '../search/parse-search.js';
import { emptyQuery, type SearchQuery } from '../search/query.js';
import type { SearchPage } from '../search/repository.js';
import type { CommandButton, CommandContext } from './command.js';
import { nearestAuthor } from './nearest-author.js';
import { type GivenFilter, givenFilters, withoutFilters, wordsOf } from './query-words.js';

/** What would find something, in sentences, and the buttons that do it. */
export interface Loosening {
  readonly hints: readonly string[];
  readonly buttons: readonly CommandButton[];
}

/** A filter that alone keeps everything out. */
interface Culprit {
  readonly filter: GivenFilter;
  readonly page: SearchPage;
}

/** Each of them is one more search. */
const mostTried = 6;
const mostOffered = 3;

export const searchButton = (label: string, query: SearchQuery): CommandButton => ({
  label,
  line: `turn search ${formatSearch(query)}`,
  primary: true,
});

/** What to loosen in a search that found nothing. Searches that fail on the way are left out: the answer is that nothing was found. */
export async function loosened(query: SearchQuery, context: CommandContext): Promise<Loosening> {
  if (query.paper !== null) return { hints: [], buttons: [] };
  const filters = givenFilters(query);
  if (filters.length === 0) return looserWords(query);
  const [names, culprits] = await Promise.all([
    otherNames(query, filters, context),
    culpritsIn(filters.slice(0, mostTried), context),
  ]);
  const offers = await Promise.all(culprits.slice(0, mostOffered).map((one) => withoutOne(one, context)));
  const wider =
    culprits.length > 0 ? undefined : ((await withoutAll(query, context)) ?? (await newestList(query, context)));
  const found = together([names, ...offers, ...(wider === undefined ? [] : [wider])]);
  return found.hints.length > 0 ? found : looserWords(query);
}

const together = (some: readonly Loosening[]): Loosening => ({
  hints: some.flatMap(({ hints }) => hints),
  buttons: some.flatMap(({ buttons }) => buttons),
});

/** Undefined when the search cannot tell. */
async function tried(query: SearchQuery, { deps }: CommandContext): Promise<SearchPage | undefined> {
  try {
    return await deps.search.search(query);
  } catch (thrown) {
    if (thrown instanceof BroadsheetError) return undefined;
    throw thrown;
  }
}

async function culpritsIn(filters: readonly GivenFilter[], context: CommandContext): Promise<readonly Culprit[]> {
  const searchable = filters.filter(({ rest }) => formatSearch({ ...rest, sort: 'relevance' }) !== '');
  const pages = await Promise.all(
    searchable.map((filter) => tried({ ...filter.rest, sort: orderFor(filter) }, context)),
  );
  return searchable.flatMap((filter, index) => {
    const page = pages[index];
    return page === undefined || page.total === 0 ? [] : [{ filter, page }];
  });
}

/** So that the first result says how far the filter was off. */
const orderFor = ({ field, rest }: GivenFilter): SearchQuery['sort'] =>
  field === 'since' ? 'date' : field === 'minUpvotes' ? 'votes' : rest.sort;

async function withoutOne({ filter, page }: Culprit, context: CommandContext): Promise<Loosening> {
  const first = await firstOf(filter, page, context);
  const hint = `Without ${filter.typed} there ${counted(page)}${first === undefined ? '' : `, ${first}`}.`;
  return { hints: [hint], buttons: [searchButton(`Search without ${filter.typed}`, filter.rest)] };
}

const counted = ({ total, capped }: SearchPage): string =>
  total === 1 ? 'is one' : `are ${capped ? `more than ${total}` : total}`;

async function firstOf({ field }: GivenFilter, { hits }: SearchPage, context: CommandContext) {
  const key = hits[0]?.paper;
  if (key === undefined) return undefined;
  if (field === 'minUpvotes') {
    const upvotes = (await context.deps.papers.upvotes([key])).get(key);
    return upvotes === undefined ? undefined : `the most upvoted with ${upvotesText(upvotes)}`;
  }
  const paper = field === 'since' ? (await context.deps.papers.find([key])).get(key) : undefined;
  const date = paper?.publishedOn ?? paper?.listedOn;
  return date == null ? undefined : `the newest of ${longDate(date, context.today)}`;
}

/** Other names for authors whom no paper has. */
async function otherNames(
  query: SearchQuery,
  filters: readonly GivenFilter[],
  context: CommandContext,
): Promise<Loosening> {
  const asked = filters.filter(({ field }) => field === 'authors').slice(0, mostOffered);
  const found = await Promise.all(
    query.authors.slice(0, asked.length).map(async (author, index): Promise<Loosening> => {
      const page = await tried({ ...emptyQuery, authors: [author] }, context);
      if (page === undefined || page.total > 0) return { hints: [], buttons: [] };
      const name = await nearestAuthor(author, context.deps.search);
      const nobody = `No author here is called ${author}.`;
      if (name === undefined) return { hints: [nobody], buttons: [] };
      const authors = query.authors.with(index, name);
      const button = searchButton(`Search for ${name}`, { ...query, authors, page: 1 });
      return { hints: [`${nobody} Did you mean ${name}?`], buttons: [button] };
    }),
  );
  return together(found);
}

async function withoutAll(query: SearchQuery, context: CommandContext): Promise<Loosening | undefined> {
  if (wordsOf(query) === '') return undefined;
  const wider = withoutFilters(query);
  const page = await tried(wider, context);
  if (page === undefined || page.total === 0) return undefined;
  return {
    hints: [`Without the filters there ${counted(page)}.`],
    buttons: [searchButton('Search without filters', wider)],
  };
}

/** What a date alone can be held against. */
async function newestList(
  { since }: SearchQuery,
  { deps, feeds, today }: CommandContext,
): Promise<Loosening | undefined> {
  if (since === null) return undefined;
  const [newest] = await deps.papers.listingDays(feeds, today, 1);
  if (newest === undefined || newest >= since) return undefined;
  return { hints: [`The newest list here is of ${longDate(newest, today)}.`], buttons: [] };
}

function looserWords(query: SearchQuery): Loosening {
  if (query.phrases.length > 0) {
    const words = [...query.words, ...query.phrases.flatMap((phrase) => phrase.split(/\s+/))];
    return {
      hints: ['A phrase must occur word for word.'],
      buttons: [searchButton('Search without the quotation marks', { ...query, words, phrases: [], page: 1 })],
    };
  }
  if (wordsOf(query) === '') return { hints: ['Try fewer filters, or wider ones.'], buttons: [] };
  return { hints: [query.words.length > 1 ? 'Try fewer words.' : 'Try another word.'], buttons: [] };
}
