type Row = readonly number[];

/** One more letter of `a`: how many slips lie between `a` so far and each beginning of `b`. */
function nextRow(a: string, b: string, length: number, last: Row, beforeLast: Row): Row {
  const row = [length];
  for (let column = 1; column <= b.length; column += 1) {
    const changed = (last[column - 1] ?? 0) + (a[length - 1] === b[column - 1] ? 0 : 1);
    const putIn = (row[column - 1] ?? 0) + 1;
    const leftOut = (last[column] ?? 0) + 1;
    const isSwap = a[length - 1] === b[column - 2] && a[length - 2] === b[column - 1];
    const swapped = isSwap ? (beforeLast[column - 2] ?? 0) + 1 : changed;
    row.push(Math.min(changed, putIn, leftOut, swapped));
  }
  return row;
}

/** Slips between two texts: a letter put in, left out or changed, or two neighbours swapped. */
function slipsBetween(a: string, b: string): number {
  let beforeLast: Row = [];
  let last: Row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let length = 1; length <= a.length; length += 1) {
    [beforeLast, last] = [last, nextRow(a, b, length, last, beforeLast)];
  }
  return last[b.length] ?? 0;
}

/** The name that was probably meant: a slip or two away, one where either is short. Undefined when none is. */
export function nearest<Name extends string>(typed: string, names: readonly Name[]): Name | undefined {
  // No name is that long, and the work grows with the length of what somebody pasted.
  if (typed.length > 20) return undefined;
  const ranked = names
    .map((name) => ({ name, slips: slipsBetween(typed.toLowerCase(), name) }))
    .filter(({ name, slips }) => slips <= (Math.min(name.length, typed.length) <= 3 ? 1 : 2))
    .toSorted((a, b) => a.slips - b.slips);
  return ranked[0]?.name;
}
