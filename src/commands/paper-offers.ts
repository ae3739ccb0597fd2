import type { PaperKey } from '../papers/paper.js';
import { arxivIdOf } from '../papers/paper-key.js';
import type { Suggested } from '../search/repository.js';
import { cutText } from '../view/cut.js';
import { seen } from '../view/measure.js';
import type { Offer, SuggestContext } from './command.js';

const most = 25;
/** What platforms show of one suggestion (https://discord.com/developers/docs/interactions/application-commands). */
export const longestLabel = 100;

/** `Zetta ζ: An Efficient … · 2405.14906`; addresses say too little for the room they take. */
function paperLabel(title: string, key: PaperKey, before = ''): string {
  const id = arxivIdOf(key);
  const end = id === undefined ? '' : ` · ${id}`;
  return `${cutText(before + title, longestLabel - end.length, seen)}${end}`;
}

/** Papers by their titles; each stands for its key. */
export const paperOffers = (found: readonly Suggested[]): readonly Offer[] =>
  found.flatMap(({ text, paper }) => (paper === null ? [] : [{ label: paperLabel(text, paper), rest: paper }]));

/** Papers of the latest edition by number, while nothing or a number is typed; else those whose title or id may be what is being typed. */
export async function suggestPapers(rest: string, context: SuggestContext): Promise<readonly Offer[]> {
  const typed = rest.trim();
  if (/^#?\d{0,2}$/.test(typed)) return numbered(typed.replace('#', ''), context);
  return paperOffers(await context.deps.search.suggest({ kind: 'titles', typed, limit: most }));
}

async function numbered(digits: string, { deps, target }: SuggestContext): Promise<readonly Offer[]> {
  const keys = await deps.numbers(target, null);
  const shown = keys
    .map((key, index) => ({ key, number: String(index + 1) }))
    .filter(({ number }) => number.startsWith(digits))
    .slice(0, most);
  const papers = await deps.papers.find(shown.map(({ key }) => key));
  return shown.flatMap(({ key, number }) => {
    const paper = papers.get(key);
    return paper === undefined ? [] : [{ label: paperLabel(paper.title, key, `${number}. `), rest: key }];
  });
}
