/** `a, b and c`. */
export const inWords = (list: readonly string[]): string =>
  [...(list.length > 1 ? [list.slice(0, -1).join(', ')] : []), ...list.slice(-1)].join(' and ');
