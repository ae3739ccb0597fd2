/** A word of the index and how many papers have it. */
export interface KnownWord {
  readonly word: string;
  readonly papers: number;
  /** Of `lettersOf`, where it is kept. */
  readonly letters?: number;
}

/** Which letters a word has, a bit each: words that differ in many are not slips of each other. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function bitsIn(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

const digitsOf = (word: string): string => word.replace(/\D/g, '');

const shortestWord = 4;
const twoSlipsFrom = 8;

/** How many slips of the keyboard a word of that length is forgiven; too short a word could mean anything. */
export function slipsAllowed(length: number): number {
  if (length < shortestWord) return 0;
  return length < twoSlipsFrom ? 1 : 2;
}

/**
 * How many letters were left out, added, changed or swapped with their neighbour (optimal string alignment), or
 * `most + 1` when it takes more than `most`.
 */
export function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [beforeLast, last]: [readonly number[], readonly number[]] = [
    [],
    Array.from({ length: b.length + 1 }, (_, i) => i),
  ];
  for (let row = 1; row <= a.length; row += 1) {
    const next = nextRow(a, b, row, last, beforeLast);
    if (Math.min(...next) > most) return most + 1;
    [beforeLast, last] = [last, next];
  }
  return Math.min(last[b.length] ?? most + 1, most + 1);
}

function nextRow(a: string, b: string, row: number, last: readonly number[], beforeLast: readonly number[]): number[] {
  const next = [row];
  for (let column = 1; column <= b.length; column += 1) {
    const isSame = a[row - 1] === b[column - 1];
    const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
    next.push(
      Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      ),
    );
  }
  return next;
}

/**
 * The known word with the fewest slips from the typed one, of several the one in most papers. Undefined when none is near: another
 * number is another version, not a slip.
 */
export function nearestWord(typed: string, known: readonly KnownWord[]): string | undefined {
  const isNear = nearnessTo(typed);
  let best: { readonly word: string; readonly slips: number; readonly papers: number } | undefined;
  for (const one of known) {
    const most = best?.slips ?? slipsAllowed(typed.length);
    if (!isNear(one, most)) continue;
    const slips = slipsBetween(typed, one.word, most);
    if (slips > most) continue;
    if (best === undefined || slips < best.slips || one.papers > best.papers) best = { ...one, slips };
  }
  return best?.word;
}

/** A first look at words, since to count slips takes long: a slip changes two letters at most. */
function nearnessTo(typed: string): (known: KnownWord, most: number) => boolean {
  const [letters, digits] = [lettersOf(typed), digitsOf(typed)];
  return ({ word, letters: own = lettersOf(word) }, most) =>
    word !== typed && bitsIn(letters ^ own) <= 2 * most && digitsOf(word) === digits;
}
