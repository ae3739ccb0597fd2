import { cutText } from '../../src/view/cut.js';
import { seen } from '../../src/view/measure.js';
import type { Inline, MessageView } from '../../src/view/view.js';
import { visibleText } from '../../src/view/visible-text.js';

/** The longest name of a thread (https://discord.com/developers/docs/resources/channel#start-thread-from-message). */
const titleCharacters = 100;
/** Discord refuses a thread without a name. */
const untitled = 'Papers';

/** What a message is called where its thread has a name: its heading, else what it says read aloud. */
export function titleOf({ summary, blocks }: MessageView): string {
  const heading = blocks.find((block) => block.kind === 'heading');
  const title = visibleText(heading === undefined ? summary : wordsOf(heading.inlines)).trim();
  return cutText(title === '' ? visibleText(summary).trim() : title, titleCharacters, seen).trim() || untitled;
}

const wordsOf = (inlines: readonly Inline[]): string =>
  inlines.map((inline) => (inline.kind === 'link' ? wordsOf(inline.label) : inline.text)).join('');
