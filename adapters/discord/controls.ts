import {
  type APIButtonComponentWithCustomId,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { DeliveryId } from '../../src/platform/adapter.js';
import type { Block, Button } from '../../src/view/view.js';
import { visibleText } from '../../src/view/visible-text.js';
import { choiceId } from './delivery-mark.js';
import { customIdCharacters } from './limits.js';

type Choose = Extract<Block, { kind: 'choose' }>;
export type Row = readonly APIButtonComponentWithCustomId[] | readonly [APIStringSelectComponent];

const buttonsInRow = 5;
const base = 36;

/** What stands before an action: its place, and in a button that finds its message again the delivery's id with its length. */
const placed = /^[0-9a-z]+(?::|=(\d+):)/;

/** The action that a pressed button's custom id or a chosen option's value carries. */
export function actionOf(carrier: string): string {
  const [found, length = '0'] = placed.exec(carrier) ?? [''];
  return carrier.slice(found.length + Number(length));
}

/** Two of one message are never alike, even when their actions are. */
const carrierOf = (place: number, action: string): string => `${place.toString(base)}:${action}`;

/** A label that cannot be seen still has to be one: it can be pressed. */
const labelOf = (label: string): string => visibleText(label).trim() || '…';

/** A list to choose from. `place` tells it from the others in the message. */
export function chooseRow(
  { label, options }: Choose,
  place: number,
  delivery: DeliveryId | undefined,
): Row | undefined {
  if (options.length === 0) return undefined;
  return [
    {
      type: ComponentType.StringSelect,
      custom_id: choiceId(place, delivery),
      placeholder: labelOf(label),
      options: options.map((option, index) => ({
        label: labelOf(option.label),
        value: carrierOf(index, option.action),
      })),
    },
  ];
}

/** Buttons in rows of five. `from` counts those before them in the message. */
export function buttonRows(buttons: readonly Button[], from: number): readonly Row[] {
  const all = buttons.map(
    ({ label, action, primary }, index): APIButtonComponentWithCustomId => ({
      type: ComponentType.Button,
      style: primary === true ? ButtonStyle.Primary : ButtonStyle.Secondary,
      label: labelOf(label),
      custom_id: carrierOf(from + index, action),
    }),
  );
  const rows = Array.from({ length: Math.ceil(all.length / buttonsInRow) }, (_, row) => row * buttonsInRow);
  return rows.map((start) => all.slice(start, start + buttonsInRow));
}

/** The rows with the delivery's id in the first button that has room for it. */
export function marked(rows: readonly Row[], delivery: DeliveryId): readonly Row[] {
  let isMarked = false;
  return rows.map((row): Row => {
    if (!isButtons(row)) return row;
    return row.map((button) => {
      const customId = button.custom_id.replace(':', () => `=${delivery.length}:${delivery}`);
      if (isMarked || customId.length > customIdCharacters) return button;
      isMarked = true;
      return { ...button, custom_id: customId };
    });
  });
}

export const isButtons = (row: Row): row is readonly APIButtonComponentWithCustomId[] =>
  row.every((one) => one.type === ComponentType.Button);
