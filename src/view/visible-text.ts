/** Sequences that command a terminal: CSI, the strings OSC, DCS, SOS, PM and APC with their content, and two-character escapes (ECMA-48). */
const commands = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)[\u0030-\u003f]*[\u0020-\u002f]*[\u0040-\u007e]`,
    String.raw`(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f]*(?:\u0007|\u001b\\|\u009c)`,
    String.raw`\u001b[\u0020-\u002f]*[\u0030-\u007e]`,
  ].join('|'),
  'g',
);
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** What shows nothing or turns the direction of writing: controls, bidirectional marks, zero-width signs, tags, lone surrogates. */
const unseen =
  /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const plainText = /^[ -~]*$/;

/**
 * A text as one line of what can be seen: no control characters or escape sequences, nothing that turns the direction of
 * writing, line breaks as spaces. Whatever prints text from outside passes it through this first.
 */
export function visibleText(text: string): string {
  if (plainText.test(text)) return text;
  return text.replace(commands, '').replace(breaks, ' ').replace(unseen, '').normalize('NFC');
}
