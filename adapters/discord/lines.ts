import { inert, inertCode, inertLabel } from './markdown.js';
import type { Words } from './words.js';

/** What one address or one style of text is written as, before bold. */
interface Unit {
  readonly written: string;
  readonly bold: boolean;
}

/** The words of one line as Discord reads them. `isLineStart`: nothing stands before them that keeps a list or a heading away. */
export function lineOf(words: readonly Words[], isLineStart: boolean): string {
  const units = linksOf(withoutIndent(words)).map((some, index) => unitOf(some, isLineStart && index === 0));
  const runs: Unit[] = [];
  for (const unit of units) {
    const last = runs.at(-1);
    if (last?.bold === true && unit.bold) runs[runs.length - 1] = { bold: true, written: last.written + unit.written };
    else runs.push(unit);
  }
  return runs
    .map(({ written, bold }) => (bold ? boldOf(written) : written))
    .join('')
    .trimEnd();
}

function withoutIndent(words: readonly Words[]): readonly Words[] {
  const first = words.findIndex(({ text }) => text.trim() !== '');
  return first < 0
    ? []
    : words.slice(first).map((one, index) => (index === 0 ? { ...one, text: one.text.trimStart() } : one));
}

/** Words of one link together, all others by themselves. */
function linksOf(words: readonly Words[]): readonly (readonly [Words, ...Words[]])[] {
  const groups: [Words, ...Words[]][] = [];
  for (const one of words) {
    const last = groups.at(-1);
    if (last !== undefined && one.address !== undefined && last[0].address === one.address) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

function unitOf(words: readonly [Words, ...Words[]], isLineStart: boolean): Unit {
  const [first] = words;
  const bold = words.every((one) => one.bold);
  if (first.address === undefined) return { written: textOf(first, isLineStart), bold };
  const label = words.map((one) => (one.bold && !bold ? boldOf(inertLabel(one.text)) : inertLabel(one.text))).join('');
  return { written: `[${label}](${first.address})`, bold };
}

const textOf = ({ text, code }: Words, isLineStart: boolean): string =>
  code && text.trim() !== '' ? `\`${inertCode(text)}\`` : inert(text, isLineStart);

/** Space stands outside of the marks. */
const boldOf = (written: string): string =>
  written.trim() === '' ? written : written.replace(/^(\s*)([\s\S]*?)(\s*)$/, '$1**$2**$3');
