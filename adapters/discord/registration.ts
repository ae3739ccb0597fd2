import { createHash } from 'node:crypto';
import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandSubcommandOption,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Menu, MenuEntry, MenuOption } from '../../src/platform/menu.js';

/**
 * One command as Discord takes it. Its own description of the API wants the permissions as a number, which other libraries send, too; in
 * answers they are a text (https://github.com/discord/discord-api-spec).
 */
export type Command = Omit<RESTPostAPIChatInputApplicationCommandsJSONBody, 'default_member_permissions'> & {
  readonly default_member_permissions?: number;
};

/** The limits of Discord (https://discord.com/developers/docs/interactions/application-commands). */
const mostOptions = 25;
const mostChoices = 25;
const mostCharacters = 8_000;
const textCharacters = 100;
const validName = /^[a-z0-9_-]{1,32}$/;

const manageGuild = 32;
const contexts = { guild: 0, botDirect: 1 } as const;
const installedByGuild = 0;

/** How much is left out where all would be too much. */
interface Room {
  readonly description: number;
  readonly hasChoices: boolean;
  readonly options: number;
}

/** From everything to what always fits. */
const rooms: readonly Room[] = [
  ...[100, 80, 60, 40, 20].map((description) => ({ description, hasChoices: true, options: mostOptions })),
  ...[mostOptions, 12, 6, 3, 0].map((options) => ({ description: 20, hasChoices: false, options })),
];

/**
 * The commands to be registered: `/paper` with a subcommand for each entry, and a command of its own for each entry that only managers may
 * use, since Discord restricts whole commands only.
 */
export function commandsOf(menu: Menu): readonly Command[] {
  const entries = menu
    .filter(({ name }, index) => validName.test(name) && menu.findIndex((one) => one.name === name) === index)
    .slice(0, mostOptions);
  const all = rooms.map((room) => within(entries, room));
  return all.find((commands) => charactersOf(commands) <= mostCharacters) ?? all.at(-1) ?? [];
}

/** The same for the same commands. */
export const hashOf = (commands: readonly Command[]): string =>
  createHash('sha256').update(JSON.stringify(commands)).digest('hex');

function within(entries: Menu, room: Room): readonly Command[] {
  if (entries.length === 0) return [];
  const main: Command = {
    type: 1,
    name: 'paper',
    description: 'Research papers: search, the daily list, votes',
    options: entries.map((entry) => subcommand(entry, room)),
    contexts: [contexts.guild, contexts.botDirect],
    integration_types: [installedByGuild],
  };
  const restricted = entries.filter(({ name, managersOnly }) => managersOnly && validName.test(`paper-${name}`));
  return [main, ...restricted.map((entry) => managersCommand(entry, room))];
}

const managersCommand = (entry: MenuEntry, room: Room): Command => ({
  type: 1,
  name: `paper-${entry.name}`,
  description: shortened(entry.description, entry.name, room),
  options: optionsOf(entry, room),
  default_member_permissions: manageGuild,
  contexts: [contexts.guild],
  integration_types: [installedByGuild],
});

const subcommand = (entry: MenuEntry, room: Room): APIApplicationCommandSubcommandOption => ({
  type: 1,
  name: entry.name,
  description: shortened(entry.description, entry.name, room),
  options: optionsOf(entry, room),
});

/** Discord wants those that are required first, and no name twice. */
function optionsOf({ options }: MenuEntry, room: Room): APIApplicationCommandBasicOption[] {
  const named = options.filter(
    ({ name }, index) => validName.test(name) && options.findIndex((one) => one.name === name) === index,
  );
  return [...named.filter(({ required }) => required), ...named.filter(({ required }) => !required)]
    .slice(0, room.options)
    .map((option) => (option.kind === 'whole' ? wholeOption(option, room) : textOption(option, room)));
}

const common = ({ name, description, required }: MenuOption, room: Room) => ({
  name,
  description: shortened(description, name, room),
  ...(required ? { required } : {}),
});

function wholeOption(option: MenuOption, room: Room): APIApplicationCommandBasicOption {
  const { least, most } = option;
  return {
    type: 4,
    ...common(option, room),
    ...(least === undefined ? {} : { min_value: least }),
    ...(most === undefined ? {} : { max_value: most }),
  };
}

/** Suggestions and fixed choices exclude each other. */
function textOption(option: MenuOption, room: Room): APIApplicationCommandBasicOption {
  const choices = room.hasChoices ? choicesOf(option) : [];
  const shown = common(option, room);
  if (choices.length > 0) return { type: 3, ...shown, choices };
  return option.suggests ? { type: 3, ...shown, autocomplete: true } : { type: 3, ...shown };
}

const choicesOf = ({ choices = [] }: MenuOption) =>
  choices
    .filter(({ value }) => value !== '' && value.length <= textCharacters)
    .map(({ label, value }) => ({ name: cut(label.trim() === '' ? value : label, textCharacters), value }))
    .filter(({ name }, index, all) => all.findIndex((one) => one.name === name) === index)
    .slice(0, mostChoices);

/** Discord takes no empty description. */
const shortened = (description: string, name: string, room: Room): string =>
  cut(description.trim() === '' ? name : description, room.description);

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;

/** What counts: names, descriptions and values, of everything within. */
function charactersOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + charactersOf(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, inner]) => {
    const isCounted = typeof inner === 'string' && ['name', 'description', 'value'].includes(key);
    return sum + (isCounted ? inner.length : charactersOf(inner));
  }, 0);
}
