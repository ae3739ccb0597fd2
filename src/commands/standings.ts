import type { Standing } from '../editions/repository.js';
import { dayAndMonth, type IsoDate } from '../kernel/dates.js';
import type { PaperKey } from '../papers/paper.js';
import { type Inline, link, text } from '../view/view.js';
import type { CommandContext } from './command.js';

/** An edition of this channel that showed a paper, with the address of the post, where it has one. */
export interface Stood {
  readonly date: IsoDate;
  readonly url: string | undefined;
}

/** Where the papers stood in this channel, newest first, the first so many of each with an address. One look-up for all of them. */
export async function stoodHere(
  papers: readonly PaperKey[],
  mostLinked: number,
  { deps, subscriptions, target }: CommandContext,
): Promise<ReadonlyMap<PaperKey, readonly Stood[]>> {
  const ids = subscriptions.map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const standings = await deps.editions.stood(ids, papers);
  const linked = async ({ date, post }: Standing): Promise<Stood> => ({
    date,
    url: post === null ? undefined : await deps.linkTo(post, target),
  });
  const found = [...standings].map(async ([key, all]) => {
    const named = await Promise.all(all.slice(0, mostLinked).map(linked));
    return [key, [...named, ...all.slice(mostLinked).map(({ date }) => ({ date, url: undefined }))]] as const;
  });
  return new Map(await Promise.all(found));
}

/** `stood here 24 Nov`. */
export const stoodInline = ({ date, url }: Stood, today: IsoDate): Inline => {
  const words = `stood here ${dayAndMonth(date, today)}`;
  return url === undefined ? text(words) : link(url, words);
};
