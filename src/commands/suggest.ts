import type { Suggestion } from '../platform/adapter.js';
import type { CommandTable } from './command.js';
import { commandNames, splitCommand } from './parse.js';

/** What may stand in place of a text that is being typed: names of commands first, then what the command takes. */
export async function suggestions(text: string, table: CommandTable): Promise<readonly Suggestion[]> {
  const { name, restAt } = splitCommand(text);
  const known = commandNames(table).find((one) => one === name.toLowerCase());
  const isNameDone = name !== '' && text.trimStart().length > name.length;
  if (!isNameDone) return nameSuggestions(name, table);
  if (known === undefined) return [];
  const ends = table[known].suggest?.(text.slice(restAt)) ?? [];
  return ends.map((end) => ({ label: end, text: `${known} ${end}` }));
}

const nameSuggestions = (typed: string, table: CommandTable): readonly Suggestion[] =>
  commandNames(table)
    .filter((name) => name.startsWith(typed.toLowerCase()))
    .map((name) => ({ label: table[name].usage, text: table[name].usage === name ? name : `${name} ` }));
