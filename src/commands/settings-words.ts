import { quotationMarks } from '../kernel/quotation-marks.js';
import type { CommandOf, Parsed, Problem, SettingsAction, SettingsChanges } from './command.js';
import { nearest } from './nearest.js';
import { count, days, layout, type Reading, type Setting, time, zone } from './settings-values.js';

type Key = keyof SettingsChanges;

/** What can be set, by key, in the order in which people are told. */
export const settingKeys: { readonly [K in Key]-?: Setting<NonNullable<SettingsChanges[K]>> } = {
  time,
  zone,
  days,
  count,
  layout,
};

export const keyNames = Object.keys(settingKeys) as readonly Key[];
export const switches = ['on', 'off', 'post'] as const;

/** What people call a key or a switch. */
const otherNames: Readonly<Record<string, string>> = {
  ...{ at: 'time', hour: 'time', clock: 'time', when: 'time' },
  ...{ timezone: 'zone', 'time-zone': 'zone', tz: 'zone', city: 'zone' },
  ...{ day: 'days', weekday: 'days', weekdays: 'days', schedule: 'days' },
  ...{ number: 'count', papers: 'count', size: 'count', limit: 'count', max: 'count', top: 'count' },
  ...{ style: 'layout', format: 'layout', view: 'layout', look: 'layout' },
  ...{ enable: 'on', start: 'on', subscribe: 'on', disable: 'off', stop: 'off', unsubscribe: 'off', pause: 'off' },
};

interface Word {
  readonly text: string;
  /** Where it stands, with its quotation marks. */
  readonly at: number;
  readonly length: number;
  /** It stands in quotation marks or after a colon, so that it is no key. */
  readonly isValue: boolean;
}

const keyOf = ({ text, isValue }: Word): Key | undefined =>
  isValue ? undefined : keyNames.find((key) => key === text.toLowerCase());

const wordShape = new RegExp(
  `(?<key>(?<!\\S)(?:${keyNames.join('|')}))[:=]|[${quotationMarks}](?<quoted>[^${quotationMarks}]*)[${quotationMarks}]?|[^\\s${quotationMarks}]+`,
  'giu',
);

/** The words with their places; `time:9:00` and `time=9:00` are two, `"9 am"` is one. */
const wordsIn = (rest: string): readonly Word[] =>
  [...rest.matchAll(wordShape)].map(({ 0: typed, index: at, groups: { key, quoted } = {} }) => ({
    text: key ?? quoted ?? typed,
    at,
    length: (key ?? typed).length,
    isValue: quoted !== undefined || /[:=]/.test(rest[at - 1] ?? ''),
  }));

/** Reads what follows `settings`. Nothing at all shows them. */
export function parseSettings(rest: string): Parsed<'settings'> {
  const words = wordsIn(rest);
  const [first, second] = words;
  if (first === undefined) return parsed({ do: 'show' });
  const wanted = first.text.toLowerCase();
  if (wanted === 'on') return withChanges('on', words.slice(1), rest);
  if (wanted !== 'off' && wanted !== 'post') return withChanges('set', words, rest);
  if (second === undefined) return parsed({ do: wanted });
  return problem(`Nothing follows "settings ${wanted}".`, rest, second, words.slice(1));
}

const parsed = (action: SettingsAction): { readonly kind: 'parsed'; readonly command: CommandOf<'settings'> } => ({
  kind: 'parsed',
  command: { kind: 'settings', action },
});

/** Points at the words; `meant` replaces them in the line. */
function problem(message: string, rest: string, from: Word, words: readonly Word[], meant?: string): Problem {
  const last = words.at(-1) ?? from;
  const end = last.at + last.length;
  const place = { at: from.at, length: end - from.at };
  if (meant === undefined) return { kind: 'problem', message, ...place };
  return { kind: 'problem', message, ...place, meant: `${rest.slice(0, from.at)}${meant}${rest.slice(end)}` };
}

function withChanges(what: 'on' | 'set', words: readonly Word[], rest: string): Parsed<'settings'> {
  let changes: SettingsChanges = {};
  let left = words;
  while (left.length > 0) {
    const pair = readPair(left, changes, rest);
    if ('kind' in pair) return pair;
    changes = pair.changes;
    left = left.slice(pair.taken);
  }
  return parsed({ do: what, changes });
}

interface Pair {
  readonly changes: SettingsChanges;
  readonly taken: number;
}

/** Reads one key and its value off the front. */
function readPair(words: readonly Word[], changes: SettingsChanges, rest: string): Pair | Problem {
  const [name, ...after] = words;
  if (name === undefined) return { changes, taken: 0 };
  const key = keyOf(name);
  if (key === undefined) return unknownKey(name, rest);
  if (changes[key] !== undefined) return problem(`"${key}" stands here twice: write it once.`, rest, name, [name]);
  const setting: Setting<unknown> = settingKeys[key];
  const next = after.findIndex((word) => keyOf(word) !== undefined);
  const own = after.slice(0, next < 0 ? after.length : next);
  if (own.length === 0) {
    return problem(`What ${key}? Write it as in "${key} ${setting.example}".`, rest, name, [name]);
  }
  const value = own.slice(0, Math.max(1, setting.takes(own.map(({ text }) => text))));
  const reading = setting.read(value.map(({ text }) => text).join(' '));
  const [first = name] = value;
  if (!('value' in reading)) return problem(reading.message, rest, first, value, reading.meant);
  return { changes: { ...changes, [key]: reading.value }, taken: 1 + value.length };
}

function unknownKey(name: Word, rest: string): Problem {
  const typed = name.text.toLowerCase();
  const names = rest.slice(0, name.at).trim() === '' ? [...keyNames, ...switches] : keyNames;
  const other = Object.hasOwn(otherNames, typed) ? otherNames[typed] : undefined;
  const meant = names.find((known) => known === other) ?? nearest(typed, names) ?? keyFor(name.text);
  if (meant !== undefined) {
    return problem(`There is no setting "${name.text.slice(0, 40)}".`, rest, name, [name], meant);
  }
  const known = `${keyNames.slice(0, -1).join(', ')} and ${keyNames.at(-1)}`;
  return problem(`There is no setting "${name.text.slice(0, 40)}": there are ${known}.`, rest, name, [name]);
}

/** `9:00` alone is a time, `Europe/Berlin` a zone, `mon-fri` days: with the key in front. */
function keyFor(text: string): string | undefined {
  const reads = (setting: Setting<unknown>): boolean => {
    const reading: Reading<unknown> = setting.read(text);
    return 'value' in reading;
  };
  const key = keyNames.find((name) => (name !== 'zone' || text.includes('/')) && reads(settingKeys[name]));
  return key === undefined ? undefined : `${key} ${text}`;
}

const mostOffers = 20;

/** What may stand in place of `rest`: a switch, a key, or a value of the key before it. */
export function suggestSettings(rest: string): readonly string[] {
  const words = wordsIn(rest);
  const open = /[^\s:=]$/.test(rest) ? words.at(-1) : undefined;
  const done = open === undefined ? words : words.slice(0, -1);
  const start = rest.slice(0, open?.at ?? rest.length);
  const last = done.at(-1);
  const key = last === undefined ? undefined : keyOf(last);
  const offers = key === undefined ? keyOffers(done) : settingKeys[key].offers();
  const wanted = (open?.text ?? '').trim().toLowerCase().replace(/\s+/g, '_');
  const begins = offers.filter((offer) => offer.toLowerCase().startsWith(wanted));
  // A city is found by its own name, too.
  const holds = offers.filter((offer) => wanted !== '' && offer.toLowerCase().includes(`/${wanted}`));
  return [...new Set([...begins, ...holds])].slice(0, mostOffers).map((offer) => `${start}${offer}`);
}

function keyOffers(done: readonly Word[]): readonly string[] {
  const [first] = done;
  if (first !== undefined && ['off', 'post'].includes(first.text.toLowerCase())) return [];
  const used = new Set(done.map(keyOf));
  const keys = keyNames.filter((key) => !used.has(key)).map((key) => `${key} `);
  return first === undefined ? [...switches, ...keys] : keys;
}
