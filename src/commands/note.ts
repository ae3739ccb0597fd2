import { type Block, text } from '../view/view.js';
import type { CommandAnswer } from './command.js';

/** One grey line. */
export const note = (sentence: string): Block => ({ kind: 'note', inlines: [text(sentence)] });

/** An answer that is one line: there is nothing to show, and this is why. It is not for sharing. */
export const noteAnswer = (sentence: string): CommandAnswer => ({ summary: sentence, blocks: [note(sentence)] });

interface Range {
  /** Position of the first one, from 1. */
  readonly first: number;
  readonly shown: number;
  readonly total: number;
  /** There are more than `total`. */
  readonly capped: boolean;
}

/** `1-5 of 38`, `38 of 38`, `1-5 of 200+`. */
export function rangeText({ first, shown, total, capped }: Range): string {
  const range = shown === 1 ? `${first}` : `${first}-${first + shown - 1}`;
  return `${range} of ${total}${capped ? '+' : ''}`;
}
