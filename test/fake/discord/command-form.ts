import { type JsonObject, objectsIn, textOf } from '../json.js';

type Value = string | number | boolean;
export type Values = Readonly<Record<string, Value>>;

const optionTypes = { subcommand: 1, group: 2, string: 3, integer: 4, boolean: 5, number: 10 } as const;

const typeOf = (value: Value): number =>
  ({ string: optionTypes.string, boolean: optionTypes.boolean, number: optionTypes.integer })[
    typeof value as 'string' | 'boolean' | 'number'
  ];

/** What somebody filled in: `focused` is the option that they are typing in, undefined once they sent it. */
export interface FilledForm {
  readonly name: string;
  /** `search`, or `group search`, or nothing. */
  readonly sub: string;
  readonly values: Values;
  readonly focused: string | undefined;
}

const named = (options: readonly JsonObject[], name: string): JsonObject | undefined =>
  options.find((option) => option.name === name);

function fail(form: FilledForm, why: string): never {
  throw new Error(`Discord would not send /${form.name} ${form.sub}: ${why}.`);
}

const kinds: Readonly<Record<number, 'number' | 'boolean'>> = {
  [optionTypes.integer]: 'number',
  [optionTypes.number]: 'number',
  [optionTypes.boolean]: 'boolean',
};

function isWithin(value: Value, option: JsonObject): boolean {
  const isText = typeof value === 'string';
  const size = isText ? value.length : Number(value);
  const [least, most] = isText ? [option.min_length, option.max_length] : [option.min_value, option.max_value];
  return !(typeof least === 'number' && size < least) && !(typeof most === 'number' && size > most);
}

/** What Discord's own form would not let through. */
function checkValue(form: FilledForm, option: JsonObject, value: Value): void {
  const choices = objectsIn(option.choices).map((choice) => choice.value);
  const kind = kinds[Number(option.type)] ?? 'string';
  if (typeof value !== kind) fail(form, `"${textOf(option.name)}" takes a ${kind}`);
  if (choices.length > 0 && !choices.includes(value)) fail(form, `"${value}" is no choice of "${textOf(option.name)}"`);
  if (!isWithin(value, option)) fail(form, `"${value}" is out of the bounds of "${textOf(option.name)}"`);
}

function checkValues(form: FilledForm, options: readonly JsonObject[]): void {
  for (const [name, value] of Object.entries(form.values)) {
    const option = named(options, name) ?? fail(form, `it has no option "${name}"`);
    if (form.focused === undefined) checkValue(form, option, value);
    else if (form.focused === name && option.autocomplete !== true) fail(form, `"${name}" has no autocomplete`);
  }
  const missing = options.find((option) => option.required === true && !(textOf(option.name) in form.values));
  if (missing !== undefined && form.focused === undefined) fail(form, `"${textOf(missing.name)}" is required`);
}

/** The options of the subcommand, or of the command itself when it has none. */
function optionsFor(form: FilledForm, definition: JsonObject): readonly JsonObject[] {
  let options = objectsIn(definition.options);
  for (const word of form.sub.split(' ').filter(Boolean)) {
    const found = named(options, word);
    if (found === undefined || (found.type !== optionTypes.subcommand && found.type !== optionTypes.group))
      fail(form, `there is no subcommand "${word}"`);
    options = objectsIn(found.options);
  }
  if (options.some(({ type }) => type === optionTypes.subcommand || type === optionTypes.group))
    fail(form, 'a command with subcommands cannot be sent without one');
  return options;
}

/**
 * `data` of a command's interaction. With a definition, as it was registered, what Discord's form would not let through throws;
 * without one the types of the values decide.
 */
export function commandData(form: FilledForm, definition: JsonObject | undefined): JsonObject {
  const options = definition === undefined ? undefined : optionsFor(form, definition);
  if (options !== undefined) checkValues(form, options);
  const values = Object.entries(form.values).map(([name, value]) => {
    const isTyped = form.focused === name;
    return {
      name,
      type: named(options ?? [], name)?.type ?? typeOf(value),
      // What is still typed comes as text, whatever it is to become.
      value: isTyped ? String(value) : value,
      ...(isTyped && { focused: true }),
    };
  });
  const words = form.sub.split(' ').filter(Boolean);
  const nested = words.reduceRight<readonly JsonObject[]>(
    (inside, name, index) => [
      { name, type: index === words.length - 1 ? optionTypes.subcommand : optionTypes.group, options: inside },
    ],
    values,
  );
  return { name: form.name, type: 1, ...(nested.length > 0 && { options: nested }) };
}
