import type { Inline, Span } from '../../src/view/view.js';
import { visibleText } from '../../src/view/visible-text.js';
import { linkable } from './markdown.js';
import { webAddress } from './web-address.js';

/** How much is shown of a text beside its letters. Marks and links cost some of a message's room. */
export interface Dress {
  readonly marks: boolean;
  readonly links: boolean;
}

/** A stretch of text of one style, leading to one address or none. */
export interface Words {
  readonly text: string;
  readonly bold: boolean;
  readonly code: boolean;
  readonly address: string | undefined;
}

export const plainWords = (said: string, bold = false): Words => ({
  ...{ text: visibleText(said), bold, code: false, address: undefined },
});

const spanWords = (span: Span, bold: boolean): Words => ({
  ...{
    text: visibleText(span.text),
    bold: bold || span.kind === 'strong',
    code: span.kind === 'code',
    address: undefined,
  },
});

/** What the inlines say; `bold` sets all of it bold. */
export const wordsOf = (inlines: readonly Inline[], bold = false): readonly Words[] =>
  inlines.flatMap((inline): readonly Words[] => {
    if (inline.kind !== 'link') return [spanWords(inline, bold)];
    const label = inline.label.map((span) => ({ ...spanWords(span, bold), code: false }));
    const address = webAddress(inline.url);
    return address === undefined ? label : linked(label, address);
  });

/** The label with the address on the longest part that can carry it. */
function linked(label: readonly Words[], address: string): readonly Words[] {
  const part = linkable(label.map(({ text }) => text).join(''));
  if (part === undefined) return label;
  let start = 0;
  return label.flatMap((words): readonly Words[] => {
    const { text } = words;
    const [from, to] = [part.from, part.to].map((place) => Math.min(Math.max(place - start, 0), text.length));
    start += text.length;
    return [
      { ...words, text: text.slice(0, from) },
      { ...words, text: text.slice(from, to), address },
      { ...words, text: text.slice(to) },
    ];
  });
}

const undressed = (words: Words, { marks, links }: Dress): Words => ({
  text: words.text,
  bold: marks && words.bold,
  code: marks && words.code,
  address: links ? words.address : undefined,
});

const isAlike = (a: Words, b: Words): boolean => a.bold === b.bold && a.code === b.code && a.address === b.address;

/** The words as they are shown: neighbours of one style are one stretch. */
export function dressed(words: readonly Words[], dress: Dress): readonly Words[] {
  const all: Words[] = [];
  for (const one of words.filter(({ text }) => text !== '').map((some) => undressed(some, dress))) {
    const last = all.at(-1);
    if (last !== undefined && isAlike(last, one)) all[all.length - 1] = { ...last, text: last.text + one.text };
    else all.push(one);
  }
  return all;
}

/** Whether there is anything to see. Discord refuses texts without. */
export const isVisible = (words: readonly Words[]): boolean =>
  words.some(({ text }) => text.replace(/[\p{Cf}\p{Zs}\p{M}\u115f\u1160\u3164\uffa0]/gu, '') !== '');
