import type { Code, Paper, Source } from './paper.js';

type Value = string | readonly string[];

const isEmpty = (value: Value | null): boolean => value === null || value.length === 0;

/** The better of two values, but never an empty one in place of one that is there. */
function better<T extends Value | null>(stored: T, incoming: T, incomingWins: boolean): T {
  if (incomingWins) return isEmpty(incoming) ? stored : incoming;
  return isEmpty(stored) ? incoming : stored;
}

function betterCode(stored: Code | null, incoming: Code | null, incomingWins: boolean): Code | null {
  if (stored === null || incoming === null) return stored ?? incoming;
  const [first, second] = incomingWins ? [incoming, stored] : [stored, incoming];
  return { url: first.url, stars: first.stars ?? (first.url === second.url ? second.stars : null) };
}

/** Of two Hugging Face days the newer one is right; the same day read again is newer than what is stored. */
const isNewsFromHuggingFace = (stored: Paper, incoming: Paper): boolean =>
  stored.listedOn === null || (incoming.listedOn !== null && incoming.listedOn >= stored.listedOn);

/** Whether the incoming source outranks what is stored: arXiv for what a paper says of itself, Hugging Face for the rest. */
function outranks(
  stored: Paper,
  incoming: Paper,
  source: Source,
): { readonly itself: boolean; readonly rest: boolean } {
  if (source === 'other') return { itself: false, rest: false };
  if (source === 'arxiv') return { itself: true, rest: !stored.sources.includes('huggingface') };
  const isNews = isNewsFromHuggingFace(stored, incoming);
  return { itself: isNews && !stored.sources.includes('arxiv'), rest: isNews };
}

const newest = (a: Paper['listedOn'], b: Paper['listedOn']): Paper['listedOn'] =>
  a === null || b === null ? (a ?? b) : a > b ? a : b;

/**
 * What is known of a paper once one source has described it (again). arXiv is right about title, abstract, authors and categories,
 * Hugging Face about the rest, its newer listing days before its older ones; other sources only fill what is missing. An
 * empty value never replaces one that is there. arXiv and Hugging Face may come in any order and repeat.
 *
 * @param incoming described by exactly one source.
 */
export function mergePaper(stored: Paper | undefined, incoming: Paper): Paper {
  if (stored === undefined) return incoming;
  const wins = outranks(stored, incoming, incoming.sources[0] ?? 'other');
  return {
    key: stored.key,
    title: better(stored.title, incoming.title, wins.itself),
    abstract: better(stored.abstract, incoming.abstract, wins.itself),
    authors: better(stored.authors, incoming.authors, wins.itself),
    categories: better(stored.categories, incoming.categories, wins.itself),
    keywords: better(stored.keywords, incoming.keywords, wins.rest),
    organization: better(stored.organization, incoming.organization, wins.rest),
    summary: better(stored.summary, incoming.summary, wins.rest),
    code: betterCode(stored.code, incoming.code, wins.rest),
    projectUrl: better(stored.projectUrl, incoming.projectUrl, wins.rest),
    publishedOn: better(stored.publishedOn, incoming.publishedOn, wins.rest),
    sources: [...new Set([...stored.sources, ...incoming.sources])].sort(),
    listedOn: newest(stored.listedOn, incoming.listedOn),
  };
}
