import { expect } from 'vitest';
import type { renderMessage } from '../../../adapters/discord/render.js';
import { allComponents } from '../../fake/discord/components.js';
import type { Markup } from '../../fake/discord/markdown.js';
import { mentionsIn } from '../../fake/discord/mentions.js';
import { type Content, messageContent } from '../../fake/discord/message-content.js';
import { plainText } from '../../fake/discord/plain-text.js';
import type { JsonObject } from '../../fake/json.js';

type Rendered = ReturnType<typeof renderMessage>;

const bodyOf = (message: Rendered): JsonObject => JSON.parse(JSON.stringify(message)) as JsonObject;

/** What Discord makes of it; throws what Discord answers where it refuses it. */
export const contentOf = (message: Rendered): Content => messageContent(bodyOf(message));

export const markupOf = (message: Rendered): Markup => mentionsIn(contentOf(message));

/** All there is to read, marks left out, options and buttons by their labels. */
export const readingOf = (message: Rendered): string => plainText(contentOf(message));

export const componentsOf = (message: Rendered): readonly JsonObject[] => allComponents(bodyOf(message).components);

/** The text displays as they are written. */
export const textsOf = (message: Rendered): readonly string[] =>
  componentsOf(message).flatMap(({ type, content }) => (type === 10 && typeof content === 'string' ? [content] : []));

/** Masked links as Discord's own reader finds them, after escapes and code: in a label a backslash is no escape, brackets are paired. */
const maskedLink = /\\[^0-9A-Za-z\s]|`[^`]*`|\[((?:\[[^\]]*\]|[^[\]])*)\]\((https?:[^\s()]*)\)/g;

/** The labels of links with what marks them bold taken off: all that is left is shown letter by letter. */
export const labelsIn = (text: string): readonly string[] =>
  [...text.matchAll(maskedLink)].flatMap(([, label]) => (label === undefined ? [] : [label.replaceAll('**', '')]));

/** A label that holds one of these shows the whole link as it was typed (discord-api-docs#7673, #7721). */
const refusedInLabels =
  /\p{RI}|(?![0-9#*©®™])\p{Emoji}|\u20e3|https?:\/\/|:\w+:|@everyone|@here|<[@#:/]|discord\.gg\//iu;
/** What would be read as a mark in a label, where nothing can be escaped, or would be shown as a stray backslash. */
const readInLabels = /[*`]|__|_[\s\S]+_(?!\w)|~~|\|\||\\[^A-Za-z0-9\s]/;

/** Discord takes the message: every limit, what is counted over all components, and no label that it would show as typed. */
export function expectAccepted(message: Rendered): void {
  expect(contentOf(message).components).toHaveLength(1);
  const texts = textsOf(message);
  expect(texts.reduce((sum, text) => sum + text.length, 0)).toBeLessThanOrEqual(4_000);
  for (const text of texts) expect(text.trim()).toBe(text);
  for (const label of texts.flatMap(labelsIn)) {
    expect(label).not.toMatch(refusedInLabels);
    expect(label).not.toMatch(readInLabels);
  }
}
