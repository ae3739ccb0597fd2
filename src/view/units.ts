import { cutText } from './cut.js';
import type { Limits } from './limits.js';
import { factCharacters, type Meter, meterOf } from './measure.js';
import { shrinkBlocksHard } from './passages.js';
import { type Block, type Inline, type Item, type MessageView, text } from './view.js';

/** What is never split over two messages: a block, or one item of a list. `source` is the block of the view that it comes from. */
export interface Unit {
  readonly source: number;
  readonly block: Block;
}

type Facts = Extract<Block, { kind: 'facts' }>;
type Choose = Extract<Block, { kind: 'choose' }>;
type Buttons = Extract<Block, { kind: 'buttons' }>;

/** A label of a fact is a name, not a text. */
const factLabelCharacters = 80;

/** Divides a view into units of which each fits a message on its own. What says nothing has none. */
export function unitsOf(view: MessageView, limits: Limits): readonly Unit[] {
  const blocks = view.blocks.flatMap((block, source) =>
    divided(block, limits).map((part): Unit => ({ source, block: shortEnough(part, limits) })),
  );
  if (blocks.length > 0 || view.summary === '') return blocks;
  const said: Block = { kind: 'paragraph', inlines: [text(view.summary)] };
  return [{ source: 0, block: shortEnough(said, limits) }];
}

/** The units as blocks again: items of one list that follow each other are one list. */
export function joined(units: readonly Unit[]): readonly Block[] {
  const blocks: { source: number; block: Block }[] = [];
  for (const { source, block } of units) {
    const last = blocks.at(-1);
    if (last?.source === source && last.block.kind === 'list' && block.kind === 'list') {
      last.block = { ...last.block, items: [...last.block.items, ...block.items] };
    } else blocks.push({ source, block });
  }
  return blocks.map(({ block }) => block);
}

const most = (limits: Limits): number => Math.min(limits.blockCharacters, limits.messageCharacters);

const shortEnough = (block: Block, limits: Limits): Block =>
  shrinkBlocksHard([block], most(limits), limits)[0] ?? block;

function divided(block: Block, limits: Limits): readonly Block[] {
  const meter = meterOf(limits);
  const sound = (inlines: readonly Inline[]): readonly Inline[] =>
    inlines.flatMap((one) => soundInline(one, limits, meter));
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
    case 'note': {
      const inlines = sound(block.inlines);
      return inlines.length === 0 ? [] : [{ ...block, inlines }];
    }
    case 'list':
      return block.items.map((item) => ({ ...block, items: [soundItem(item, sound)] }));
    case 'facts':
      return dividedFacts(
        { ...block, facts: block.facts.map((fact) => ({ ...fact, value: sound(fact.value) })) },
        limits,
      );
    case 'divider':
      return [block];
    case 'choose':
      return dividedChoose(block, limits, meter);
    case 'buttons':
      return dividedButtons(block, limits, meter);
  }
}

/** A link whose address takes more than a third of a block leaves no room for words: its label stays. Empty texts go. */
function soundInline(inline: Inline, limits: Limits, meter: Meter): readonly Inline[] {
  if (inline.kind !== 'link') return inline.text === '' ? [] : [inline];
  const label = inline.label.filter((span) => span.text !== '');
  if (label.length === 0 || meter.link(inline.url) > most(limits) / 3) return label;
  return [{ ...inline, label }];
}

function soundItem(item: Item, sound: (inlines: readonly Inline[]) => readonly Inline[]): Item {
  const lines = item.lines.map((line) => ({ ...line, inlines: sound(line.inlines) }));
  return { ...item, lines: lines.filter((line) => line.inlines.length > 0) };
}

/** Stretches of at most `count` entries that together take at most `room`; an entry that takes more stands alone. */
function stretches<Entry>(
  entries: readonly Entry[],
  count: number,
  room: number,
  characters: (entry: Entry) => number,
): readonly (readonly Entry[])[] {
  const parts: Entry[][] = [];
  let left = 0;
  for (const entry of entries) {
    const part = parts.at(-1);
    const taken = characters(entry);
    if (part === undefined || part.length >= count || taken > left) {
      parts.push([entry]);
      left = room - taken;
    } else {
      part.push(entry);
      left -= taken;
    }
  }
  return parts;
}

function dividedFacts(block: Facts, limits: Limits): readonly Block[] {
  const meter = meterOf(limits);
  const room = most(limits);
  const labelRoom = Math.min(factLabelCharacters, Math.floor(room / 4));
  const facts = block.facts.map((fact) => {
    const short = { ...fact, label: cutText(fact.label, labelRoom, meter) };
    const [only] = (shortEnough({ ...block, facts: [short] }, limits) as Facts).facts;
    return only ?? short;
  });
  const parts = stretches(facts, facts.length, room, ({ label, value }) => factCharacters(label, value, meter));
  return parts.map((part) => ({ ...block, facts: part }));
}

function dividedChoose(block: Choose, limits: Limits, meter: Meter): readonly Block[] {
  const short = <Labelled extends { readonly label: string }>(one: Labelled): Labelled => ({
    ...one,
    label: cutText(one.label, limits.optionCharacters, meter),
  });
  const { label } = short(block);
  const room = most(limits) - meter.label(label);
  const taken = (option: { readonly label: string }): number => meter.label(option.label);
  const parts = stretches(block.options.map(short), limits.options, room, taken);
  return parts.map((options) => ({ ...block, label, options }));
}

function dividedButtons(block: Buttons, limits: Limits, meter: Meter): readonly Block[] {
  const buttons = block.buttons.map((button) => ({
    ...button,
    label: cutText(button.label, limits.buttonCharacters, meter),
  }));
  const parts = stretches(buttons, limits.buttonsPerBlock, most(limits), ({ label }) => meter.label(label));
  return parts.map((part) => ({ ...block, buttons: part }));
}
