import type { Shown } from './platform.js';
import type { PostsCheck } from './posts-check.js';
import { seedsFor } from './voters.js';
import type { World } from './world.js';

/** The program seeds for a day; what is nearly so old may be too old by its own clock. */
const seededForMs = 20 * 3_600_000;

/** Young messages carry the emoji that vote, once each. */
export function seedProblems(world: World, posts: PostsCheck): readonly string[] {
  // Set forward, the program takes messages for older than they are.
  const since = world.clock.now() - seededForMs + Math.max(0, world.highestMs - world.clock.now());
  const isExcused = (shown: Shown): boolean =>
    shown.isDeleted || shown.mayLackSeeds || shown.postedAt < since || !posts.isKnown(shown);
  return [world.platforms.slack, world.platforms.discord].flatMap(({ shown, chat }) =>
    [...shown.values()]
      .slice(-80)
      .filter((one) => !isExcused(one))
      .flatMap(({ ref, first }) => {
        const wanted = [...seedsFor(first)].sort().join(' ');
        const there = [...chat.seeds.on(ref.key)].sort().join(' ');
        return wanted === there ? [] : [`${ref.key} has the seeds ${there || 'none'}, not ${wanted || 'none'}`];
      }),
  );
}
