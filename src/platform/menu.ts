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

/**
 * The line that somebody would have typed instead of filling in the form, without `/paper`: the values by the name of their option, in the
 * order of the options. A value of several words after a prefix is quoted. The core reads the line as it reads any other.
 */
export function lineOf({ name, options }: MenuEntry, values: ReadonlyMap<string, string>): string {
  const words = options.flatMap((option) => {
    const value = values.get(option.name)?.trim() ?? '';
    return value === '' ? [] : [`${option.prefix}${isPhrase(option, value) ? `"${value.replaceAll('"', ' ')}"` : value}`];
  });
  return [name, ...words].join(' ');
}

const isPhrase = ({ prefix }: MenuOption, value: string): boolean => prefix !== '' && /\s/.test(value);
