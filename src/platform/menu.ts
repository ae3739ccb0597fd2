import { quotationMarks } from '../kernel/quotation-marks.js';

/** One thing that a command takes, for platforms with forms of their own. */
export interface MenuOption {
  /** Lower case, `[a-z-]`, at most 32 characters; one of a kind in its command. */
  readonly name: string;
  /** At most 100 characters. */
  readonly description: string;
  readonly kind: 'text' | 'whole';
  readonly required: boolean;
  /** The only values; at most 25. Left out, any value may be typed. */
  readonly choices?: readonly { readonly label: string; readonly value: string }[];
  /** Bounds of a whole number. */
  readonly least?: number;
  readonly most?: number;
  /** The core has suggestions while it is typed. */
  readonly suggests: boolean;
  /** What stands before its value in the line, such as `author:`; empty where the value stands alone. */
  readonly prefix: string;
}

/** A command of the table as a form. At most 25 options, those that are required first. */
export interface MenuEntry {
  readonly name: string;
  /** At most 100 characters. */
  readonly description: string;
  readonly options: readonly MenuOption[];
  /** Only for those who may manage the channel. */
  readonly managersOnly: boolean;
}

/** Every command that people can type, in the order in which they are shown. */
export type Menu = readonly MenuEntry[];

const mark = new RegExp(`[${quotationMarks}]`, 'gu');
/** Nothing that a command could take for more than one word, for a name with a colon, or for a sign. */
const plainWord = new RegExp(`^(?![a-z-]+[:=])[\\p{L}\\p{N}][^\\s${quotationMarks}]*$`, 'iu');

const tidy = (value: string): string => value.trim().replace(/\s+/gu, ' ');

/** After a prefix, what is more than a plain word stands in quotation marks, so that it stays one value whatever is in it. */
const written = (prefix: string, value: string): string =>
  prefix === '' || plainWord.test(value) ? `${prefix}${value}` : `${prefix}"${tidy(value.replace(mark, ' '))}"`;

/** A quotation mark that was left open would take in the values that follow. */
const closed = (value: string): string => ((value.match(mark) ?? []).length % 2 === 0 ? value : `${value}"`);

/**
 * The line that somebody would have typed instead of filling in the form, without `/paper`: the values by the name of their option, in the
 * order of the options. The core reads the line as it reads any other; no value is read as a part of another one.
 */
export function lineOf({ name, options }: MenuEntry, values: ReadonlyMap<string, string>): string {
  const given = options.flatMap(({ name: option, prefix }) => {
    const value = tidy(values.get(option) ?? '');
    return value === '' ? [] : [{ prefix, value }];
  });
  const words = given.map(({ prefix, value }, index) => {
    const isLast = index === given.length - 1;
    return written(prefix, prefix === '' && !isLast ? closed(value) : value);
  });
  return [name, ...words].join(' ');
}

/** The line to ask suggestions for while this one option is being filled in: those that are values of it begin with the name, a space and its prefix. */
export function lineBeingTyped({ name }: MenuEntry, { prefix }: MenuOption, typed: string): string {
  const value = tidy(typed);
  return `${name} ${value === '' ? prefix : written(prefix, value)}`;
}
