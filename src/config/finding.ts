/** The way from the top of the file to a value: keys, and places in lists from 0. */
export type Path = readonly (string | number)[];

/** What a value ought to be and how to get there: two phrases for people, neither of them empty. */
export interface Advice {
  /** Goes on after "expected": `a whole number from 1 to 50`. */
  readonly expected: string;
  /** A sentence: `Write 50 or less.` */
  readonly fix: string;
}

/** Something in the file that cannot stay. */
export interface Finding extends Advice {
  readonly path: Path;
  /** What stands there, when it is not simply the value at the path. */
  readonly read?: string;
  /** From 1, when it is not the line of the path. */
  readonly line?: number;
}

/** `channels[2].time` */
export const pathText = (path: Path): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const plain = /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
    return text === '' ? plain : `${text}.${plain}`;
  }, '');

export const samePath = (a: Path, b: Path): boolean =>
  a.length === b.length && a.every((step, index) => step === b[index]);
