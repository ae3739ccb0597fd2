/** Skin tones and presentation selectors (Unicode TR51): they change how an emoji looks, never what it says. */
const looks = /[\u{1F3FB}-\u{1F3FF}\uFE0E\uFE0F]/gu;
const oneEmoji = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\u20E3)/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Names that people know from chat platforms. */
const names: Readonly<Record<string, string>> = {
  '+1': '👍',
  thumbsup: '👍',
  up: '👍',
  '-1': '👎',
  thumbsdown: '👎',
  down: '👎',
  arrow_up: '⬆',
  arrow_down: '⬇',
  heart: '❤',
  fire: '🔥',
  star: '⭐',
  tada: '🎉',
  rocket: '🚀',
  eyes: '👀',
  clap: '👏',
  100: '💯',
  white_check_mark: '✅',
  question: '❓',
};

/** The one emoji that the words name, as an emoji or a name such as `:thumbsup:`, in base form; undefined for anything else. */
export function parseEmoji(words: string): string | undefined {
  const name = words.replace(/^:(.+):$/, '$1').toLowerCase();
  if (Object.hasOwn(names, name)) return names[name];
  const base = words.replace(looks, '');
  const [first, second] = graphemes.segment(base);
  return first !== undefined && second === undefined && oneEmoji.test(base) ? base : undefined;
}

const keycap = /^([0-9#*])\u20E3$/;

/** The emoji as people see it: its base form alone may show as a black and white sign. */
export const shownEmoji = (base: string): string =>
  keycap.test(base) || /^\p{Emoji_Presentation}/u.test(base) ? base.replace(keycap, '$1\uFE0F\u20E3') : `${base}\uFE0F`;

/** What votes for the numbered paper of a list, in base form; undefined above ten, for which there is none. */
export function numberEmoji(number: number): string | undefined {
  if (number === 10) return '\u{1F51F}';
  return number >= 1 && number <= 9 ? `${number}\u20E3` : undefined;
}

const approving: ReadonlySet<string> = new Set(['👍', '⬆', '❤', '🔥', '⭐']);

/** Whether the emoji says yes to the numbered paper: then a list, which counts only its numbers, is given the number. */
export const approves = (base: string, number: number): boolean => approving.has(base) || base === numberEmoji(number);
