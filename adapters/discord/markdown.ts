import { visibleText } from '../../src/view/visible-text.js';

/** Marks that a backslash shows as they are (https://docs.discord.com/developers/reference#message-formatting). */
const marks = /[\\*_~`|[\]<]/g;
/** The colon that begins `:tada:`, and that of an address, which Discord would turn into a link. */
const tellingColons = /:(?=(?:\\_|[\w+-])+:|\/\/)/g;
const calls = /@(?=everyone|here)/gi;
/** Invitations are found even without `https://`. */
const inviteDots = /(?<=\bdiscord(?:app)?)\.(?=[a-z]+\/)/gi;
/** What begins a heading, a quote, a list or small text. Bold around it changes nothing. */
const lineStart = /^(?:[#>-]|\d+(?=\.))/;

/** Emoji as Discord draws them; ©, ® and ™ stay letters. */
const emoji =
  '(?![0-9#*©®™])\\p{Emoji}(?:\\u200d\\p{Emoji}|\\ufe0f|\\p{Emoji_Modifier}|\\p{Regional_Indicator})*|[0-9#*]\\ufe0f?\\u20e3';
/**
 * What no label of a link may hold: Discord then shows the link as it was typed. An address, whatever its colon looks like, an emoji or
 * the name of one, a call to everyone (discord-api-docs#7721, #7673; github.com/LyricLy/parse-discord tells the rest).
 */
const unlinkable = new RegExp(
  `\\S*[:\\u2236\\uff1a]//\\S*|:[\\w+-]+:|@(?:everyone|here)|discord(?:app)?\\.[a-z]+/\\S*|${emoji}`,
  'giu',
);

const lookalikes: Readonly<Record<string, string>> = {
  ...{ '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ', '|': '∣', '\\': '∖', '<': '‹', '[': '［', ']': '］' },
};
const lookalike = (found: string): string => [...found].map((mark) => lookalikes[mark] ?? mark).join('');

/** Where a backslash is none of an escape it stays; inside of a word an underscore is none of a mark. */
const labelMarks = /[*`]|_{2,}|_(?![A-Za-z0-9])|~{2,}|\|{2,}|\\(?![A-Za-z0-9\s])|<(?=[@#:/]|[^\s:<]*:)/g;
const pairedBrackets = /^(?:[^[\]]|\[[^[\]]*\](?!\())*$/;

/** The line's text where it says the same and does nothing: no mention, link, mark, emoji name, timestamp or invitation. */
export function inert(text: string, isLineStart = false): string {
  const said = visibleText(text)
    .replace(inviteDots, '․')
    .replace(marks, '\\$&')
    .replace(tellingColons, '\\:')
    .replace(calls, '@\u200b');
  if (!isLineStart) return said;
  return said.replace(lineStart, (found) => (/^\d/.test(found) ? `${found}\\` : `\\${found}`));
}

/** A link's label. Discord reads no backslashes in it (discord-api-docs#6185): look-alikes stand for marks. */
export function inertLabel(text: string): string {
  const said = text.replace(labelMarks, lookalike);
  return pairedBrackets.test(said) ? said : said.replace(/[[\]]/g, lookalike);
}

/** Text in code is read as it is, up to a backtick; bold around it ends at its asterisks. */
export const inertCode = (text: string): string => visibleText(text).replace(/[`*]/g, lookalike);

/** A heading loses the number signs at its end. */
export const withoutClosing = (heading: string): string =>
  heading.replace(/[#\s]+$/, (end) => end.trimEnd().replaceAll('#', '♯'));

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The longest part of a label that a link can hold; undefined when there is none that says anything. */
export function linkable(label: string): Stretch | undefined {
  const stretches: Stretch[] = [];
  let from = 0;
  for (const { index, 0: found } of label.matchAll(unlinkable)) {
    stretches.push({ from, to: index });
    from = index + found.length;
  }
  stretches.push({ from, to: label.length });
  const [longest] = stretches
    .map((one) => trimmed(label, one))
    .filter((one) => /[\p{L}\p{N}]/u.test(label.slice(one.from, one.to)))
    .sort((a, b) => b.to - b.from - (a.to - a.from));
  return longest;
}

function trimmed(label: string, { from, to }: Stretch): Stretch {
  const said = label.slice(from, to);
  return { from: from + said.length - said.trimStart().length, to: to - said.length + said.trimEnd().length };
}
