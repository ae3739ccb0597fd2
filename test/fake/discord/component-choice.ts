import { isObject, type JsonObject, objectsIn, textOf } from '../json.js';
import { allComponents, componentTypes } from './components.js';
import type { Message } from './state.js';

const linkStyle = 5;

function only<T>(found: readonly T[], wanted: string): T {
  const [one] = found;
  if (one === undefined || found.length > 1) throw new Error(`${found.length} things to use are named "${wanted}".`);
  return one;
}

const isNamed = (component: JsonObject, wanted: string): boolean =>
  component.custom_id === wanted ||
  component.label === wanted ||
  (isObject(component.emoji) && component.emoji.name === wanted);

/** `data` of pressing the one button that has this custom_id, label or emoji. */
export function pressData(message: Message, wanted: string): JsonObject {
  const buttons = allComponents(message.components).filter(
    (one) => one.type === componentTypes.button && one.style !== linkStyle && isNamed(one, wanted),
  );
  const { custom_id, id, disabled } = only(buttons, wanted);
  if (disabled === true) throw new Error(`The button "${wanted}" is disabled.`);
  return { component_type: componentTypes.button, custom_id, id };
}

/** `data` of choosing options, by value or label, in the one select that has this custom_id or placeholder. */
export function choiceData(message: Message, wanted: string, chosen: readonly string[]): JsonObject {
  const selects = allComponents(message.components).filter(
    (one) => one.type === componentTypes.select && (one.custom_id === wanted || one.placeholder === wanted),
  );
  const select = only(selects, wanted);
  if (select.disabled === true) throw new Error(`The select "${wanted}" is disabled.`);
  const values = chosen.map((one) => {
    const options = objectsIn(select.options).filter(({ value, label }) => value === one || label === one);
    return textOf(only(options, one).value);
  });
  const least = Number(select.min_values ?? 1);
  const most = Number(select.max_values ?? 1);
  if (values.length < least || values.length > most) throw new Error(`"${wanted}" takes ${least} to ${most} options.`);
  return { component_type: select.type, custom_id: select.custom_id, id: select.id, values };
}
