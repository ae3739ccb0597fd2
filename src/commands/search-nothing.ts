import { formatSearch, parseSearch } from '../search/parse-search.js';
import type { SearchQuery } from '../search/query.js';
import { type Block, strong, text } from '../view/view.js';
import type { CommandAnswer, CommandButton, CommandContext } from './command.js';
import { note, noteAnswer } from './note.js';
import { unknownPaper } from './paper-name.js';
import { filtersOf, hasFilters, withoutFilters, wordsOf } from './query-words.js';

const noPapers = 'There are no papers here yet: they come with the first edition, or with broadsheet import.';

/** An answer without results: what was understood, what may have been meant, and what to loosen. */
export async function nothingFound(
  query: SearchQuery,
  didYouMean: string | null,
  context: CommandContext,
): Promise<CommandAnswer> {
  if ((await context.deps.papers.count()) === 0) return noteAnswer(noPapers);
  const sentence = understood(query);
  const meant = didYouMean === null ? undefined : spellingButton(query, didYouMean);
  const loosening = meant === undefined ? await loosen(query, context) : undefined;
  return {
    summary: didYouMean === null ? sentence : `${sentence} Did you mean ${didYouMean}?`,
    blocks: [
      { kind: 'paragraph', inlines: [text(sentence)] },
      ...(didYouMean === null ? [] : [spellingBlock(didYouMean)]),
      ...(loosening === undefined ? [] : [note(loosening.hint)]),
    ],
    buttons: [...(meant === undefined ? [] : [meant]), ...(loosening?.buttons ?? [])],
  };
}

/** `Did you mean diffusion transformer?` */
export const spellingBlock = (spelling: string): Block => ({
  kind: 'paragraph',
  inlines: [text('Did you mean '), strong(spelling), text('?')],
});

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
  return button('Search that', { ...query, words, phrases, page: 1 });
}

const button = (label: string, query: SearchQuery): CommandButton => ({
  label,
  line: `turn search ${formatSearch(query)}`,
  primary: true,
});

interface Loosening {
  readonly hint: string;
  readonly buttons: readonly CommandButton[];
}

async function loosen(query: SearchQuery, { deps }: CommandContext): Promise<Loosening | undefined> {
  if (query.paper !== null) return undefined;
  if (hasFilters(query) && wordsOf(query) !== '') {
    const wider = withoutFilters(query);
    const { total, capped } = await deps.search.search(wider);
    const count = capped ? `more than ${total}` : String(total);
    if (total > 0)
      return { hint: `Without the filters there are ${count}.`, buttons: [button('Search without filters', wider)] };
  }
  if (query.phrases.length > 0) {
    const words = [...query.words, ...query.phrases.flatMap((phrase) => phrase.split(/\s+/))];
    return {
      hint: 'A phrase must occur word for word.',
      buttons: [button('Search without the quotation marks', { ...query, words, phrases: [], page: 1 })],
    };
  }
  if (wordsOf(query) === '') return { hint: 'Try fewer filters, or wider ones.', buttons: [] };
  return { hint: query.words.length > 1 ? 'Try fewer words.' : 'Try another word.', buttons: [] };
}
