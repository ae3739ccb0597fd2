import type { Paper, PaperKey } from '../papers/paper.js';
import { dotted, factsLine, titleLine } from '../papers/paper-lines.js';
import { code, type Inline, type Item, type Line, text } from '../view/view.js';
import type { Tally } from '../votes/repository.js';
import { tallyCounts } from '../votes/tally-line.js';

export interface PaperEntry {
  readonly key: PaperKey;
  readonly upvotes: number;
  readonly tally: Tally | undefined;
  /** What else there is to say of it, such as the asker's own vote. */
  readonly remark?: string;
}

/** Ids that are longer than that are addresses, which the title links to anyhow. */
const longestId = 40;

/** The id, to be copied into `show`. */
export const idInline = (key: PaperKey): Inline | undefined => (key.length > longestId ? undefined : code(key));

/** A paper in two lines: the title, and the facts with the team's tally and the id. */
function paperItem(paper: Paper, { key, upvotes, tally, remark }: PaperEntry): Item {
  const facts = factsLine(paper, upvotes);
  const counts = tally === undefined ? undefined : tallyCounts(tally);
  const more = dotted([counts, remark, idInline(key)]);
  const inlines = more.length === 0 ? facts.inlines : [...facts.inlines, text(' · '), ...more];
  return { key, lines: [titleLine(paper), { ...facts, inlines }] };
}

/** The items of the papers that are in the store, in the order of the entries; one that is not is shown by its id. */
export const paperItems = (entries: readonly PaperEntry[], papers: ReadonlyMap<PaperKey, Paper>): readonly Item[] =>
  entries.map((entry) => {
    const paper = papers.get(entry.key);
    return paper === undefined ? { key: entry.key, lines: [idLine(entry.key)] } : paperItem(paper, entry);
  });

const idLine = (key: PaperKey): Line => ({ role: 'title', inlines: [code(key)] });

/** What the items read aloud: their titles. */
export const titlesText = (keys: readonly PaperKey[], papers: ReadonlyMap<PaperKey, Paper>): string =>
  keys.map((key) => papers.get(key)?.title ?? key).join('; ');
