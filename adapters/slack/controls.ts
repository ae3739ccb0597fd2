import type { ActionsBlock, Button, KnownBlock, StaticSelect } from '@slack/types';
import type { Block } from '../../src/view/view.js';
import { labelText } from './plain-text.js';

type Choose = Extract<Block, { kind: 'choose' }>;
type Buttons = Extract<Block, { kind: 'buttons' }>;

/** A list to choose from. `place` tells it from the others in the message. */
export function chooseBlock({ label, options }: Choose, place: number): ActionsBlock | undefined {
  if (options.length === 0) return undefined;
  const select: StaticSelect = {
    type: 'static_select',
    action_id: `choose:${place}`,
    placeholder: labelText(label),
    options: options.map((option) => ({ text: labelText(option.label), value: option.action })),
  };
  return { type: 'actions', elements: [select] };
}

/** A row of buttons. `place` tells it from the others in the message. */
export function buttonsBlock({ buttons }: Buttons, place: number): ActionsBlock | undefined {
  if (buttons.length === 0) return undefined;
  const elements = buttons.map(
    ({ label, action, primary }, index): Button => ({
      type: 'button',
      action_id: `button:${place}:${index}`,
      text: labelText(label),
      value: action,
      ...(primary === true && { style: 'primary' }),
    }),
  );
  return { type: 'actions', elements };
}

const isChoice = (block: KnownBlock | undefined): block is ActionsBlock =>
  block?.type === 'actions' && block.elements.every(({ type }) => type === 'static_select');

const isRow = (block: KnownBlock): block is ActionsBlock =>
  block.type === 'actions' && block.elements.every(({ type }) => type === 'button');

/** Buttons stand beside the choice that they follow. */
export function besideChoices(blocks: readonly KnownBlock[]): KnownBlock[] {
  const all: KnownBlock[] = [];
  for (const block of blocks) {
    const last = all.at(-1);
    if (isChoice(last) && isRow(block)) {
      all[all.length - 1] = { ...last, elements: [...last.elements, ...block.elements] };
    } else all.push(block);
  }
  return all;
}
