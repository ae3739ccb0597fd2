const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;

/** How many letters have to be added, taken out, changed or swapped with their neighbour to make `b` of `a`. */
function distance(a: string, b: string): number {
  let twoUp: readonly number[] = [];
  let up: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const here = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = Number(a[row - 1] !== b[column - 1]);
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = at(isSwap ? twoUp : [], column - 2) + 1;
      here.push(Math.min(at(up, column) + 1, at(here, column - 1) + 1, at(up, column - 1) + change, swapped));
    }
    [twoUp, up] = [up, here];
  }
  return at(up, b.length);
}

const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, '');

/** The one of `known` that somebody who wrote `text` most likely meant; case, dashes and blanks count for nothing. */
export function nearest(text: string, known: Iterable<string>): string | undefined {
  const wanted = plain(text.slice(0, 60));
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance + 3) continue;
    const candidateDistance = distance(wanted, plain(candidate));
    if (candidateDistance >= bestDistance) continue;
    best = candidate;
    bestDistance = candidateDistance;
  }
  return best;
}
