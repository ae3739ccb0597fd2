import { reasonOf } from '../kernel/errors.js';
import type { SuggestEvent, Suggestion } from '../platform/adapter.js';
import { cutText } from '../view/cut.js';
import { seen } from '../view/measure.js';
import type { CommandName, CommandTable, Offer } from './command.js';
import type { CommandDeps } from './command-deps.js';
import { longestLabel } from './paper-offers.js';
import { commandNames, splitCommand } from './parse.js';

/** What may stand in place of a text that is being typed: names of commands first, then what the command takes. Never rejects: trouble is an empty list. */
export async function suggestions(
  { text, target }: Pick<SuggestEvent, 'text' | 'target'>,
  table: CommandTable,
  deps: CommandDeps,
): Promise<readonly Suggestion[]> {
  const { name, restAt } = splitCommand(text);
  const known = commandNames(table).find((one) => one === name.toLowerCase());
  const isNameDone = name !== '' && text.trimStart().length > name.length;
  if (!isNameDone) return nameSuggestions(name, table);
  if (known === undefined) return [];
  try {
    const offers = (await table[known].suggest?.(text.slice(restAt), { deps, target })) ?? [];
    return offers.map((offer) => suggestionOf(known, offer));
  } catch (thrown) {
    // Whoever types sees that nothing is offered; a line for every key that they press would bury the log.
    deps.log.debug('suggest.failed', { adapter: target.adapter, command: known, reason: reasonOf(thrown) });
    return [];
  }
}

const suggestionOf = (name: CommandName, { rest, label = rest }: Offer): Suggestion => ({
  label: cutText(label, longestLabel, seen),
  text: `${name} ${rest}`,
});

const nameSuggestions = (typed: string, table: CommandTable): readonly Suggestion[] =>
  commandNames(table)
    .filter((name) => name.startsWith(typed.toLowerCase()))
    .map((name) => ({ label: table[name].usage, text: table[name].usage === name ? name : `${name} ` }));
