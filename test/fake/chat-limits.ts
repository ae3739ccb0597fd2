import type { Limits } from '../../src/view/limits.js';
import type { Block, Inline, MessageView } from '../../src/view/view.js';

/** Room enough for an edition, small enough that a long answer has to be split. */
export const chatLimits: Limits = {
  messageCharacters: 12_000,
  blockCharacters: 3_000,
  blocks: 50,
  controls: 50,
  itemsPerMessage: 10,
  options: 25,
  optionCharacters: 75,
  buttonsPerBlock: 5,
  buttonCharacters: 75,
  actionCharacters: 100,
  summaryCharacters: 4_000,
  escaped: {},
  linkCharacters: 0,
  lineCharacters: 1,
  labelsCount: true,
};

const inlineText = (inline: Inline): string =>
  inline.kind === 'link' ? inline.label.map((span) => span.text).join('') : inline.text;

const inlinesText = (inlines: readonly Inline[]): string => inlines.map(inlineText).join('');

/** What a block says, without any markup; choices and buttons count as their labels. */
function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
    case 'note':
      return inlinesText(block.inlines);
    case 'list':
      return block.items.flatMap((item) => item.lines.map((line) => inlinesText(line.inlines))).join('\n');
    case 'facts':
      return block.facts.map((fact) => `${fact.label}: ${inlinesText(fact.value)}`).join('\n');
    case 'divider':
      return '';
    case 'choose':
      return [block.label, ...block.options.map((option) => option.label)].join('\n');
    case 'buttons':
      return block.buttons.map((button) => `[${button.label}]`).join(' ');
  }
}

/** What a message says, without any markup. */
export const viewText = (view: MessageView): string => view.blocks.map(blockText).join('\n');

function* actionsOf(block: Block): Generator<string> {
  if (block.kind === 'choose') for (const option of block.options) yield option.action;
  if (block.kind === 'buttons') for (const button of block.buttons) yield button.action;
}

function* trouble(view: MessageView, limits: Limits): Generator<string> {
  if (view.summary === '') yield 'no summary';
  if (view.summary.length > limits.summaryCharacters) yield 'summary too long';
  if (view.blocks.length === 0) yield 'no blocks';
  if (view.blocks.length > limits.blocks) yield `${view.blocks.length} blocks`;
  if (viewText(view).length > limits.messageCharacters) yield 'message too long';
  for (const block of view.blocks) yield* blockTrouble(block, limits);
}

const tooMany = (count: number, most: number, what: string): readonly string[] =>
  count > most ? [`${count} ${what}`] : [];

function* blockTrouble(block: Block, limits: Limits): Generator<string> {
  for (const action of actionsOf(block)) if (action.length > limits.actionCharacters) yield `action ${action}`;
  if (block.kind === 'list') {
    yield* tooMany(block.items.length, limits.itemsPerMessage, 'items');
    return;
  }
  if (block.kind === 'choose') yield* tooMany(block.options.length, limits.options, 'options');
  if (block.kind === 'buttons') yield* tooMany(block.buttons.length, limits.buttonsPerBlock, 'buttons');
  yield* tooMany(blockText(block).length, limits.blockCharacters, `characters in a ${block.kind}`);
}

/** Throws when a view does not keep within the limits: the core promised to fit it. */
export function assertFits(view: MessageView, limits: Limits): void {
  const problems = [...trouble(view, limits)];
  if (problems.length > 0) throw new Error(`The view does not fit: ${problems.join(', ')}.`);
}
