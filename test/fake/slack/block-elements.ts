import { isObject, type JsonObject, objectsIn } from '../json.js';
import type { BlockCheck } from './block-check.js';
import { blockLimits } from './block-limits.js';

type ElementRule = (check: BlockCheck, at: string, element: JsonObject) => void;

const anyText = ['plain_text', 'mrkdwn'];

function checkOption(
  check: BlockCheck,
  at: string,
  option: JsonObject,
  more: readonly string[],
  types: readonly string[],
): void {
  check.shape(at, option, ['text', 'value'], ['description', ...more]);
  check.text(`${at}/text`, option.text, blockLimits.option.text, types);
  check.string(`${at}/value`, option.value, blockLimits.option.value);
  check.text(`${at}/description`, option.description, blockLimits.option.description, types);
  check.https(`${at}/url`, option.url, blockLimits.option.url);
}

function checkOptions(
  check: BlockCheck,
  at: string,
  value: unknown,
  most: number,
  more: readonly string[],
  types: readonly string[],
): void {
  const options = check.list(at, value, most);
  options.forEach((option, index) => {
    checkOption(check, `${at}/${index}`, option, more, types);
  });
}

function checkGroups(check: BlockCheck, at: string, value: unknown): void {
  check.list(at, value, blockLimits.optionGroup.options).forEach((group, index) => {
    check.shape(`${at}/${index}`, group, ['label', 'options']);
    check.text(`${at}/${index}/label`, group.label, blockLimits.optionGroup.label);
    checkOptions(check, `${at}/${index}/options`, group.options, blockLimits.optionGroup.options, [], ['plain_text']);
  });
}

const button: ElementRule = (check, at, element) => {
  check.shape(at, element, ['text'], ['action_id', 'value', 'url', 'style', 'confirm', 'accessibility_label']);
  check.text(`${at}/text`, element.text, blockLimits.button.text);
  check.string(`${at}/value`, element.value, blockLimits.button.value);
  check.https(`${at}/url`, element.url, blockLimits.button.url);
  check.string(`${at}/accessibility_label`, element.accessibility_label, blockLimits.button.label);
  if (element.style !== undefined && element.style !== 'primary' && element.style !== 'danger')
    check.note(`${at}/style`, 'must be primary or danger');
};

const staticSelect: ElementRule = (check, at, element) => {
  const more = [
    'action_id',
    'placeholder',
    'options',
    'option_groups',
    'confirm',
    'focus_on_load',
    'max_selected_items',
  ];
  check.shape(at, element, [], [...more, 'initial_option', 'initial_options']);
  check.text(`${at}/placeholder`, element.placeholder, blockLimits.select.placeholder);
  if (element.option_groups === undefined)
    checkOptions(check, `${at}/options`, element.options, blockLimits.select.options, [], ['plain_text']);
  else checkGroups(check, `${at}/option_groups`, element.option_groups);
};

const choices =
  (most: number, more: readonly string[], types: readonly string[]): ElementRule =>
  (check, at, element) => {
    const optional = ['action_id', 'confirm', 'focus_on_load', 'initial_option', 'initial_options'];
    check.shape(at, element, ['options'], optional);
    checkOptions(check, `${at}/options`, element.options, most, more, types);
  };

const image: ElementRule = (check, at, element) => {
  check.shape(at, element, ['alt_text'], ['image_url', 'slack_file']);
  check.https(`${at}/image_url`, element.image_url, blockLimits.image.url);
  check.string(`${at}/alt_text`, element.alt_text, blockLimits.image.alt);
};

const text: ElementRule = (check, at, element) => check.text(at, element, blockLimits.text, anyText);

/** Elements that we do not use: their names are known, their insides are not held against anything. */
const unchecked: ElementRule = () => undefined;

const rules: Readonly<Record<string, ElementRule>> = {
  button,
  static_select: staticSelect,
  multi_static_select: staticSelect,
  overflow: choices(blockLimits.overflow, ['url'], ['plain_text']),
  checkboxes: choices(blockLimits.checkboxes, [], anyText),
  radio_buttons: choices(blockLimits.checkboxes, [], anyText),
  image,
  plain_text: text,
  mrkdwn: text,
  ...Object.fromEntries(
    [
      ...['users_select', 'conversations_select', 'channels_select', 'external_select', 'datepicker', 'timepicker'],
      ...['datetimepicker', 'multi_users_select', 'multi_conversations_select', 'multi_channels_select'],
      ...['multi_external_select', 'plain_text_input', 'rich_text_input', 'email_text_input', 'url_text_input'],
      ...['number_input', 'file_input', 'workflow_button', 'feedback_buttons', 'icon_button'],
    ].map((name) => [name, unchecked]),
  ),
};

const inputOnly = [
  'plain_text_input',
  'rich_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'file_input',
];
const shownOnly = ['image', 'plain_text', 'mrkdwn'];
const agentOnly = ['feedback_buttons', 'icon_button'];

/** Which elements a place takes. */
export const places = {
  actions: Object.keys(rules).filter((name) => ![...inputOnly, ...shownOnly, ...agentOnly].includes(name)),
  accessory: Object.keys(rules).filter((name) => ![...inputOnly, ...agentOnly, 'plain_text', 'mrkdwn'].includes(name)),
  context: shownOnly,
  contextActions: agentOnly,
  input: Object.keys(rules).filter((name) => ![...shownOnly, ...agentOnly, 'button', 'overflow'].includes(name)),
} as const;

export function checkElement(check: BlockCheck, at: string, element: unknown, allowed: readonly string[]): void {
  if (!isObject(element)) {
    check.note(at, 'must be an object');
    return;
  }
  const type = String(element.type);
  const rule = rules[type];
  if (rule === undefined || !allowed.includes(type)) {
    check.note(at, `unsupported type: ${type}`);
    return;
  }
  check.string(`${at}/action_id`, element.action_id, blockLimits.actionId);
  check.confirm(`${at}/confirm`, element.confirm);
  rule(check, at, element);
}

export function checkElements(
  check: BlockCheck,
  at: string,
  value: unknown,
  most: number,
  allowed: readonly string[],
): void {
  check.list(at, value, most).forEach((element, index) => {
    checkElement(check, `${at}/${index}`, element, allowed);
  });
  check.unique(
    at,
    objectsIn(value).map((element) => element.action_id),
    'action_id',
  );
}
