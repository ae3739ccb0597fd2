/** Picks that are the same for the same seed. */
export class Chance {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** From 0, below `count`. */
  below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  one<T>(things: readonly T[]): T {
    const thing = things[this.below(things.length)];
    if (thing === undefined) throw new Error('There is nothing to choose from.');
    return thing;
  }

  /** So many different ones, in any order; all when there are no more. */
  some<T>(things: readonly T[], count: number): readonly T[] {
    const left = [...things];
    const chosen: T[] = [];
    while (chosen.length < count && left.length > 0) chosen.push(...left.splice(this.below(left.length), 1));
    return chosen;
  }
}

const letters = [...'abcdefghijklmnopqrstuvwxyz'];

type Slip = (word: string, at: number, letter: string) => string;

const slips: readonly Slip[] = [
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at, letter) => word.slice(0, at) + letter + word.slice(at + 1),
  (word, at, letter) => word.slice(0, at) + letter + word.slice(at),
  (word, at) => {
    const left = Math.min(at, word.length - 2);
    return word.slice(0, left) + word.slice(left + 1, left + 2) + word.slice(left, left + 1) + word.slice(left + 2);
  },
];

/** One slip of the keyboard, never on the first letter. A slip that changes nothing (two equal letters swapped) is none. */
export function withTypo(word: string, chance: Chance): string {
  for (;;) {
    const typed = chance.one(slips)(word, 1 + chance.below(word.length - 1), chance.one(letters));
    if (typed !== word) return typed;
  }
}
