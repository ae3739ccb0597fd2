import { characters, type JsonObject, objectsIn, textOf } from '../json.js';
import type { FormCheck, Path } from './form-check.js';
import { discordLimits } from './limits.js';

/** https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming */
const chatName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

const subcommand = 1;
const subcommandGroup = 2;

function checkName(check: FormCheck, at: Path, name: unknown): void {
  check.text(at, name, 32);
  const text = textOf(name);
  if (text !== '' && (!chatName.test(text) || text.toLowerCase() !== text))
    check.note(at, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
}

function checkChoices(check: FormCheck, at: Path, option: JsonObject): void {
  const choices = check.list([...at, 'choices'], option.choices, discordLimits.commandChoices);
  for (const [place, choice] of choices) {
    check.text([...place, 'name'], choice.name, discordLimits.choiceCharacters);
    if (option.type === 3) check.text([...place, 'value'], choice.value, discordLimits.choiceCharacters);
    else if (typeof choice.value !== 'number') check.required([...place, 'value']);
  }
  const names = choices.map(([, { name }]) => name);
  if (new Set(names).size < names.length)
    check.note(
      [...at, 'choices'],
      'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS',
      'Choice name exists already',
    );
  if (option.autocomplete === true && choices.length > 0)
    check.note([...at, 'choices'], 'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES', 'Autocomplete takes no choices');
}

const isSub = ({ type }: JsonObject): boolean => type === subcommand || type === subcommandGroup;

function checkOption(check: FormCheck, at: Path, option: JsonObject, depth: number): void {
  checkName(check, [...at, 'name'], option.name);
  check.text([...at, 'description'], option.description, discordLimits.commandDescription);
  check.integer([...at, 'type'], option.type ?? 'none', 1, 11);
  check.boolean([...at, 'required'], option.required);
  checkChoices(check, at, option);
  if (isSub(option) && (depth >= 2 || (depth === 1 && option.type === subcommandGroup)))
    check.note([...at, 'type'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-command option is nested too deep');
  if (isSub(option)) checkOptions(check, at, option.options, depth + 1);
}

function checkOptions(check: FormCheck, at: Path, value: unknown, depth: number): void {
  const place = [...at, 'options'];
  const given = check.list(place, value, discordLimits.commandOptions);
  for (const [where, option] of given) checkOption(check, where, option, depth);
  const options = given.map(([, option]) => option);
  const names = options.map(({ name }) => name);
  if (new Set(names).size < names.length)
    check.note(place, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists');
  if (options.some(isSub) && !options.every(isSub))
    check.note(place, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-commands stand among other options');
  const firstOptional = options.findIndex(({ required }) => required !== true);
  if (
    !options.some(isSub) &&
    firstOptional >= 0 &&
    options.slice(firstOptional).some(({ required }) => required === true)
  )
    check.note(place, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', 'Required options must be placed before others');
}

/** Names, descriptions and values of a command and all in it. */
function sizeOf(of: JsonObject): number {
  const own = [of.name, of.description, of.value].reduce<number>((sum, text) => sum + characters(textOf(text)), 0);
  return [...objectsIn(of.options), ...objectsIn(of.choices)].reduce((sum, inner) => sum + sizeOf(inner), own);
}

const bitset = /^\d{1,20}$/;

function checkCommand(check: FormCheck, at: Path, command: JsonObject): void {
  const type = command.type ?? 1;
  check.oneOf([...at, 'type'], type, [1, 2, 3, 4]);
  if (type === 1) checkName(check, [...at, 'name'], command.name);
  else check.text([...at, 'name'], command.name, 32);
  if (type === 1) check.text([...at, 'description'], command.description, discordLimits.commandDescription);
  else if (command.description) check.note([...at, 'description'], 'BASE_TYPE_MAX_LENGTH', 'Must be 0 in length.');
  checkOptions(check, at, command.options, 0);
  const needed = command.default_member_permissions;
  if (needed !== undefined && needed !== null && !bitset.test(String(needed)))
    check.note([...at, 'default_member_permissions'], 'BITFIELD_TYPE_CONVERT', 'Could not interpret as permissions.');
  if (sizeOf(command) > discordLimits.commandCharacters)
    check.note(
      at,
      'APPLICATION_COMMAND_TOO_LARGE',
      `Command exceeds maximum size (${discordLimits.commandCharacters})`,
    );
}

/** Holds a list of commands against what Discord takes. */
export function checkCommands(check: FormCheck, value: unknown): readonly JsonObject[] {
  const given = check.list([], value, Number.MAX_SAFE_INTEGER);
  for (const [at, command] of given) checkCommand(check, at, command);
  const keys = given.map(([, { type, name }]) => `${type ?? 1} ${name}`);
  if (new Set(keys).size < keys.length)
    check.note([], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
  return given.map(([, command]) => command);
}
