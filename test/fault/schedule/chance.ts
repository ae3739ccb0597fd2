/** What a history draws from its seed. */
export interface Chance {
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number;
  one<T>(of: readonly T[]): T;
}

export const chanceOf = (random: () => number): Chance => {
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  return {
    whole,
    one: (of) => {
      const drawn = of[whole(0, of.length - 1)];
      if (drawn === undefined) throw new Error('There is nothing to draw from.');
      return drawn;
    },
  };
};
