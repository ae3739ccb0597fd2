import { type IsoDate, longDate } from '../kernel/dates.js';
import type { Paper } from '../papers/paper.js';
import { arxivIdOf } from '../papers/paper-key.js';
import { authorsText, codeLink, dotted, upvotesText } from '../papers/paper-lines.js';
import { paperUrl, pdfUrl } from '../papers/paper-links.js';
import type { User } from '../platform/adapter.js';
import { type Block, code, type Inline, link, strong, text } from '../view/view.js';
import type { Vote } from '../votes/repository.js';
import type { Stood } from './standings.js';

const mostAuthors = 20;
export const mostNames = 30;
/** How many of its editions are named. */
export const mostEditions = 5;

interface Card {
  readonly paper: Paper;
  readonly upvotes: number | undefined;
  readonly votes: readonly Vote[];
  /** Where it stood in this channel, newest first. */
  readonly stood: readonly Stood[];
  readonly today: IsoDate;
  /** By `userKey`; who is missing goes by their id. */
  readonly names: ReadonlyMap<string, string>;
}

/** Everything about one paper. Facts that are not known have no line. */
export function paperCard(card: Card): readonly Block[] {
  const { paper } = card;
  const abstract = paper.abstract === '' ? paper.summary : paper.abstract;
  return [
    { kind: 'heading', inlines: [link(paperUrl(paper), [strong(paper.title)])] },
    { kind: 'facts', facts: facts(card) },
    ...(abstract === null ? [] : [{ kind: 'paragraph', inlines: [text(abstract)] } as const]),
  ];
}

type Fact = readonly [label: string, value: readonly Inline[] | string | null | undefined];

function facts(card: Card): readonly { readonly label: string; readonly value: readonly Inline[] }[] {
  const { paper, upvotes, stood, today } = card;
  const day = (date: IsoDate | null): string | null => (date === null ? null : longDate(date, today));
  const all: readonly Fact[] = [
    ['Authors', authorsText(paper.authors, mostAuthors)],
    ['Organization', paper.organization],
    ['Id', [code(paper.key)]],
    ['Published', day(paper.publishedOn)],
    ['Listed', day(paper.listedOn)],
    ['Categories', paper.categories.join(', ')],
    ['Keywords', paper.keywords.join(', ')],
    ['Upvotes', upvotes === undefined ? null : upvotesText(upvotes)],
    ['Links', links(paper)],
    ['Team', votesText(card)],
    ['In editions of', editionsLine(stood, today)],
  ];
  return all.flatMap(([label, value]) => {
    if (value === null || value === undefined || value.length === 0) return [];
    return [{ label, value: typeof value === 'string' ? [text(value)] : value }];
  });
}

/** Where else it can be read. The title leads to its page already. */
function links(paper: Paper): readonly Inline[] {
  const id = arxivIdOf(paper.key);
  const pdf = pdfUrl(paper.key);
  const all = [
    id === undefined ? undefined : link(`https://arxiv.org/abs/${id}`, 'arXiv'),
    pdf === undefined ? undefined : link(pdf, 'PDF'),
    codeLink(paper),
    paper.projectUrl === null ? undefined : link(paper.projectUrl, 'project'),
  ];
  const led = new Set([addressOf(link(paperUrl(paper), ''))]);
  return dotted(all.filter((one) => one !== undefined && !led.has(addressOf(one)) && led.add(addressOf(one))));
}

const addressOf = (inline: Inline): string => (inline.kind === 'link' ? inline.url.replace(/\/+$/, '') : '');

/** `👍 alice, bob · 👎 carol`. */
export const userKey = ({ adapter, workspace, id }: User): string => JSON.stringify([adapter, workspace, id]);

function votesText({ votes, names: known }: Card): string {
  const names = (sign: 1 | -1): readonly string[] =>
    votes.filter((vote) => vote.sign === sign).map(({ user }) => known.get(userKey(user)) ?? user.id);
  const side = (emoji: string, who: readonly string[]): string | undefined => {
    if (who.length === 0) return undefined;
    return `${emoji} ${authorsText(who, mostNames)}`;
  };
  const sides = [side('👍', names(1)), side('👎', names(-1))].filter((said) => said !== undefined);
  return sides.length === 0 ? 'nobody has voted yet' : sides.join(' · ');
}

function editionsLine(stood: readonly Stood[], today: IsoDate): readonly Inline[] {
  const rest = stood.length - mostEditions;
  const named = stood.slice(0, mostEditions).map(({ date, url }) => {
    const day = longDate(date, today);
    return url === undefined ? text(day) : link(url, day);
  });
  return [...dotted(named), ...(rest > 0 ? [text(` +${rest}`)] : [])];
}
