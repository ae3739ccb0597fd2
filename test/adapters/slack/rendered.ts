import { expect } from 'vitest';
import type { renderMessage } from '../../../adapters/slack/render.js';
import { messageBlocks } from '../../fake/slack/blocks.js';

const characters = (value: string): number => [...value].length;

export type Json = Readonly<Record<string, unknown>>;
/** Every object in a value, however deep. */
export const objectsIn = (value: unknown): readonly Json[] => {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as Json, ...inner];
};

/** All texts, and of rich text whatever is left of its JSON: never less than Slack can count. */
const sizeOf = (blocks: readonly Json[]): number =>
  blocks.reduce((sum, block) => {
    if (block.type === 'rich_text') {
      return sum + characters(JSON.stringify(block.elements).replace(/"[a-z_]+":|[{}[\]",]/g, ''));
    }
    const texts = objectsIn(block).map((one) => one.text);
    return sum + texts.reduce<number>((all, one) => all + (typeof one === 'string' ? characters(one) : 0), 0);
  }, 0);

/** Slack takes the message: every limit of Block Kit, the size of all blocks, and the text beside them. */
export function expectAccepted(message: ReturnType<typeof renderMessage>): void {
  const blocks = message.blocks as unknown as readonly Json[];
  messageBlocks(blocks);
  expect(sizeOf(blocks)).toBeLessThanOrEqual(12_000);
  expect(characters(message.text)).toBeGreaterThan(0);
  expect(characters(message.text)).toBeLessThanOrEqual(4_000);
  const ids = objectsIn(blocks).flatMap((one) => (one.action_id === undefined ? [] : [one.action_id]));
  expect(new Set(ids).size).toBe(ids.length);
  for (const { text: said } of objectsIn(blocks)) if (typeof said === 'string') expect(said).not.toBe('');
}

/** What a reader sees of the rich text blocks. */
export const richTextOf = (blocks: readonly unknown[]): readonly string[] =>
  (blocks as readonly Json[])
    .filter(({ type }) => type === 'rich_text')
    .map((block) =>
      objectsIn(block)
        .map((one) => (one.type === 'emoji' ? `:${String(one.name)}:` : typeof one.text === 'string' ? one.text : ''))
        .join(''),
    );
