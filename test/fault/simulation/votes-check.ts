import type { PaperKey } from '../../../src/papers/paper.js';
import type { Repositories } from '../../../src/store/store.js';
import { readView } from './message-view.js';
import type { Platform, Shown } from './platform.js';
import type { PostsCheck } from './posts-check.js';
import { type Tallied, teamOf } from './voters.js';
import type { World } from './world.js';

/** A paper without an entry may have any votes where `untold` names it. */
type Tallies = ReadonlyMap<string, Map<string, Tallied>>;

/** The program edits for two weeks; what is nearly so old may be older by its own clock. */
const editedForMs = 11 * 86_400_000;

const words = (tally: Tallied | undefined): string => {
  if (tally === undefined) return '';
  const { up, down } = tally;
  const counts = [...(up > 0 ? [`👍 ${up}`] : []), ...(down > 0 ? [`👎 ${down}`] : [])];
  return counts.length === 0 ? '' : `${counts.join(' · ')} in this team`;
};

/** Every tally is what people voted: in the file, and on every message that still stands. */
export async function voteProblems(
  world: World,
  store: Repositories,
  posts: PostsCheck,
  untold: ReadonlySet<string>,
): Promise<readonly string[]> {
  const tallies = world.voters.tallies(posts.isKnown);
  for (const paper of untold) for (const papers of tallies.values()) papers.delete(paper);
  const stored = await storedProblems(tallies, store);
  if (stored.length > 0) return stored;
  const since = world.clock.now() - editedForMs;
  return [world.platforms.slack, world.platforms.discord].flatMap((platform) =>
    [...platform.shown.values()]
      .filter((shown) => shown.postedAt >= since && mustBeCurrent(shown, platform, posts))
      .flatMap((shown) => shownProblems(shown, platform, tallies, untold)),
  );
}

async function storedProblems(tallies: Tallies, store: Repositories): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [team, papers] of tallies) {
    const stored = await store.votes.tallies(team as never, [...papers.keys()] as PaperKey[]);
    for (const [paper, tally] of papers) {
      const there = stored.get(paper as PaperKey);
      if (words(there) !== words(tally)) {
        problems.push(`${team} has the votes "${words(there)}" on ${paper}, not "${words(tally)}"`);
      }
    }
  }
  return problems;
}

const mustBeCurrent = (shown: Shown, platform: Platform, posts: PostsCheck): boolean =>
  !shown.isDeleted && !shown.mayBeStale && posts.isKnown(shown) && platform.stateOf(shown.target) === 'open';

function shownProblems(
  { ref, target }: Shown,
  { chat }: Platform,
  tallies: Tallies,
  untold: ReadonlySet<string>,
): readonly string[] {
  const papers = tallies.get(teamOf(target.adapter, target.workspace));
  return readView(chat.shown(ref)).papers.flatMap(({ key, note }) => {
    const wanted = words(papers?.get(key));
    return note === wanted || untold.has(key)
      ? []
      : [`${ref.key} shows the votes "${note}" on ${key}, not "${wanted}"`];
  });
}
