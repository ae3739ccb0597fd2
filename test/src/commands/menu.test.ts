import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SettingsChanges } from '../../../src/commands/command.js';
import { menuOf } from '../../../src/commands/menu.js';
import { commandNames, parseCommand } from '../../../src/commands/parse.js';
import { keyNames, settingKeys, switches } from '../../../src/commands/settings-words.js';
import { commandTable } from '../../../src/commands/table.js';
import { quotationMarks } from '../../../src/kernel/quotation-marks.js';
import { lineBeingTyped, lineOf, type MenuEntry, type MenuOption } from '../../../src/platform/menu.js';
import { parseSearch } from '../../../src/search/parse-search.js';
import { emptyQuery } from '../../../src/search/query.js';
import { filters } from '../../../src/search/search-filters.js';

const menu = menuOf(commandTable);

function entry(name: string): MenuEntry {
  const found = menu.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no form ${name}.`);
  return found;
}

const lineFor = (name: string, values: Readonly<Record<string, string>>): string =>
  lineOf(entry(name), new Map(Object.entries(values)));

/** What the core understands; undefined when it tells of a problem. */
function read(line: string) {
  const result = parseCommand(line, commandTable);
  return result.kind === 'parsed' ? result.command : undefined;
}

const marks = new RegExp(`[${quotationMarks}]`, 'gu');
/** As a value is meant: one line, without quotation marks. */
const meant = (value: string): string => value.replace(marks, ' ').trim().replace(/\s+/gu, ' ');

/** What people paste and what tries to be more than a value. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '"',
    '“',
    '»',
    '-',
    '"a" min:5',
    'sort:date',
    '-"',
    'a\nb',
    'author:',
    'cat: ',
    ' ',
    '\u2014x',
    'x".',
  ),
  fc.constantFrom(
    'on',
    'count',
    'count 5',
    'mon count 5',
    'time:9:00',
    'zone=UTC',
    '9 am',
    'https://a.b/c"d',
    'page:2',
  ),
  fc
    .array(fc.constantFrom('"', '«', 'a', ' ', '-', ':', 'min:1', '\n', 'cat:', 'é'), { maxLength: 12 })
    .map((parts) => parts.join('')),
  fc.integer({ min: 200, max: 9_000 }).map((length) => 'ab "'.repeat(length / 4)),
);

type Values = Readonly<Record<string, string>>;

const valuesOf = (names: readonly string[]): fc.Arbitrary<Values> =>
  fc.array(fc.tuple(fc.constantFrom(...names), hostile), { maxLength: 4 }).map(Object.fromEntries);

const namesOf = ({ options }: MenuEntry): readonly string[] => options.map(({ name }) => name);

describe('the menu', () => {
  it('has a form for every command, within what platforms take', () => {
    expect(menu.map(({ name }) => name)).toEqual(commandNames(commandTable));
    for (const { name, description, options } of menu) {
      expect(name).toMatch(/^[a-z-]{1,32}$/);
      expect(description.length).toBeLessThanOrEqual(100);
      expect(options.length).toBeLessThanOrEqual(25);
      expect(new Set(options.map((option) => option.name)).size).toBe(options.length);
      expect(options.map(({ required }) => required)).toEqual(
        options
          .map(({ required }) => required)
          .toSorted()
          .reverse(),
      );
      for (const option of options) expectWithin(option);
    }
  });

  it('has one option for each filter of a search and each setting', () => {
    const prefixes = (name: string): readonly string[] => entry(name).options.map(({ prefix }) => prefix);
    const named = Object.keys(filters).filter((name) => name !== 'page');
    expect(prefixes('search')).toEqual(['', ...named.map((name) => `${name}:`)]);
    expect(prefixes('settings')).toEqual(['', ...keyNames.map((name) => `${name}:`)]);
    expect(menu.filter(({ managersOnly }) => managersOnly).map(({ name }) => name)).toEqual(['settings']);
  });

  it('has suggestions for words, authors, categories and papers while they are typed', () => {
    const suggesting = menu.flatMap(({ name, options }) =>
      options.filter(({ suggests }) => suggests).map((option) => `${name} ${option.name}`),
    );
    const wanted = ['search words', 'search author', 'search category', 'show paper', 'similar paper'];
    expect(suggesting).toEqual(expect.arrayContaining(wanted));
  });

  it('lets only what a command cannot do without be required', () => {
    for (const { name, options } of menu) {
      const isRequired = options.some(({ required }) => required);
      // A search needs something, but a filter alone will do.
      if (name !== 'search') expect(read(name) === undefined).toBe(isRequired);
    }
    expect(read('search author:ho')).toBeDefined();
  });

  /** An order or a page alone is nothing to look for. */
  const needed: Readonly<Record<string, Values>> = { search: { words: 'flow' }, similar: { paper: '1' } };

  it('offers only values that are understood', () => {
    const options = menu.flatMap(({ name, options: own }) => own.map((option) => ({ name, option })));
    for (const { name, option } of options) {
      const isRead = (value: number | string): boolean =>
        read(lineFor(name, { ...needed[name], [option.name]: String(value) })) !== undefined;
      expect((option.choices ?? []).map(({ value }) => value).filter((value) => !isRead(value))).toEqual([]);
      const { least, most } = option;
      if (least === undefined || most === undefined) continue;
      expect([least, most, most + 1, least - 1].map(isRead)).toEqual([true, true, false, false]);
    }
  });
});

function expectWithin({ name, description, kind, choices, least, most, suggests }: MenuOption): void {
  expect(name).toMatch(/^[a-z-]{1,32}$/);
  expect(description.length).toBeGreaterThan(0);
  expect(description.length).toBeLessThanOrEqual(100);
  if (choices !== undefined) expect(choices.length).toBeLessThanOrEqual(25);
  expect(suggests && choices !== undefined).toBe(false);
  expect(kind === 'whole').toBe(least !== undefined && most !== undefined);
}

const given = (name: string, value: string | undefined): Values => (value === undefined ? {} : { [name]: value });

const meantOf = (value = ''): readonly string[] => (value.trim() === '' ? [] : [meant(value)]);

const settingsOf = (action: unknown) => ({ kind: 'settings', action });

type Changes = Readonly<Record<string, unknown>>;

/** What each setting makes of its own value; undefined when one of them makes nothing of it. */
function changesOf(values: Values): Changes | undefined {
  const some = Object.entries(values).filter(([, value]) => value.trim() !== '');
  const readings = some.map(
    ([key, value]) => [key, settingKeys[key as keyof SettingsChanges].read(meant(value))] as const,
  );
  const understood = readings.flatMap(([key, reading]) => ('value' in reading ? [[key, reading.value] as const] : []));
  return understood.length === readings.length ? Object.fromEntries(understood) : undefined;
}

function wantedOf(action: string | undefined, changes: Changes | undefined): unknown {
  if (changes === undefined) return undefined;
  const isNothing = Object.keys(changes).length === 0;
  if (action === undefined && isNothing) return settingsOf({ do: 'show' });
  if (action === undefined || action === 'on') return settingsOf({ do: action ?? 'set', changes });
  return isNothing ? settingsOf({ do: action }) : undefined;
}

describe('a filled form', () => {
  it('is the line that somebody would have typed', () => {
    expect(lineFor('today', {})).toBe('today');
    expect(
      lineFor('search', { words: 'flow  matching', author: 'Yann LeCun', category: 'cs.LG', min: '20', sort: 'votes' }),
    ).toBe('search flow matching author:"Yann LeCun" cat:cs.LG min:20 sort:votes');
    expect(lineFor('search', { since: '2025-03' })).toBe('search since:2025-03');
    expect(lineFor('show', { paper: ' 2405.14906 ' })).toBe('show 2405.14906');
    expect(lineFor('mine', { page: '2' })).toBe('mine page:2');
    expect(
      read(
        lineFor('settings', {
          action: 'on',
          time: '9 am',
          zone: 'America/New York',
          days: 'mon to fri',
          count: '5',
          layout: 'cards',
        }),
      ),
    ).toEqual({
      kind: 'settings',
      action: {
        do: 'on',
        changes: { time: '09:00', zone: 'America/New_York', days: [1, 2, 3, 4, 5], count: 5, layout: 'cards' },
      },
    });
  });

  it('keeps words and filters of a search apart, whatever is in them', () => {
    fc.assert(
      fc.property(valuesOf(['words', 'author', 'category', 'org']), ({ words = '', author, category, org }) => {
        const values = { ...given('words', words), ...given('author', author) };
        const command = read(lineFor('search', { ...values, ...given('category', category), ...given('org', org) }));
        if (command?.kind !== 'search') return;
        const typed = parseSearch(words);
        const said = typed.kind === 'query' ? typed.query : emptyQuery;
        // An address that is cut by a quotation mark is one only as a whole.
        if (said.paper !== null) return;
        const { query } = command;
        expect(query.authors).toEqual([...said.authors, ...meantOf(author)]);
        expect(query.categories).toEqual([...said.categories, ...meantOf(category)]);
        expect(query.organizations).toEqual([...said.organizations, ...meantOf(org)]);
        expect([query.words, query.phrases, query.without]).toEqual([said.words, said.phrases, said.without]);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    [
      { words: '"flow matching', author: 'ho' },
      { phrases: ['flow matching'], authors: ['ho'] },
    ],
    [{ author: '-min:5 "sort:date"\n' }, { authors: ['-min:5 sort:date'], minUpvotes: null, sort: 'relevance' }],
    [
      { author: 'cat:cs.CL', org: '« a » b' },
      { authors: ['cat:cs.CL'], categories: [], organizations: ['a b'] },
    ],
  ])('of %j searches for %j', (values, query) => {
    expect(read(lineFor('search', values))).toMatchObject({ kind: 'search', query });
  });

  it('of settings is understood when each value is, and never with a value in another place', () => {
    fc.assert(
      fc.property(valuesOf(keyNames), fc.constantFrom(...switches, undefined), (values, action) => {
        const command = read(lineFor('settings', { ...values, ...given('action', action) }));
        expect(command).toEqual(wantedOf(action, changesOf(values)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is never another command, nor a line of more than one', () => {
    const any = fc
      .constantFrom(...menu)
      .chain((one) => valuesOf(namesOf(one).length === 0 ? ['none'] : namesOf(one)).map((values) => ({ one, values })));
    fc.assert(
      fc.property(any, ({ one, values }) => {
        const line = lineOf(one, new Map(Object.entries(values)));
        expect(line).not.toMatch(/[\r\n\u2028\u2029]/);
        const command = read(line);
        if (command !== undefined) expect(command.kind).toBe(one.name);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the line that is being typed', () => {
  it('has what was typed behind its prefix, and nothing when nothing was', () => {
    const typed = (name: string, option: string, value: string): string => {
      const found = entry(name).options.find((one) => one.name === option);
      return found === undefined ? '' : lineBeingTyped(entry(name), found, value);
    };
    expect(typed('search', 'category', '')).toBe('search cat:');
    expect(typed('search', 'author', 'yann le')).toBe('search author:"yann le"');
    expect(typed('search', 'words', 'flow mat')).toBe('search flow mat');
    expect(typed('show', 'paper', '')).toBe('show ');
  });
});
