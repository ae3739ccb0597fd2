import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Command, commandsOf, hashOf } from '../../../adapters/discord/registration.js';
import { menuOf } from '../../../src/commands/menu.js';
import { commandTable } from '../../../src/commands/table.js';
import type { MenuEntry, MenuOption } from '../../../src/platform/menu.js';

interface Part {
  readonly type?: number;
  readonly name: string;
  readonly description?: string;
  readonly value?: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly Part[];
  readonly options?: readonly Part[];
}

function* partsOf(part: Part): Generator<Part> {
  yield part;
  for (const inner of [...(part.options ?? []), ...(part.choices ?? [])]) yield* partsOf(inner);
}

const charactersOf = ({ name, description = '', value = '' }: Part): number =>
  name.length + description.length + value.length;

const isSortedByRequired = (options: readonly Part[]): boolean =>
  options.every(({ required }, index) => required !== true || options.slice(0, index).every((one) => one.required));

const isUnique = (names: readonly string[]): boolean => new Set(names).size === names.length;

const choiceTrouble = ({ name, value = '' }: Part): readonly string[] =>
  name.length < 1 || name.length > 100 || value.length > 100 ? [`choice ${name}`] : [];

/** https://discord.com/developers/docs/interactions/application-commands */
function troubleIn(part: Part): readonly string[] {
  const { name, type, description = '', options = [], choices = [], autocomplete = false, value } = part;
  if (value !== undefined) return choiceTrouble(part);
  const rules: readonly (readonly [boolean, string])[] = [
    [/^[-_\p{Ll}\p{N}]{1,32}$/u.test(name), 'name'],
    [description.length >= 1 && description.length <= 100, 'description'],
    [options.length <= 25 && choices.length <= 25, 'too many'],
    [isSortedByRequired(options), 'required after optional'],
    [isUnique(options.map((one) => one.name)) && isUnique(choices.map((one) => one.name)), 'twice'],
    [!autocomplete || choices.length === 0, 'choices and suggestions'],
    [type !== undefined, 'no type'],
  ];
  return rules.filter(([isKept]) => !isKept).map(([, rule]) => `${rule}: ${name}`);
}

function problemsOf(commands: readonly Command[]): readonly string[] {
  const parts = (commands as readonly Part[]).flatMap((command) => [...partsOf(command)]);
  const characters = parts.reduce((sum, part) => sum + charactersOf(part), 0);
  return [...(characters > 8_000 ? [`${characters} characters`] : []), ...parts.flatMap(troubleIn)];
}

const option = (name: string, more: Partial<MenuOption> = {}): MenuOption => ({
  ...{ name, description: `about ${name}`, kind: 'text', required: false, suggests: false, prefix: '' },
  ...more,
});
const entry = (name: string, options: readonly MenuOption[] = [], managersOnly = false): MenuEntry => ({
  ...{ name, description: `does ${name}`, options, managersOnly },
});

const names = fc.stringMatching(/^[a-z-]{1,32}$/);
const texts = fc.string({ unit: 'grapheme', maxLength: 140 });
const options: fc.Arbitrary<MenuOption> = fc.record({
  name: names,
  description: texts,
  kind: fc.constantFrom('text', 'whole'),
  required: fc.boolean(),
  choices: fc.array(fc.record({ label: texts, value: texts }), { maxLength: 25 }),
  suggests: fc.boolean(),
  prefix: fc.constantFrom('', 'x:'),
});
const menus = fc.array(
  fc.record({
    name: names,
    description: texts,
    options: fc.array(options, { maxLength: 25, size: 'max' }),
    managersOnly: fc.boolean(),
  }),
  { maxLength: 30, size: 'max' },
);

describe('the commands that Discord is told', () => {
  it('are one with a subcommand for each entry, and one for managers alone', () => {
    const menu = [
      entry('search', [
        option('words', { suggests: true }),
        option('min', { kind: 'whole', least: 0, most: 99 }),
        option('sort', { choices: [{ label: 'by date', value: 'date' }], suggests: true }),
      ]),
      entry('day', [option('note'), option('date', { required: true })]),
      entry('settings', [option('zone')], true),
    ];
    const settings = { type: 3, name: 'zone', description: 'about zone' };
    expect(commandsOf(menu)).toEqual([
      {
        type: 1,
        name: 'paper',
        description: expect.any(String),
        contexts: [0, 1],
        integration_types: [0],
        options: [
          {
            type: 1,
            name: 'search',
            description: 'does search',
            options: [
              { type: 3, name: 'words', description: 'about words', autocomplete: true },
              { type: 4, name: 'min', description: 'about min', min_value: 0, max_value: 99 },
              { type: 3, name: 'sort', description: 'about sort', choices: [{ name: 'by date', value: 'date' }] },
            ],
          },
          {
            type: 1,
            name: 'day',
            description: 'does day',
            options: [
              { type: 3, name: 'date', description: 'about date', required: true },
              { type: 3, name: 'note', description: 'about note' },
            ],
          },
          { type: 1, name: 'settings', description: 'does settings', options: [settings] },
        ],
      },
      {
        type: 1,
        name: 'paper-settings',
        description: 'does settings',
        options: [settings],
        default_member_permissions: 32,
        contexts: [0],
        integration_types: [0],
      },
    ]);
  });

  it('hold every command that people can type, within the limits', () => {
    const menu = menuOf(commandTable);
    const commands = commandsOf(menu);
    expect(problemsOf(commands)).toEqual([]);
    expect(commands[0]?.options?.map(({ name }) => name)).toEqual(menu.map(({ name }) => name));
    const given = menu.find(({ name }) => name === 'settings')?.options.map(({ name }) => name);
    expect(commands.find(({ name }) => name === 'paper-settings')?.options?.map(({ name }) => name)).toEqual(given);
    // Nothing had to be left out.
    expect(JSON.stringify(commands)).not.toContain('…"');
  });

  it('keep within the limits whatever the menu holds', () => {
    fc.assert(
      fc.property(menus, (menu) => {
        expect(problemsOf(commandsOf(menu))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('have shorter descriptions before anything is left out', () => {
    const long = 'a long description '.repeat(6);
    const many = Array.from({ length: 25 }, (_, index) =>
      entry(`command-${index}`, [option('one', { description: long }), option('two', { description: long })]),
    );
    const commands = commandsOf(many.map((one) => ({ ...one, description: long })));
    expect(problemsOf(commands)).toEqual([]);
    const subcommands = commands[0]?.options as readonly Part[];
    expect(subcommands).toHaveLength(25);
    expect(subcommands.every((one) => one.options?.length === 2)).toBe(true);
    expect(subcommands[0]?.description).toMatch(/^a long description .*…$/);
  });

  it('have a hash that tells other commands', () => {
    const menu = [entry('search', [option('words')])];
    expect(hashOf(commandsOf(menu))).toBe(hashOf(commandsOf(structuredClone(menu))));
    expect(hashOf(commandsOf(menu))).not.toBe(hashOf(commandsOf([entry('search', [option('word')])])));
  });
});
