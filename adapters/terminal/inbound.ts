import { parseEmoji } from './emoji.js';
import { typedLabel } from './typed-label.js';

/** What a line that somebody typed asks for. `wrong` is one sentence with the right form. */
export type Asked =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'react'; readonly number: number; readonly emoji: string }
  | { readonly kind: 'unreact'; readonly number: number; readonly emoji: string | undefined }
  | { readonly kind: 'speak'; readonly name: string }
  | { readonly kind: 'press'; readonly label: string }
  | { readonly kind: 'read'; readonly number: number }
  | { readonly kind: 'quit' }
  | { readonly kind: 'wrong'; readonly sentence: string };

type Parse = (rest: readonly string[]) => Asked;

const wrong = (sentence: string): Asked => ({ kind: 'wrong', sentence });

const usualEmoji = '👍';
const personName = /^[\p{L}\p{N}._-]{1,40}$/u;
const slashPaper = /^\/paper(?:\s+|$)/i;

/** The number of a paper or an option: 1 to 9999. */
function parseNumber(word: string | undefined): number | undefined {
  return word !== undefined && /^#?[1-9]\d{0,3}\.?$/.test(word)
    ? Number.parseInt(word.replace('#', ''), 10)
    : undefined;
}

const noEmoji = (words: readonly string[], verb: string): Asked =>
  wrong(
    `“${words.join(' ')}” is no emoji that I know: write it itself or by name, as in ${verb} 3 👍 or ${verb} 3 :fire:.`,
  );

function react([first, ...rest]: readonly string[]): Asked {
  const number = parseNumber(first);
  if (number === undefined) return wrong(`Say which paper, by its number: react 3 ${usualEmoji}.`);
  const emoji = rest.length === 0 ? usualEmoji : parseEmoji(rest.join(' '));
  return emoji === undefined ? noEmoji(rest, 'react') : { kind: 'react', number, emoji };
}

function unreact([first, ...rest]: readonly string[]): Asked {
  const number = parseNumber(first);
  if (number === undefined) return wrong('Say which paper, by its number: unreact 3.');
  const emoji = rest.length === 0 ? undefined : parseEmoji(rest.join(' '));
  return emoji === undefined && rest.length > 0 ? noEmoji(rest, 'unreact') : { kind: 'unreact', number, emoji };
}

function speak(rest: readonly string[]): Asked {
  const name = rest.join(' ').normalize('NFC');
  if (personName.test(name)) return { kind: 'speak', name };
  return wrong('Say who speaks, in one word of up to 40 letters, digits and . - _: as alice.');
}

function read([first, ...rest]: readonly string[]): Asked {
  const number = rest.length === 0 ? parseNumber(first) : undefined;
  return number === undefined ? wrong('Say which one, by its number: read 3.') : { kind: 'read', number };
}

const press: Parse = (rest) =>
  rest.length === 0 ? wrong('Say which button: press share.') : { kind: 'press', label: typedLabel(rest.join(' ')) };

const alone =
  (asked: Asked, word: string): Parse =>
  (rest) =>
    rest.length === 0 ? asked : wrong(`“${word}” stands alone; to run a command of that name type /paper ${word} ….`);

const parsers: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ['react', react],
  ['unreact', unreact],
  ['as', speak],
  ['read', read],
  ['press', press],
  ['next', alone({ kind: 'press', label: 'next' }, 'next')],
  ['previous', alone({ kind: 'press', label: 'previous' }, 'previous')],
  ['quit', alone({ kind: 'quit' }, 'quit')],
  ['exit', alone({ kind: 'quit' }, 'exit')],
]);

/** The terminal's own words; every other line is a command. */
export const ownWords: readonly string[] = [...parsers.keys()];

/** A line without `/paper`, and what was taken off. */
export function withoutPaper(line: string): { readonly prefix: string; readonly text: string } {
  const [prefix = ''] = slashPaper.exec(line) ?? [];
  return { prefix, text: line.slice(prefix.length) };
}

/** What the line asks for. `labels` are those of the buttons that can be pressed now: a line that is one of them presses it. */
export function parseLine(line: string, labels: readonly string[]): Asked {
  const typed = line.trim();
  if (typed === '') return { kind: 'nothing' };
  const { prefix, text } = withoutPaper(typed);
  if (prefix !== '') return { kind: 'command', text };
  const [word = '', ...rest] = typed.split(/\s+/);
  const parse = parsers.get(word.toLowerCase());
  if (parse !== undefined) return parse(rest);
  const label = typedLabel(typed);
  return labels.includes(label) ? { kind: 'press', label } : { kind: 'command', text: typed };
}
