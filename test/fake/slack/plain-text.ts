import { isObject, type JsonObject, objectsIn, textOf } from '../json.js';
import { mrkdwnText } from './mrkdwn.js';
import type { Message } from './state.js';

const richInlineText = (inline: JsonObject): string => {
  switch (inline.type) {
    case 'text':
      return textOf(inline.text);
    case 'link':
      return textOf(inline.text) || textOf(inline.url);
    case 'emoji':
      return `:${textOf(inline.name)}:`;
    case 'user':
      return `@${textOf(inline.user_id)}`;
    case 'channel':
      return `#${textOf(inline.channel_id)}`;
    case 'broadcast':
      return `@${textOf(inline.range)}`;
    default:
      return textOf(inline.fallback);
  }
};

function richText(element: JsonObject): string {
  const inner = objectsIn(element.elements);
  if (element.type === 'rich_text_list') return inner.map((item) => `• ${richText(item)}`).join('\n');
  if (element.type === 'rich_text') return inner.map(richText).join('\n');
  return inner.map(richInlineText).join('');
}

const textObject = (value: unknown): string => {
  if (!isObject(value)) return '';
  return value.type === 'mrkdwn' ? mrkdwnText(textOf(value.text)) : textOf(value.text);
};

/** A button by its label, a choice by all of its options' labels. */
function elementText(element: JsonObject): string {
  if (element.type === 'button') return `[${textObject(element.text)}]`;
  if (element.type === 'image') return textOf(element.alt_text);
  if (element.type === 'mrkdwn' || element.type === 'plain_text') return textObject(element);
  const groups = objectsIn(element.option_groups).flatMap((group) => objectsIn(group.options));
  const options = [...objectsIn(element.options), ...groups].map((option) => textObject(option.text));
  return [textObject(element.placeholder), ...options].filter(Boolean).join('\n');
}

const cellText = (cell: unknown): string => {
  if (!isObject(cell)) return '';
  return cell.type === 'rich_text' ? richText(cell) : String(cell.text ?? cell.value ?? '');
};

const tableText = (rows: unknown): string =>
  (Array.isArray(rows) ? (rows as readonly unknown[]) : [])
    .map((row) => (Array.isArray(row) ? (row as readonly unknown[]) : []).map(cellText).join(' | '))
    .join('\n');

function blockParts(block: JsonObject): readonly string[] {
  switch (block.type) {
    case 'rich_text':
      return [richText(block)];
    case 'markdown':
      return [textOf(block.text)];
    case 'table':
    case 'data_table':
      return [tableText(block.rows)];
    case 'carousel':
      return objectsIn(block.elements).map(blockText);
    case 'image':
      return [textObject(block.title), textOf(block.alt_text)];
    default:
      return [
        ...[block.title, block.subtitle, block.text, block.body, block.label].map(textObject),
        ...objectsIn(block.fields).map(textObject),
        ...objectsIn([block.accessory, block.element]).map(elementText),
        ...[...objectsIn(block.elements), ...objectsIn(block.actions)].map(elementText),
        ...objectsIn(block.child_blocks).map(blockText),
      ];
  }
}

const blockText = (block: JsonObject): string => blockParts(block).filter(Boolean).join('\n');

/** What blocks say, without any markup; buttons and choices by their labels. */
export const blocksText = (blocks: readonly JsonObject[]): string => blocks.map(blockText).filter(Boolean).join('\n');

/** What a person reads: the blocks, or the text where there are none. */
export const plainText = (message: Pick<Message, 'text' | 'blocks' | 'attachments'>): string => {
  const shown = message.blocks.length > 0 ? blocksText(message.blocks) : mrkdwnText(message.text);
  const attached = message.attachments.map(
    (one) => blocksText(objectsIn(one.blocks)) || mrkdwnText(textOf(one.text) || textOf(one.fallback)),
  );
  return [shown, ...attached].filter(Boolean).join('\n');
};
