import type { Menu, MenuOption } from '../platform/menu.js';
import type { CommandTable } from './command.js';
import { commandNames } from './parse.js';

/** Every command of the table as a form, in the order in which `help` shows them. */
export const menuOf = (table: CommandTable): Menu =>
  commandNames(table).map((name) => {
    const { summary, managersOnly = false } = table[name];
    return { name, description: summary, options: table[name].form(), managersOnly };
  });

/** What of an option is its own beside its name and place; left out, it is a text without suggestions. */
export type OptionField = Partial<Pick<MenuOption, 'kind' | 'required' | 'least' | 'most' | 'suggests' | 'prefix'>> & {
  /** The only values. */
  readonly values?: readonly string[];
};

/** One thing that a command takes. */
export function option(name: string, description: string, field: OptionField = {}): MenuOption {
  const { values, ...own } = field;
  const choices = values === undefined ? {} : { choices: values.map((value) => ({ label: value, value })) };
  return { name, description, kind: 'text', required: false, suggests: false, prefix: '', ...own, ...choices };
}

/** As `option`, for something that stands after its name and a colon. */
export const namedOption = (name: string, description: string, field: OptionField = {}): MenuOption =>
  option(name, description, { prefix: `${name}:`, ...field });
