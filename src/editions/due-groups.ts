import type { Due } from './compose.js';

/** Those of one date on the same feeds belong together. */
export function groupsOf(due: readonly Due[]): readonly (readonly Due[])[] {
  const groups = new Map<string, Due[]>();
  for (const one of due) {
    const key = `${one.date} ${one.subscription.feeds.join(' ')}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
