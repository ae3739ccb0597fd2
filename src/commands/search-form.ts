import type { MenuOption } from '../platform/menu.js';
import { sorts } from '../search/query.js';
import { filters, mostMinimum } from '../search/search-filters.js';
import type { FilterName } from '../search/search-tokens.js';
import { namedOption, type OptionField, option } from './menu.js';

/** Turned by buttons, not asked for. */
type AskedFilter = Exclude<FilterName, 'page'>;

/** The filters that people are told of, in that order. */
export const filterNames = (Object.keys(filters) as readonly FilterName[]).filter(
  (name): name is AskedFilter => name !== 'page',
);

interface FilterField extends OptionField {
  /** In place of the filter's own name, which is short because it is typed. */
  readonly name?: string;
}

const fields: Readonly<Record<AskedFilter, FilterField>> = {
  author: { suggests: true },
  cat: { name: 'category', suggests: true },
  org: {},
  since: {},
  until: {},
  min: { kind: 'whole', least: 0, most: mostMinimum },
  sort: { values: sorts },
};

/** Words may be left out, since a search may have filters alone. */
export const searchForm = (): readonly MenuOption[] => [
  option('words', 'what to look for: words, "words in quotes", -without', { suggests: true }),
  ...filterNames.map((filter) => {
    const { name = filter, ...field } = fields[filter];
    return namedOption(name, filters[filter].takes, { prefix: `${filter}:`, ...field });
  }),
];
