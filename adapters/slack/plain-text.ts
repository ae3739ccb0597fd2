import type { PlainTextElement } from '@slack/types';
import { visibleText } from '../../src/view/visible-text.js';

/** The words as they are: no marks, no mentions, and no emoji made of `:names:`. Undefined when there is nothing to see. */
export function plainText(words: string): PlainTextElement | undefined {
  const text = visibleText(words).trim();
  return text === '' ? undefined : { type: 'plain_text', text, emoji: false };
}

/** A label that cannot be seen still has to be one: it can be pressed. */
export const labelText = (label: string): PlainTextElement =>
  plainText(label) ?? { type: 'plain_text', text: '…', emoji: false };
