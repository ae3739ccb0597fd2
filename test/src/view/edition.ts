import type { Limits } from '../../../src/view/limits.js';
import { type Block, type Inline, type Item, link, type MessageView, strong, text } from '../../../src/view/view.js';

export const roomy: Limits = {
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
  escaped: { '&': 5, '<': 4, '>': 4 },
  linkCharacters: 3,
  lineCharacters: 1,
  labelsCount: true,
};

export const itemsOf = (views: readonly MessageView[]): readonly Item[] =>
  views.flatMap((view) => view.blocks.flatMap((block) => (block.kind === 'list' ? block.items : [])));

export const keysOf = (views: readonly MessageView[]): readonly string[] =>
  itemsOf(views).map((item) => `${item.number} ${item.key}`);

export const actionsOf = (views: readonly MessageView[]): readonly string[] =>
  views
    .flatMap((view) => view.blocks)
    .flatMap((block) => (block.kind === 'choose' ? block.options : block.kind === 'buttons' ? block.buttons : []))
    .map(({ action }) => action);

export const readable = (value: unknown): string =>
  JSON.stringify(value, (key, inner) => (key === 'url' || key === 'kind' ? undefined : inner));

export const labelOf = (inline: Inline): string =>
  inline.kind === 'link' ? inline.label.map((span) => span.text).join('') : inline.text;

export const saysSomething = (block: Block): boolean => {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
    case 'note':
      return block.inlines.some((one) => labelOf(one) !== '');
    case 'list':
      return block.items.length > 0;
    case 'facts':
      return block.facts.length > 0;
    case 'divider':
      return true;
    case 'choose':
      return block.options.length > 0;
    case 'buttons':
      return block.buttons.length > 0;
  }
};

const words = (count: number): string => Array.from({ length: count }, (_, index) => `word${index}`).join(' ');

export const paper = (number: number, body = 40, title = 12): Item => ({
  key: `2405.0000${number}`,
  number,
  lines: [
    { role: 'title', inlines: [link(`https://huggingface.co/papers/2405.0000${number}`, [strong(words(title))])] },
    { role: 'facts', inlines: [text('Xin Ding, Liang Mi +13 · Microsoft · ▲ 74')] },
    { role: 'body', inlines: [text(words(body))] },
  ],
});

export const numbered = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

export const edition = (count: number, body = 40): MessageView => ({
  summary: 'Daily papers',
  blocks: [
    { kind: 'heading', inlines: [text('Daily papers')] },
    { kind: 'note', inlines: [text('By upvotes.')] },
    { kind: 'list', voting: 'numbers', items: numbered(count).map((number) => paper(number, body)) },
    { kind: 'note', inlines: [text('+13 more')] },
    {
      kind: 'choose',
      label: 'Read an abstract…',
      options: numbered(count).map((number) => ({ label: `Paper ${number}`, action: `show ${number}` })),
    },
    { kind: 'buttons', buttons: [{ label: 'Next', action: 'next' }] },
  ],
});
