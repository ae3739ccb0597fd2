import type { Limits } from './limits.js';
import type { Block, Inline, Item, MessageView } from './view.js';

/** Counts what a text, a link's address and marks, a line's break and marks, and a label to press take on a platform. */
export interface Meter {
  readonly line: number;
  text(text: string): number;
  link(url: string): number;
  label(label: string): number;
}

/** What an item's number and the space after it take at most, such as `10. `. */
const numberCharacters = 5;
/** The colon and the space between a fact's label and its value. */
const colonCharacters = 2;
/** What frames a button's label where buttons are text. */
const frameCharacters = 2;

/** Counts UTF-16 units as the platform does after escaping. */
export function meterOf(limits: Limits): Meter {
  const { escaped, linkCharacters, lineCharacters: line, labelsCount } = limits;
  const special = Object.keys(escaped).length > 0;
  const text = (value: string): number => {
    if (!special) return value.length;
    let units = 0;
    for (const character of value) units += escaped[character] ?? character.length;
    return units;
  };
  const label = (value: string): number => (labelsCount ? text(value) + frameCharacters : 0);
  return { line, text, link: (url) => text(url) + linkCharacters, label };
}

/** Counts what a reader sees. */
export const seen: Meter = { line: 1, text: (value) => value.length, link: () => 0, label: (value) => value.length };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

export function inlineCharacters(inline: Inline, meter: Meter): number {
  if (inline.kind !== 'link') return meter.text(inline.text);
  return meter.link(inline.url) + sum(inline.label.map((span) => meter.text(span.text)));
}

export const inlinesCharacters = (inlines: readonly Inline[], meter: Meter): number =>
  sum(inlines.map((inline) => inlineCharacters(inline, meter)));

/** A line with its break and marks. */
export const lineCharacters = (inlines: readonly Inline[], meter: Meter): number =>
  inlinesCharacters(inlines, meter) + meter.line;

const itemCharacters = (item: Item, meter: Meter): number =>
  sum(item.lines.map((line) => lineCharacters(line.inlines, meter))) +
  (item.number === undefined ? 0 : numberCharacters);

export const factCharacters = (label: string, value: readonly Inline[], meter: Meter): number =>
  meter.text(label) + colonCharacters + lineCharacters(value, meter);

/** What a block takes in a message. */
export function blockCharacters(block: Block, meter: Meter): number {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
    case 'note':
      return lineCharacters(block.inlines, meter);
    case 'list':
      return sum(block.items.map((item) => itemCharacters(item, meter)));
    case 'facts':
      return sum(block.facts.map(({ label, value }) => factCharacters(label, value, meter)));
    case 'divider':
      return meter.line;
    case 'choose':
      return sum([block, ...block.options].map(({ label }) => meter.label(label)));
    case 'buttons':
      return sum(block.buttons.map(({ label }) => meter.label(label)));
  }
}

/** What a message or a stretch of it takes of a message's limits. Each item of a list is a block on the platform. */
export interface Load {
  readonly characters: number;
  readonly blocks: number;
  readonly items: number;
  readonly controls: number;
}

export const noLoad: Load = { characters: 0, blocks: 0, items: 0, controls: 0 };

export const plus = (a: Load, b: Load): Load => ({
  characters: a.characters + b.characters,
  blocks: a.blocks + b.blocks,
  items: a.items + b.items,
  controls: a.controls + b.controls,
});

export function loadOf(block: Block, meter: Meter): Load {
  const items = block.kind === 'list' ? block.items.length : 0;
  const blocks = block.kind === 'list' ? items : 1;
  const controls = block.kind === 'choose' || block.kind === 'buttons' ? 1 : 0;
  return { characters: blockCharacters(block, meter), blocks, items, controls };
}

export const holds = (load: Load, limits: Limits): boolean =>
  load.characters <= limits.messageCharacters &&
  load.blocks <= limits.blocks &&
  load.items <= limits.itemsPerMessage &&
  load.controls <= limits.controls;

type LimitName = Exclude<keyof Limits, 'escaped' | 'linkCharacters' | 'lineCharacters' | 'labelsCount'>;

/** The limits that a view breaks; none when the platform can take it. */
export function excess(view: MessageView, limits: Limits): readonly LimitName[] {
  const meter = meterOf(limits);
  const load = view.blocks.map((block) => loadOf(block, meter)).reduce(plus, noLoad);
  const broken: Readonly<Record<LimitName, boolean>> = {
    messageCharacters: load.characters > limits.messageCharacters,
    blocks: load.blocks > limits.blocks,
    itemsPerMessage: load.items > limits.itemsPerMessage,
    controls: load.controls > limits.controls,
    summaryCharacters: meter.text(view.summary) > limits.summaryCharacters,
    blockCharacters: view.blocks.some((block) => largestPart(block, meter) > limits.blockCharacters),
    ...actionExcess(view, limits, meter),
  };
  return (Object.keys(broken) as LimitName[]).filter((name) => broken[name]);
}

const largestPart = (block: Block, meter: Meter): number =>
  block.kind === 'list'
    ? Math.max(0, ...block.items.map((item) => itemCharacters(item, meter)))
    : blockCharacters(block, meter);

type ActionLimit = 'options' | 'optionCharacters' | 'buttonsPerBlock' | 'buttonCharacters' | 'actionCharacters';

function actionExcess(view: MessageView, limits: Limits, meter: Meter): Readonly<Record<ActionLimit, boolean>> {
  const chooses = view.blocks.filter((block) => block.kind === 'choose');
  const rows = view.blocks.filter((block) => block.kind === 'buttons').map(({ buttons }) => buttons);
  const options = chooses.flatMap((choose) => choose.options);
  const tooLong = (label: string, most: number): boolean => meter.text(label) > most;
  return {
    options: chooses.some((choose) => choose.options.length > limits.options),
    optionCharacters: [...chooses, ...options].some(({ label }) => tooLong(label, limits.optionCharacters)),
    buttonsPerBlock: rows.some((buttons) => buttons.length > limits.buttonsPerBlock),
    buttonCharacters: rows.flat().some(({ label }) => tooLong(label, limits.buttonCharacters)),
    actionCharacters: [...options, ...rows.flat()].some(({ action }) => action.length > limits.actionCharacters),
  };
}
