import { characters, isObject, type JsonObject, objectsIn, textOf } from '../json.js';
import type { FormCheck, Path } from './form-check.js';

/** https://docs.discord.com/developers/components/reference */
export const componentTypes = {
  row: 1,
  button: 2,
  select: 3,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
} as const;

const componentLimits = {
  inAll: 40,
  characters: 4_000,
  customId: 100,
  buttonLabel: 80,
  buttonUrl: 512,
  options: 25,
  option: 100,
  placeholder: 150,
  rows: 5,
  buttonsInRow: 5,
  textsInSection: 3,
  galleryItems: 10,
  altText: 1_024,
} as const;

type Rule = (check: FormCheck, at: Path, component: JsonObject) => void;

const types = componentTypes;
const limits = componentLimits;
const selects: readonly number[] = [types.select, 5, 6, 7, 8];
const interactive: readonly number[] = [types.button, ...selects];

const kindOf = (component: JsonObject): number => (typeof component.type === 'number' ? component.type : 0);

const button: Rule = (check, at, component) => {
  const isLink = component.style === 5;
  check.oneOf([...at, 'style'], component.style ?? 'none', [1, 2, 3, 4, 5, 6]);
  check.string([...at, 'label'], component.label, limits.buttonLabel);
  check.boolean([...at, 'disabled'], component.disabled);
  if (!component.label && component.emoji === undefined)
    check.note(at, 'BUTTON_COMPONENT_REQUIRED_LABEL_OR_EMOJI', 'A button must have a label or an emoji');
  if (!isLink && component.url !== undefined)
    check.note(at, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', 'Only a link button has a url');
  if (!isLink) {
    check.text([...at, 'custom_id'], component.custom_id, limits.customId);
    return;
  }
  if (component.custom_id !== undefined)
    check.note(at, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', 'A custom id and url cannot both be specified');
  if (component.url === undefined) check.required([...at, 'url']);
  check.url([...at, 'url'], component.url, limits.buttonUrl, ['http:', 'https:', 'discord:']);
};

function options(check: FormCheck, at: Path, component: JsonObject): void {
  const given = check.list([...at, 'options'], component.options, limits.options, 1);
  for (const [place, option] of given) {
    check.text([...place, 'label'], option.label, limits.option);
    check.text([...place, 'value'], option.value, limits.option);
    check.string([...place, 'description'], option.description, limits.option);
  }
  const values = given.map(([, option]) => option.value);
  if (new Set(values).size < values.length)
    check.note(
      [...at, 'options'],
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
      'The specified option value is already used',
    );
  if (given.filter(([, option]) => option.default === true).length > Number(component.max_values ?? 1))
    check.note([...at, 'options'], 'SELECT_COMPONENT_TOO_MANY_DEFAULTS', 'Too many options are chosen from the start');
}

const select: Rule = (check, at, component) => {
  check.text([...at, 'custom_id'], component.custom_id, limits.customId);
  check.string([...at, 'placeholder'], component.placeholder, limits.placeholder);
  check.integer([...at, 'min_values'], component.min_values, 0, limits.options);
  check.integer([...at, 'max_values'], component.max_values, 1, limits.options);
  check.boolean([...at, 'disabled'], component.disabled);
  if (kindOf(component) === types.select) options(check, at, component);
};

const row: Rule = (check, at, component) => {
  const inside = check.list([...at, 'components'], component.components, limits.buttonsInRow, 1);
  for (const [place, one] of inside) checkComponent(check, place, one, interactive);
  if (inside.some(([, one]) => selects.includes(kindOf(one))) && inside.length > 1)
    check.note(
      [...at, 'components'],
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      'The specified component exceeds the maximum width',
    );
};

const section: Rule = (check, at, component) => {
  const texts = check.list([...at, 'components'], component.components, limits.textsInSection, 1);
  for (const [place, one] of texts) checkComponent(check, place, one, [types.text]);
  if (!isObject(component.accessory)) check.required([...at, 'accessory']);
  else checkComponent(check, [...at, 'accessory'], component.accessory, [types.button, types.thumbnail]);
};

function media(check: FormCheck, at: Path, value: unknown): void {
  if (!isObject(value)) {
    check.required(at);
    return;
  }
  if (value.url === undefined) check.required([...at, 'url']);
  check.url([...at, 'url'], value.url, 2_048, ['http:', 'https:', 'attachment:']);
}

const thumbnail: Rule = (check, at, component) => {
  media(check, [...at, 'media'], component.media);
  check.string([...at, 'description'], component.description, limits.altText);
};

const gallery: Rule = (check, at, component) => {
  for (const [place, item] of check.list([...at, 'items'], component.items, limits.galleryItems, 1))
    thumbnail(check, place, item);
};

const inContainer: readonly number[] = [
  types.row,
  types.section,
  types.text,
  types.gallery,
  types.file,
  types.separator,
];

const container: Rule = (check, at, component) => {
  check.integer([...at, 'accent_color'], component.accent_color, 0, 0xffffff);
  check.boolean([...at, 'spoiler'], component.spoiler);
  for (const [place, one] of check.list([...at, 'components'], component.components, limits.inAll, 1))
    checkComponent(check, place, one, inContainer);
};

const rules: Readonly<Record<number, Rule>> = {
  [types.row]: row,
  [types.button]: button,
  ...Object.fromEntries(selects.map((type) => [type, select])),
  [types.section]: section,
  [types.text]: (check, at, component) => check.text([...at, 'content'], component.content, limits.characters),
  [types.thumbnail]: thumbnail,
  [types.gallery]: gallery,
  [types.file]: (check, at, component) => media(check, [...at, 'file'], component.file),
  [types.separator]: (check, at, component) => {
    check.boolean([...at, 'divider'], component.divider);
    check.oneOf([...at, 'spacing'], component.spacing, [1, 2]);
  },
  [types.container]: container,
};

function checkComponent(check: FormCheck, at: Path, component: JsonObject, allowed: readonly number[]): void {
  const type = kindOf(component);
  const rule = allowed.includes(type) ? rules[type] : undefined;
  if (rule === undefined) {
    check.note([...at, 'type'], 'UNION_TYPE_CHOICES', `Value of field "type" must be one of (${allowed.join(', ')}).`);
    return;
  }
  check.integer([...at, 'id'], component.id, 0, 2 ** 31 - 1);
  rule(check, at, component);
}

/** All of them, however deep, each before what is in it. */
export const allComponents = (components: unknown): readonly JsonObject[] =>
  objectsIn(components).flatMap((one) => [
    one,
    ...allComponents(one.components),
    ...(isObject(one.accessory) ? allComponents([one.accessory]) : []),
  ]);

function checkWhole(check: FormCheck, components: unknown): void {
  const all = allComponents(components);
  if (all.length > limits.inAll)
    check.note(['components'], 'COMPONENT_MAX_TOTAL_COMPONENTS', `The maximum number of components is ${limits.inAll}`);
  const text = all.reduce((sum, one) => sum + (one.type === types.text ? characters(textOf(one.content)) : 0), 0);
  if (text > limits.characters)
    check.note(['components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', 'The total displayable text is over 4000');
  for (const name of ['custom_id', 'id']) {
    const given = all.map((one) => one[name]).filter((id) => id !== undefined && id !== 0);
    if (new Set(given).size < given.length)
      check.note(
        ['components'],
        `COMPONENT_${name.toUpperCase()}_DUPLICATED`,
        `Component ${name} cannot be duplicated`,
      );
  }
}

/** Holds a message's components against what Discord takes, with or without the flag for components V2. */
export function checkComponents(check: FormCheck, components: unknown, isV2: boolean): void {
  const most = isV2 ? limits.inAll : limits.rows;
  const allowed = isV2 ? [...inContainer, types.container] : [types.row];
  for (const [place, one] of check.list(['components'], components, most)) checkComponent(check, place, one, allowed);
  checkWhole(check, components);
}

/** What Discord adds where the app said nothing. */
const defaults: Readonly<Record<number, JsonObject>> = {
  [types.select]: { min_values: 1, max_values: 1, disabled: false },
  [types.separator]: { divider: true, spacing: 1 },
  [types.container]: { accent_color: null, spoiler: false },
};

/** Discord numbers the components that the app left without an id, and fills in what it left out. */
export function numbered(components: readonly JsonObject[]): readonly JsonObject[] {
  const used = new Set(allComponents(components).map(({ id }) => id));
  let last = 0;
  const next = (): number => {
    do last += 1;
    while (used.has(last));
    return last;
  };
  const number = (one: JsonObject): JsonObject => ({
    ...defaults[kindOf(one)],
    ...one,
    id: typeof one.id === 'number' && one.id !== 0 ? one.id : next(),
    ...(Array.isArray(one.components) && { components: objectsIn(one.components).map(number) }),
    ...(isObject(one.accessory) && { accessory: number(one.accessory) }),
  });
  return components.map(number);
}
