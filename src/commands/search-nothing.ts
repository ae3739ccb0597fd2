import { parseSearch } from '../search/parse-search.js';
import type { SearchQuery } from '../search/query.js';
import { type Block, type Inline, strong, text } from '../view/view.js';
import type { CommandAnswer, CommandButton, CommandContext } from './command.js';
import { loosened, searchButton } from './loosening.js';
import { note, noteAnswer } from './note.js';
import { unknownPaper } from './paper-name.js';
import { filtersOf, wordsOf } from './query-words.js';

const noPapers = 'There are no papers here yet: they come with the first edition, or with broadsheet import.';

/** An answer without results: what was understood, what may have been meant, and what to loosen. */
export async function nothingFound(
  query: SearchQuery,
  didYouMean: string | null,
  context: CommandContext,
): Promise<CommandAnswer> {
  if (await context.deps.papers.isEmpty()) return noteAnswer(noPapers);
  const sentence = understood(query);
  const meant = didYouMean === null ? undefined : spellingButton(query, didYouMean);
  if (didYouMean !== null && meant !== undefined) {
    return {
      summary: `${sentence} Did you mean ${didYouMean}?`,
      blocks: [{ kind: 'paragraph', inlines: [text(`${sentence} `), ...spelled(didYouMean)] }],
      buttons: [meant],
    };
  }
  const { hints, buttons } = await loosened(query, context);
  return {
    summary: [sentence, ...hints].join(' '),
    blocks: [{ kind: 'paragraph', inlines: [text(sentence)] }, ...hints.map(note)],
    buttons: buttons.map((button, index) => (index === 0 ? button : { label: button.label, line: button.line })),
  };
}

const spelled = (spelling: string): readonly Inline[] => [text('Did you mean '), strong(spelling), text('?')];

/** `Did you mean diffusion transformer?` */
export const spellingBlock = (spelling: string): Block => ({ kind: 'paragraph', inlines: spelled(spelling) });

function understood(query: SearchQuery): string {
  if (query.paper !== null) return unknownPaper(query.paper);
  const words = wordsOf(query);
  const what = words === '' ? 'no paper' : words.startsWith('"') && query.words.length === 0 ? words : `"${words}"`;
  const filters = filtersOf(query);
  const who = words === '' ? `There is ${what}` : `Nothing for ${what}`;
  return filters === '' ? `${who}.` : `${who} ${filters}.`;
}

/** The spelling replaces the words; the filters stay. */
export function spellingButton(query: SearchQuery, spelling: string): CommandButton | undefined {
  const parsed = parseSearch(spelling);
  if (parsed.kind === 'problem') return undefined;
  const { words, phrases } = parsed.query;
  return searchButton('Search that', { ...query, words, phrases, page: 1 });
}
