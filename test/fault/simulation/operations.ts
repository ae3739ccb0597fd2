import type { ReactionEvent } from '../../../src/platform/adapter.js';
import type { Trouble } from '../../fake/chat-trouble.js';
import { seededRandom } from '../../fake/ids.js';
import { People, settingLine } from './people.js';
import type { Platform } from './platform.js';
import { Quiet } from './quiet.js';
import type { Step, StepName } from './step.js';
import type { World } from './world.js';

type Do = (numbers: readonly number[]) => Promise<void> | void;

const lines = ['', 'today', 'top', 'mine', 'status', 'help', 'show 1', 'settings', 'day'] as const;

/** By then somebody looks after it: what was voted longer ago is not read back. */
const longestDownMs = 4 * 86_400_000;

/** Does the steps of a history. */
export class Operations {
  readonly people: People;
  readonly quiet: Quiet;
  readonly #world: World;
  readonly #table: Readonly<Record<StepName, Do>>;

  constructor(world: World) {
    this.#world = world;
    this.people = new People(world);
    this.quiet = new Quiet(world, this.people);
    this.#table = { ...this.#life(), ...this.#channels(), ...this.#troubles() };
  }

  async do({ what, with: numbers }: Step): Promise<void> {
    this.#world.told(`— ${what} ${numbers.join(' ')}`);
    await this.#table[what]?.(numbers);
    await this.#world.activity.rest();
  }

  #life(): Readonly<Record<StepName, Do>> {
    const world = this.#world;
    const { people } = this;
    return {
      pass: async ([seconds = 0, stride = 60]) => {
        if (world.downMs > longestDownMs) await world.start();
        await world.clock.advance(seconds * 1_000, stride * 1_000);
      },
      list: ([how = 0, by = 0]) => {
        world.lists.change(how, by);
        // What is taken off a list may have been seen by nobody.
        if (how === 2) world.noteAmiss();
      },
      feed: ([how = 0]) => {
        world.lists.feed.down = how === 0 ? 'it answered 503' : undefined;
        world.noteAmiss();
      },
      react: ([message = 0, who = 0, which = 0]) => people.react(message, who, which, true),
      unreact: ([message = 0, who = 0, which = 0]) => people.react(message, who, which, false),
      press: ([slot = 0, who = 0, paper = 0, sign = 0]) => people.press(slot, who, paper, sign),
      on: ([slot = 0]) => people.wish(slot, 'on'),
      off: ([slot = 0]) => people.wish(slot, 'off'),
      set: ([slot = 0, what = 0, value = 0]) => people.wish(slot, settingLine(what, value)),
      post: ([slot = 0]) => people.wish(slot, 'post'),
      ask: async ([slot = 0, who = 0, line = 0]) => {
        // Who may not is refused, whatever they ask for.
        const asked = line === 7 ? 'settings off' : (lines[line % lines.length] ?? '');
        await people.ask(people.slotAt(slot), who === 0 ? 'cyd' : 'bob', asked);
      },
      quiet: () => this.quiet.reach(),
      crash: ([boundaries = 1]) => world.running?.gate.arm(boundaries),
      stop: () => world.stop(),
      start: () => world.start(),
      jump: ([seconds = 0]) => {
        world.noteAmiss();
        world.offsetMs = seconds * 1_000;
        world.noteAmiss();
      },
      disk: ([full = 0]) => this.#disk(full === 1),
    };
  }

  #disk(isFull: boolean): void {
    const world = this.#world;
    world.isDiskFull = isFull;
    if (isFull) world.running?.store.fillDisk();
    else world.running?.store.freeDisk();
    world.noteAmiss();
  }

  #channels(): Readonly<Record<StepName, Do>> {
    const { people } = this;
    return {
      leave: ([slot = 0]) => this.#close(slot, 'left', 'the bot was removed'),
      archive: ([slot = 0]) => this.#close(slot, 'archived', 'the channel is archived'),
      return: ([index = 0]) => {
        const slot = people.slotAt(index);
        const platform = people.platformOf(slot);
        if (platform.stateOf(slot.target) === 'open') return;
        platform.setState(slot.target, 'open');
        this.people.unheard.add(slot.platform);
        slot.wishes = ['join', ...slot.wishes.filter((wish) => wish !== 'join')];
        return people.fulfil(slot);
      },
      remove: async ([index = 0]) => {
        const slot = people.slotAt(index);
        if (!(await people.removeChannel(index))) return;
        await this.#close(index, 'deleted', 'the channel was deleted');
        slot.renew();
      },
      uninstall: ([which = 0]) => this.#uninstall(which === 0 ? 'slack' : 'discord'),
      delete: ([message = 0]) => people.delete(message),
    };
  }

  async #close(index: number, state: 'left' | 'archived' | 'deleted', reason: string): Promise<void> {
    const slot = this.people.slotAt(index);
    const platform = this.people.platformOf(slot);
    if (platform.stateOf(slot.target) !== 'open') return;
    platform.setState(slot.target, state);
    const sink = platform.chat.losing ? undefined : platform.sink;
    const { target } = slot;
    const told = await this.#world.perform(async () => sink?.closed(target, reason));
    slot.isToldClosed = sink !== undefined && told.kind === 'done';
  }

  async #uninstall(name: 'slack' | 'discord'): Promise<void> {
    const platform = this.#world.platforms[name];
    const workspace = name === 'slack' ? 'other' : 'guild';
    const slots = this.#world.slots.filter((slot) => slot.platform === name && slot.workspace === workspace);
    for (const { target } of slots) if (platform.stateOf(target) === 'open') platform.setState(target, 'left');
    const sink = platform.chat.losing ? undefined : platform.sink;
    const place = { adapter: platform.chat.id, workspace };
    const told = await this.#world.perform(async () => sink?.ended(place, 'the app was removed'));
    const isTold = sink !== undefined && told.kind === 'done';
    for (const slot of slots) slot.isToldClosed ||= isTold;
  }

  #troubles(): Readonly<Record<StepName, Do>> {
    const of = (index: number): Platform => this.#world.platforms[index === 0 ? 'slack' : 'discord'];
    const soon = (): Trouble => ({ kind: 'retry', notBefore: (this.#world.botNow() + 20_000) as never });
    const posts = ['retry', 'rejected', 'unknown', 'lost', 'hang', 'throw'] as const;
    const edits = ['retry', 'rejected', 'hang', 'lost', 'throw'] as const;
    const troubleOf = (kind: (typeof posts)[number] | undefined, number: number): Trouble =>
      kind === 'retry' && number % 2 === 0 ? soon() : { kind: kind ?? 'retry' };
    const many = (count: number, trouble: Trouble): readonly Trouble[] =>
      Array.from({ length: trouble.kind === 'rejected' ? 1 : count + 1 }, () => trouble);
    return {
      posts: ([on = 0, kind = 0, count = 0]) =>
        of(on).chat.nextPosts(...many(count, troubleOf(posts[kind % 6], count))),
      edits: ([on = 0, kind = 0, count = 0]) =>
        of(on).chat.nextEdits(...many(count, troubleOf(edits[kind % 5], count))),
      reads: ([on = 0, count = 0]) => of(on).chat.nextReads(...many(count, troubleOf('retry', count))),
      seeds: ([on = 0, kind = 0]) =>
        void of(on).chat.seeds.next.push(
          kind === 3
            ? { kind: 'rejected', reason: 'refused', detail: 'status 403' }
            : { kind: 'retry', reason: 'asked to wait' },
        ),
      slow: ([on = 0, how = 0]) => {
        for (const workspace of ['lab', 'other', 'guild'])
          of(on).chat.slow(workspace, [0, 10_000, 25_000][how % 3] ?? 0);
      },
      search: ([on = 0, how = 0]) => {
        of(on).chat.searchable = (['yes', 'yes', 'yes', 'retry', 'unsearchable'] as const)[how % 5] ?? 'yes';
      },
      lose: ([on = 0]) => {
        of(on).chat.losing = true;
      },
      reconnect: ([on = 0]) => this.quiet.reconnect(of(on)),
      hold: () => {
        of(0).chat.holding = true;
      },
      release: ([seed = 0]) => this.#release(seed),
    };
  }

  /** Slack tells what it held, some of it twice, in any order. */
  async #release(seed: number): Promise<void> {
    const { chat } = this.#world.platforms.slack;
    const random = seededRandom(seed);
    const held: readonly ReactionEvent[] = [...chat.held.splice(0)];
    chat.holding = false;
    const told = held.flatMap((event) => (random() < 0.3 ? [event, event] : [event]));
    const shuffled = told.map((event) => [random(), event] as const).toSorted(([one], [other]) => one - other);
    for (const [, event] of shuffled) {
      const done = await this.#world.perform(() => chat.deliver(event));
      if (done.kind === 'failed' || this.#world.running === undefined) this.people.unheard.add('slack');
    }
  }
}
