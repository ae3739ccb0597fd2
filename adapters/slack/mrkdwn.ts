import type { Inline, Span } from '../../src/view/view.js';
import { visibleText } from '../../src/view/visible-text.js';
import { webAddress } from './web-address.js';

/** mrkdwn knows no way to write a mark as itself: its look-alike stands for it. */
const lookalikes: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };
/** Inside of a word an underscore is none of a mark. */
const marks = /[*~`]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;
/** The colon that begins `:tada:`, and that of an address, which Slack would turn into a link. */
const tellingColons = /:(?=[\p{L}\p{M}\p{N}_+'-]+:|\/\/)/gu;
/** Slack's three characters (https://docs.slack.dev/messaging/formatting-message-text). */
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A text that says the same in mrkdwn and does nothing there: no mention, link, mark, quote or emoji. */
export const inert = (text: string): string =>
  visibleText(text)
    .replace(/^\s*>/, '›')
    .replace(tellingColons, '∶')
    .replace(marks, (mark) => lookalikes[mark] ?? mark)
    .replace(/[&<>]/g, (character) => escapes[character] ?? character);

/** The backticks of a code need something between them that is no space. */
function codeOf(text: string): string {
  const said = inert(text);
  return said.trim() === said && said !== '' ? `\`${said}\`` : said;
}

const spanOf = (span: Span): string => (span.kind === 'code' ? codeOf(span.text) : inert(span.text));

function inlineOf(inline: Inline): string {
  if (inline.kind !== 'link') return spanOf(inline);
  const label = inline.label.map(({ text }) => inert(text)).join('');
  const address = webAddress(inline.url);
  if (label.trim() === '' || address === undefined) return label;
  return `<${address.replaceAll('&', '&amp;')}|${label}>`;
}

/** Codes and links as such; strong words are not told apart. */
export const mrkdwnOf = (inlines: readonly Inline[]): string => inlines.map(inlineOf).join('');
