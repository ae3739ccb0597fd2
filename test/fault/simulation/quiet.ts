import type { AdapterId } from '../../../src/platform/adapter.js';
import type { People } from './people.js';
import type { Platform } from './platform.js';
import { PostsCheck } from './posts-check.js';
import { seedProblems } from './seeds-check.js';
import { subscriptionProblems } from './subscriptions-check.js';
import { voteProblems } from './votes-check.js';
import type { World } from './world.js';

const minuteMs = 60_000;
/** By then everything that was to be tried again has been. */
const mostMinutes = 240;

/** Times at which nothing is amiss: the program catches up, and then all of it has to be as the model says. */
export class Quiet {
  readonly posts: PostsCheck;
  readonly #world: World;
  readonly #people: People;

  constructor(world: World, people: People) {
    this.#world = world;
    this.#people = people;
    this.posts = new PostsCheck(world);
  }

  async reach(): Promise<void> {
    await this.#mend();
    const world = this.#world;
    const lateMs = world.highestMs - world.botNow();
    // After the clock was set back some things wait until it is as late as it was.
    if (lateMs > 0) await world.clock.advance(lateMs + 1_000, 30 * minuteMs);
    const problems = await this.#patiently();
    for (const { kind, text } of problems) world.wrong(kind, text);
    world.figures.reactionsLost += problems.filter(({ text }) => text.includes('has the votes')).length;
    if (problems.length === 0) this.#people.settled();
  }

  /** What is still amiss after everything had its time. */
  async #patiently(): Promise<readonly Problem[]> {
    const { clock } = this.#world;
    let problems = await this.#problems();
    for (let tried = 0; problems.length > 0 && tried < mostMinutes; tried += 1) {
      await (tried < 6 ? clock.advance(10_000, 5_000) : clock.advance(minuteMs, 20_000));
      problems = await this.#problems();
    }
    return problems;
  }

  /** The platform's connection is back: what went by has to be read. */
  async reconnect(platform: Platform): Promise<void> {
    platform.chat.losing = false;
    this.#people.unheard.delete(platform === this.#world.platforms.slack ? 'slack' : 'discord');
    const { sink } = platform;
    const workspaces = new Set(
      this.#world.slots.filter((slot) => this.#people.platformOf(slot) === platform).map(({ workspace }) => workspace),
    );
    for (const workspace of workspaces) {
      const adapter = platform.chat.id as AdapterId;
      await this.#world.perform(async () => sink?.missed({ adapter, workspace }));
    }
  }

  async #mend(): Promise<void> {
    const world = this.#world;
    const { slack, discord } = world.platforms;
    world.isDiskFull = false;
    world.running?.store.freeDisk();
    world.running?.gate.arm(Number.POSITIVE_INFINITY);
    world.lists.feed.down = undefined;
    for (const { chat } of [slack, discord]) {
      chat.searchable = 'yes';
      for (const workspace of ['lab', 'other', 'guild']) chat.slow(workspace, 0);
    }
    await world.start();
    await this.#hear();
    for (const slot of world.slots) await this.#people.fulfil(slot);
    await this.#people.pressAgain();
  }

  /** What was held is told; what went by is read. Elsewhere the events alone have to tell it all. */
  async #hear(): Promise<void> {
    const world = this.#world;
    const { slack, discord } = world.platforms;
    const held = slack.chat.held.splice(0);
    slack.chat.holding = false;
    for (const event of held) await world.perform(() => slack.chat.deliver(event));
    for (const name of [...this.#people.unheard]) await this.reconnect(world.platforms[name]);
    for (const { chat } of [slack, discord]) chat.losing = false;
  }

  async #problems(): Promise<readonly Problem[]> {
    const { running } = this.#world;
    if (running === undefined) return [{ kind: 'wrong', text: 'The program does not run.' }];
    const { bare } = running.store;
    const posts = await this.posts.problems(bare);
    if (posts.length > 0) return posts;
    const rest = [
      ...(await subscriptionProblems(this.#world, bare)),
      ...seedProblems(this.#world, this.posts),
      ...(await voteProblems(this.#world, bare, this.posts, this.#people.untold())),
    ];
    return rest.map((text): Problem => ({ kind: 'wrong', text }));
  }
}

export interface Problem {
  readonly kind: 'loss' | 'order' | 'wrong';
  readonly text: string;
}
