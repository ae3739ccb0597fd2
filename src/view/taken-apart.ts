/** Where characters stand that normalization (NFC) takes apart into several. */
const ranges: readonly (readonly [first: number, last: number])[] = [
  [0x03_40, 0x0f_ff],
  [0x2a_dc, 0x2a_dc],
  [0xfb_1d, 0xfb_4e],
  [0x1_d1_5e, 0x1_d1_c0],
];

function lengthened(): Readonly<Record<string, number>> {
  const characters = ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
  );
  const longer = characters.filter((character) => character.normalize('NFC').length > character.length);
  return Object.fromEntries(longer.map((character) => [character, character.normalize('NFC').length]));
}

/** The characters that `visibleText` makes longer, with how long they become: for `Limits.escaped` of who prints text through it. */
export const takenApart: Readonly<Record<string, number>> = lengthened();
