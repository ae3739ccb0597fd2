import type { EditionContent } from '../editions/content.js';
import type { PartRole } from '../editions/post.js';
import type { Layout, Subscription } from '../editions/subscription.js';
import type { IsoDate } from '../kernel/dates.js';
import type { Paper, PaperKey } from '../papers/paper.js';
import { arxivIdOf, paperKeyOf } from '../papers/paper-key.js';
import type { FoundPart } from './found-parts.js';

export type PapersContent = Extract<EditionContent, { kind: 'papers' }>;

/** A part with what it is and the papers that stand in it. */
export interface ReadPart extends FoundPart {
  readonly role: PartRole;
  readonly papers: readonly PaperKey[];
}

/** Papers that the part's links name, those of other pages such as code among them, each once. */
export const namedIn = ({ shown }: FoundPart): readonly PaperKey[] => [
  ...new Set((shown?.links ?? []).flatMap((link) => paperKeyOf(link) ?? [])),
];

/** An address may be a paper of a feed, or the page of its code: only the store knows. */
export const isSurely = (key: PaperKey): boolean => arxivIdOf(key) !== undefined || key.startsWith('doi:');

/** What each part is, told by what it links to: a first part without papers heads cards. */
export function readParts(
  parts: readonly [FoundPart, ...FoundPart[]],
  known: ReadonlyMap<PaperKey, Paper>,
): readonly ReadPart[] {
  const papersOf = (part: FoundPart): readonly PaperKey[] =>
    namedIn(part).filter((key) => known.has(key) || isSurely(key));
  const isCards = papersOf(parts[0]).length === 0;
  return parts.map((part): ReadPart => {
    const papers = papersOf(part);
    if (isCards) return { ...part, role: part.part === 0 ? 'header' : 'card', papers: papers.slice(0, 1) };
    // A paper's own page comes before anything else of its message.
    return part.isReply ? { ...part, role: 'reply', papers: papers.slice(0, 1) } : { ...part, role: 'list', papers };
  });
}

const layoutOf = (parts: readonly ReadPart[]): Layout => {
  if (parts.some(({ role }) => role === 'reply')) return 'thread';
  return parts[0]?.role === 'header' ? 'cards' : 'list';
};

/** The papers in the order of their numbers. */
export function shownPapers(parts: readonly ReadPart[]): readonly PaperKey[] {
  const numbered = parts.filter(({ role }) => role !== 'reply');
  return [...new Set(numbered.flatMap(({ papers }) => papers))];
}

interface Known {
  readonly papers: ReadonlyMap<PaperKey, Paper>;
  readonly upvotes: ReadonlyMap<PaperKey, number>;
  /** Lists carry number buttons. */
  readonly isCrowded: boolean;
}

/** What the edition says, as far as its messages and the store tell; undefined when the store lacks one of its papers. */
export function contentOf(
  parts: readonly ReadPart[],
  { timetable }: Subscription,
  date: IsoDate,
  { papers, upvotes, isCrowded }: Known,
): PapersContent | undefined {
  const keys = shownPapers(parts);
  const entries = keys.flatMap((key, index) => {
    const paper = papers.get(key);
    return paper === undefined ? [] : [{ number: index + 1, paper, upvotes: upvotes.get(key) ?? 0, matches: [] }];
  });
  if (entries.length < keys.length || keys.length === 0) return undefined;
  return {
    ...{ kind: 'papers', date, layout: layoutOf(parts), mark: null, time: timetable.time },
    ...{ entries, total: entries.length, remarks: [] },
    ...(isCrowded ? { votesBy: 'buttons' } : {}),
  };
}
