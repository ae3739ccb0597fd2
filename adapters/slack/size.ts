import type { KnownBlock } from '@slack/types';

/** As Slack counts lengths: an emoji beyond the first plane is one character. */
export const charactersOf = (text: string): number => [...text].length;

/** Characters that are two in JSON. */
const escaped = /[\n"\\]/g;

/** All of rich text's values: what is a kind or a style there counts like a word. */
function valuesSize(value: unknown): number {
  if (value === true) return charactersOf('true');
  if (typeof value === 'string') return charactersOf(value) + (value.match(escaped)?.length ?? 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, one) => sum + valuesSize(one), 0);
}

/** Texts only, however deep. */
function textsSize(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce<number>(
    (sum, [name, one]) => sum + (name === 'text' && typeof one === 'string' ? charactersOf(one) : textsSize(one)),
    0,
  );
}

/** What the blocks take of a message, never less than Slack counts: how it counts rich text it does not say, so that all of it counts. */
export const blocksSize = (blocks: readonly KnownBlock[]): number =>
  blocks.reduce((sum, block) => sum + (block.type === 'rich_text' ? valuesSize(block.elements) : textsSize(block)), 0);
