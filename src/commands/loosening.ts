import { longDate } from '../kernel/dates.js';
import { upvotesText } from '../papers/paper-lines.js';
import { formatSearch } from '../search/parse-search.js';
import { plainWords } from '../search/plain-words.js';
import { emptyQuery, type SearchQuery } from '../search/query.js';
import type { SearchPage } from '../search/repository.js';
import type { CommandButton, CommandContext } from './command.js';
import { nearestAuthor } from './nearest-author.js';
import { type GivenFilter, givenFilters, withoutFilters, wordsOf } from './query-words.js';
import { Tries } from './tries.js';

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

export const searchButton = (label: string, query: SearchQuery): CommandButton => ({
  label,
  line: `turn search ${formatSearch(query)}`,
  primary: true,
});

/** What to loosen in a search that found nothing. Searches that fail on the way are left out: the answer is that nothing was found. */
export async function loosened(query: SearchQuery, context: CommandContext): Promise<Loosening> {
  if (query.paper !== null) return nothing;
  const filters = givenFilters(query);
  if (filters.length === 0) return looserWords(query);
  const tries = new Tries(context.deps);
  const names = await otherNames(query, filters, tries, context);
  const suspects = names.nobody === undefined ? likeliestFirst(filters) : [names.nobody];
  const culprits = await culpritsIn(suspects.slice(0, roomFor(query, suspects, tries)), tries);
  const offers = await Promise.all(culprits.map((one) => withoutOne(one, context)));
  const wider =
    culprits.length > 0 ? undefined : ((await withoutAll(query, filters, tries)) ?? (await newestList(query, context)));
  const found = together([names.offer, ...offers, wider ?? nothing]);
  return found.hints.length > 0 ? found : looserWords(query);
}

/** The last try is for the words alone when there are too many filters to try them one by one. */
const roomFor = (query: SearchQuery, suspects: readonly GivenFilter[], { left }: Tries): number =>
  suspects.length > 1 && suspects.length >= left && wordsOf(query) !== '' ? left - 1 : left;

/** What mostly keeps everything out comes first; somebody has the names that are among them. */
const likeliest: readonly GivenFilter['field'][] = ['minUpvotes', 'since', 'until', 'organizations', 'categories'];

const likeliestFirst = (filters: readonly GivenFilter[]): readonly GivenFilter[] =>
  likeliest
    .flatMap((field) => filters.filter((one) => one.field === field))
    .concat(filters.filter(({ field }) => !likeliest.includes(field)));

const nothing: Loosening = { hints: [], buttons: [] };

const together = (some: readonly Loosening[]): Loosening => ({
  hints: some.flatMap(({ hints }) => hints),
  buttons: some.flatMap(({ buttons }) => buttons),
});

async function culpritsIn(filters: readonly GivenFilter[], tries: Tries): Promise<readonly Culprit[]> {
  const culprits: Culprit[] = [];
  for (const filter of filters) {
    if (formatSearch({ ...filter.rest, sort: 'relevance' }) === '') continue;
    const page = await tries.search({ ...filter.rest, sort: orderFor(filter) });
    if (page !== undefined && page.total > 0) culprits.push({ filter, page });
  }
  return culprits;
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

/** The filter by an author whom no paper has, which alone keeps everything out, and another name for them. */
interface OtherNames {
  readonly nobody: GivenFilter | undefined;
  readonly offer: Loosening;
}

/** So that a try is left for what would be found without them. */
const mostNames = 2;

async function otherNames(
  query: SearchQuery,
  filters: readonly GivenFilter[],
  tries: Tries,
  context: CommandContext,
): Promise<OtherNames> {
  const asked = filters.filter(({ field }) => field === 'authors').slice(0, mostNames);
  for (const [index, nobody] of asked.entries()) {
    const author = query.authors[index] ?? '';
    const page = await tries.search({ ...emptyQuery, authors: [author] });
    if (page?.total === 0) return { nobody, offer: await otherName(query, index, author, context) };
  }
  return { nobody: undefined, offer: nothing };
}

async function otherName(
  query: SearchQuery,
  index: number,
  author: string,
  context: CommandContext,
): Promise<Loosening> {
  const name = await nearestAuthor(author, context.deps.search);
  const unknown = `No author here is called ${author}.`;
  if (name === undefined) return { hints: [unknown], buttons: [] };
  const button = searchButton(`Search for ${name}`, { ...query, authors: query.authors.with(index, name), page: 1 });
  return { hints: [`${unknown} Did you mean ${name}?`], buttons: [button] };
}

/** One filter alone was tried before. */
async function withoutAll(
  query: SearchQuery,
  filters: readonly GivenFilter[],
  tries: Tries,
): Promise<Loosening | undefined> {
  if (wordsOf(query) === '' || filters.length === 1) return undefined;
  const wider = withoutFilters(query);
  const page = await tries.search(wider);
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
    const words = [...query.words, ...query.phrases.flatMap(plainWords)];
    return {
      hints: ['A phrase must occur word for word.'],
      buttons:
        words.length === 0
          ? []
          : [searchButton('Search without the quotation marks', { ...query, words, phrases: [], page: 1 })],
    };
  }
  if (wordsOf(query) === '') return { hints: ['Try fewer filters, or wider ones.'], buttons: [] };
  return { hints: [query.words.length > 1 ? 'Try fewer words.' : 'Try another word.'], buttons: [] };
}
