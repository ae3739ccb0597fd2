import { nearest } from '../kernel/nearest.js';
import { feedKinds } from './config.js';
import type { Finding, Path } from './finding.js';
import { parseWeekday } from './schedule-settings.js';
import { searchFindings } from './search-settings.js';

/** What every installation has without listing it. */
export const builtInFeed = 'huggingface';

type Group = Readonly<Record<string, unknown>>;

interface Place<Value> {
  readonly path: Path;
  readonly value: Value;
}

const isGroup = (value: unknown): value is Group =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const groupAt = (group: Group, key: string): Group => (isGroup(group[key]) ? (group[key] as Group) : {});

function entries(group: Group, key: string, path: Path = []): readonly Place<unknown>[] {
  const list = group[key];
  return Array.isArray(list) ? list.map((value: unknown, index) => ({ path: [...path, key, index], value })) : [];
}

const isText = (place: Place<unknown>): place is Place<string> => typeof place.value === 'string';
const isEntry = (place: Place<unknown>): place is Place<Group> => isGroup(place.value);

const fieldOf =
  (key: string) =>
  ({ path, value }: Place<Group>): Place<unknown> => ({ path: [...path, key], value: value[key] });

const sameDay = (text: string): unknown => parseWeekday(text) ?? text;

/** The places that repeat an earlier one. `same` brings spellings of one thing together. */
function repeated(
  places: readonly Place<unknown>[],
  what: string,
  fix: string,
  same: (text: string) => unknown = (text) => text,
): readonly Finding[] {
  const seen = new Set<unknown>();
  return places.filter(isText).flatMap(({ path, value }) => {
    const key = same(value.trim());
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ path, read: `${JSON.stringify(value)} a second time`, expected: what, fix }];
  });
}

/** The parts of the file that are about one edition: the defaults, each channel, the terminal. */
function editionPlaces(root: Group): readonly Place<Group>[] {
  const channels = entries(root, 'channels').filter(isEntry);
  const single = ['defaults', 'terminal'].map((key) => ({ path: [key], value: groupAt(root, key) }));
  return [...single, ...channels];
}

function unknownFeeds(root: Group): readonly Finding[] {
  const listed = entries(root, 'feeds').filter(isEntry).map(fieldOf('id')).filter(isText);
  const known = new Set([builtInFeed, ...listed.map(({ value }) => value)]);
  const named = editionPlaces(root).flatMap(({ path, value }) => entries(value, 'feeds', path).filter(isText));
  return named.flatMap(({ path, value }) => {
    if (known.has(value)) return [];
    const meant = nearest(value, known);
    const fix = meant === undefined ? `List "${value}" under "feeds:" first.` : `Did you mean "${meant}"?`;
    return [{ path, expected: `a feed that is there: ${[...known].join(', ')}`, fix }];
  });
}

const keysOfKind: Readonly<Record<(typeof feedKinds)[number], readonly string[]>> = {
  huggingface: ['url'],
  file: ['path', 'name'],
};

/** Keys that belong to another kind of feed, and the path that a file needs. */
function kindsOfFeeds(root: Group): readonly Finding[] {
  return entries(root, 'feeds')
    .filter(isEntry)
    .flatMap(({ path, value }) => {
      const kind = feedKinds.find((known) => known === value.kind);
      if (kind === undefined) return [];
      const foreign = feedKinds.filter((other) => other !== kind).flatMap((other) => keysOfKind[other]);
      const wrong = foreign.filter((key) => value[key] !== undefined);
      const expected = `of these only ${keysOfKind[kind].join(' and ')} for kind: ${kind}`;
      const findings = wrong.map(
        (key): Finding => ({ path: [...path, key], expected, fix: 'Delete the line, or change the kind.' }),
      );
      if (kind !== 'file' || value.path !== undefined) return findings;
      const missing = { expected: 'the path of a file', fix: 'Write a path, such as path: papers.jsonl.gz.' };
      return [...findings, { path: [...path, 'path'], ...missing }];
    });
}

const listHolds = 10;

const tooMany = (count: unknown): boolean =>
  Number.isInteger(count) && Number(count) > listHolds && Number(count) <= 50;

function tooLongLists(root: Group): readonly Finding[] {
  const defaults = groupAt(root, 'defaults');
  return editionPlaces(root).flatMap(({ path, value }) => {
    if (value.count === undefined && value.layout === undefined) return [];
    const count = value.count ?? defaults.count;
    const layout = value.layout ?? defaults.layout ?? 'list';
    return layout === 'list' && tooMany(count) ? [tooLongList(path, value, Number(count))] : [];
  });
}

const tooLongList = (path: Path, value: Group, count: number): Finding => ({
  ...(value.count === undefined
    ? { path: [...path, 'layout'], read: `list, with count: ${count}` }
    : {
        path: [...path, 'count'],
        read: `${count}, with ${value.layout === undefined ? 'a layout of list' : 'layout: list'}`,
      }),
  expected: `at most ${listHolds} papers, which is what a list holds`,
  fix: `Write count: ${listHolds}, or layout: thread or layout: cards, which take up to 50.`,
});

const baseEmoji = (text: string): string => text.replace(/[\u{1f3fb}-\u{1f3ff}\ufe0f]/gu, '');

function emojiTwice(root: Group): readonly Finding[] {
  const votes = groupAt(root, 'votes');
  const both = [...entries(votes, 'up', ['votes']), ...entries(votes, 'down', ['votes'])];
  return repeated(both, 'each emoji once, up or down', 'Delete one of the two.', baseEmoji);
}

function workspacesTwice(root: Group): readonly Finding[] {
  const teams = groupAt(root, 'teams');
  const all = Object.keys(teams).flatMap((name) => entries(teams, name, ['teams']));
  return repeated(all, 'each workspace once, in one team', 'Delete it in one of the two places.');
}

/** What no single value tells: repetitions, names that lead nowhere, settings that do not go together. */
export function crossFindings(value: unknown): readonly Finding[] {
  if (!isGroup(value)) return [];
  const feedIds = entries(value, 'feeds').filter(isEntry).map(fieldOf('id'));
  const channels = entries(value, 'channels').filter(isEntry).map(fieldOf('channel'));
  const editions = editionPlaces(value);
  return [
    ...repeated(feedIds, 'an id of its own for each feed', 'Give one of the two another id.'),
    ...repeated(channels, 'each channel once', 'Delete one of the two entries, or join them.'),
    ...editions.flatMap((each) =>
      repeated(entries(each.value, 'days', each.path), 'each day once', 'Delete one.', sameDay),
    ),
    ...editions.flatMap((each) => repeated(entries(each.value, 'feeds', each.path), 'each feed once', 'Delete one.')),
    ...kindsOfFeeds(value),
    ...unknownFeeds(value),
    ...tooLongLists(value),
    ...emojiTwice(value),
    ...workspacesTwice(value),
    ...searchFindings(value),
  ];
}
