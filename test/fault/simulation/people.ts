import type { Weekday } from '../../../src/kernel/dates.js';
import type { Order } from '../../../src/platform/adapter.js';
import { viewText } from '../../fake/chat-limits.js';
import type { Platform, Shown } from './platform.js';
import { freshWanted, type Slot, type Wanted, weekdays } from './slots.js';
import { emojiFor } from './voters.js';
import type { World } from './world.js';

type PlatformName = 'slack' | 'discord';

const users = ['ada', 'bob', 'cyd'] as const;
const userAt = (index: number): string => users[index % users.length] ?? 'ada';
/** Older messages are left alone: the program reads back no further than some days. */
const votedForMs = 2.5 * 86_400_000;

/** What was posted longer ago is not read back: the bot may have been away since. */
const readForMs = 8 * 86_400_000;

interface Pressed {
  readonly slot: Slot;
  readonly user: string;
  readonly paper: string;
  readonly sign: 1 | -1;
  readonly order: Order;
}

/** How an answer begins that says what somebody wished for is so; any other wish is a change of settings. */
const answers: readonly (readonly [wish: string, words: RegExp])[] = [
  ['off', /off here|nothing to switch off/],
  ['on', /^The morning edition is on here/],
  ['post', /^(?:Today's edition|Nothing is posted|The morning edition is (?:off|paused))/],
  ['', /^Saved:/],
];

/** What people do in their channels. */
export class People {
  readonly #world: World;
  /** Messages on which somebody changed something since the last time that all was compared. */
  readonly touched = new Set<string>();
  /** Where something went by that the program has not heard of. */
  readonly unheard = new Set<PlatformName>();
  /** Presses that nobody answered: Slack tells them again. */
  #unanswered: readonly Pressed[] = [];
  /** The last message of the time before the last comparison. */
  #settled: Readonly<Record<PlatformName, number>> = { slack: 0, discord: 0 };
  #order = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** All was compared: everything that people did is known, but for what cannot be read. */
  settled(): void {
    const { slack, discord } = this.#world.platforms;
    for (const key of [...this.touched]) if (this.#unreadable(key) === undefined) this.touched.delete(key);
    this.#settled = { slack: slack.shown.size, discord: discord.shown.size };
  }

  /** Papers on messages where something changed of which the program has not heard, and cannot. */
  untold(): ReadonlySet<string> {
    const papers = [...this.touched].flatMap((key) => this.#unreadable(key)?.first.papers ?? []);
    return new Set(papers.map(({ key }) => key));
  }

  #unreadable(key: string): Shown | undefined {
    const { slack, discord } = this.#world.platforms;
    const platform = slack.shown.has(key) ? slack : discord;
    const shown = platform.shown.get(key);
    if (shown === undefined) return undefined;
    const isOld = shown.postedAt < this.#world.clock.now() - readForMs;
    return isOld || platform.stateOf(shown.target) !== 'open' ? shown : undefined;
  }

  slotAt = (index: number): Slot => {
    const slot = this.#world.slots[index % this.#world.slots.length];
    if (slot === undefined) throw new Error('There are no channels.');
    return slot;
  };

  platformOf = ({ platform }: Pick<Slot, 'platform'>): Platform => this.#world.platforms[platform];

  async react(message: number, who: number, which: number, present: boolean): Promise<void> {
    const found = this.#young(message);
    if (found === undefined) return;
    const [name, { ref, first }] = found;
    const { chat } = this.#world.platforms[name];
    const user = userAt(who);
    const standing = chat.standing(ref).filter((one) => one.user === user);
    const offers = emojiFor(first);
    const emoji = present ? offers[which % offers.length] : standing[which % Math.max(1, standing.length)]?.emoji;
    if (emoji === undefined) return;
    this.touched.add(ref.key);
    this.#world.voters.reacted(ref);
    this.#world.figures.reactionsSent += 1;
    const done = await this.#world.perform(() =>
      present ? chat.react(user, ref, emoji) : chat.unreact(user, ref, emoji),
    );
    if (done.kind === 'failed' || chat.losing || this.#world.running === undefined) this.unheard.add(name);
  }

  /** A message that somebody may react to. */
  #young(index: number): readonly [PlatformName, Shown] | undefined {
    const since = this.#world.clock.now() - votedForMs;
    const young = (['slack', 'discord'] as const).flatMap((name) => {
      const platform = this.#world.platforms[name];
      return [...platform.shown.values()]
        .slice(-60)
        .filter(({ postedAt, isDeleted, first }) => postedAt > since && !isDeleted && first.papers.length > 0)
        .filter(({ target }) => platform.stateOf(target) === 'open')
        .map((shown) => [name, shown] as const);
    });
    return young[index % Math.max(1, young.length)];
  }

  async press(slotIndex: number, who: number, paper: number, sign: number): Promise<void> {
    const slot = this.slotAt(slotIndex);
    const platform = this.platformOf(slot);
    const user = userAt(who);
    const keys = [...this.#world.lists.listedAt.keys()].slice(-20);
    const key = keys[paper % Math.max(1, keys.length)];
    const isWaiting = this.#unanswered.some((one) => one.user === user && one.slot === slot);
    if (key === undefined || isWaiting || !this.#mayAsk(slot)) return;
    // Discord tells a press once: whether one that a crash met has counted, nobody can say.
    if (slot.platform === 'discord' && this.#world.process?.gate.isArmed === true) return;
    const known = await this.#world.running?.store.bare.papers.find([key as never]);
    if (known?.has(key as never) !== true) return;
    this.#order = Math.max(this.#order + 1, this.#world.clock.now() * 1_000);
    const order = this.#order as Order;
    await this.#tell({ slot, user, paper: key, sign: sign === 0 ? 1 : -1, order }, platform);
  }

  async #tell(pressed: Pressed, platform: Platform): Promise<void> {
    const { slot, user, paper, sign, order } = pressed;
    const said: string[] = [];
    const event = {
      ...{ user: platform.chat.user(user, slot), target: slot.target, order },
      action: `vote ${sign === 1 ? '+' : '-'} ${paper}`,
    };
    const reply = { send: async (_: unknown, view: Parameters<typeof viewText>[0]) => void said.push(viewText(view)) };
    const sink = platform.sink;
    const done = await this.#world.perform(async () => sink?.act(event, reply));
    const text = said.join('\n');
    this.#world.told(`press ${text}`);
    if (/^(?:Your vote on|👍 and 👎 of yours)/.test(text)) {
      this.#world.voters.press(slot.platform, slot.target, user, paper, sign);
    } else if (done.kind === 'failed') this.#unanswered = [...this.#unanswered, pressed];
    else if (!this.#world.isDiskFull) this.#world.wrong('wrong', `A press was answered with: ${text}`);
  }

  /** Tells again what was not answered. */
  async pressAgain(): Promise<void> {
    const again = this.#unanswered;
    this.#unanswered = [];
    for (const pressed of again) await this.#tell(pressed, this.platformOf(pressed.slot));
  }

  #mayAsk(slot: Slot): boolean {
    const platform = this.platformOf(slot);
    return platform.sink !== undefined && !platform.chat.losing && platform.stateOf(slot.target) === 'open';
  }

  /** Somebody who may types a command that changes what comes; it is repeated until it was answered as it should be. */
  async wish(slotIndex: number, line: string): Promise<void> {
    const slot = this.slotAt(slotIndex);
    if (this.platformOf(slot).stateOf(slot.target) !== 'open') return;
    if (slot.isFile) return void (await this.ask(slot, 'ada', `settings ${line}`));
    slot.wishes = [...slot.wishes, line];
    if (this.#mayAsk(slot)) await this.fulfil(slot);
  }

  async fulfil(slot: Slot): Promise<void> {
    const [wish] = slot.wishes;
    if (wish === undefined || this.platformOf(slot).stateOf(slot.target) !== 'open') return;
    const isDone = wish === 'join' ? await this.#join(slot) : await this.#set(slot, wish);
    if (!isDone) return;
    slot.wishes = slot.wishes.slice(1);
    await this.fulfil(slot);
  }

  async #join(slot: Slot): Promise<boolean> {
    const { sink } = this.platformOf(slot);
    const joined = await this.#world.perform(async () => sink?.joined({ target: slot.target }));
    if (joined.kind === 'failed' || joined.value === undefined) return false;
    [slot.isToldClosed, slot.activeSince] = [false, this.#world.latestMs];
    return true;
  }

  /** Whether the answer says that it is so now. */
  async #set(slot: Slot, line: string): Promise<boolean> {
    const text = (await this.ask(slot, 'ada', `settings ${line}`)) ?? '';
    const [wish] = answers.find(([start, words]) => line.startsWith(start) && words.test(text)) ?? [];
    if (wish !== undefined) this.#isSo(slot, wish, line, text);
    return wish !== undefined;
  }

  #isSo(slot: Slot, wish: string, line: string, text: string): void {
    const before = slot.wanted ?? freshWanted();
    // Dates that went by unseen just before an edition was posted by hand are not written down as skipped.
    if (wish === 'on' || wish === '' || text.includes('is being posted.')) slot.activeSince = this.#world.latestMs;
    if (wish === 'on') [slot.wanted, slot.isToldClosed] = [{ ...before, enabled: true }, false];
    if (wish === 'off' && slot.wanted !== undefined) slot.wanted = { ...before, enabled: false };
    if (wish === '') slot.wanted = { ...before, ...changeOf(line) };
  }

  /** The text of the answer; undefined when there was none. */
  async ask(slot: Slot, user: string, line: string): Promise<string | undefined> {
    const { chat } = this.platformOf(slot);
    if (!this.#mayAsk(slot)) return undefined;
    const done = await this.#world.perform(() => chat.type(user, slot.target, line));
    if (done.kind === 'failed') return undefined;
    const text = done.value.map(({ view }) => viewText(view)).join('\n');
    this.#world.told(`${line} → ${text}`);
    if (text === '' && this.#world.running !== undefined) this.#world.wrong('wrong', `${line} was not answered.`);
    return text;
  }

  /** Somebody deletes a message that has been there for a while. */
  async delete(message: number): Promise<void> {
    const found = this.#young(message);
    if (found === undefined || !this.#isSettled(...found)) return;
    await this.remove(...found);
  }

  async remove(name: PlatformName, shown: Shown): Promise<void> {
    this.#world.voters.keep(name, shown);
    shown.isDeleted = true;
    await this.#world.perform(() => this.#world.platforms[name].chat.delete(shown.ref));
  }

  /** What people did there is known, and the program knows the message. */
  #isSettled = (name: PlatformName, { place, ref }: Shown): boolean =>
    place <= this.#settled[name] && !this.touched.has(ref.key);

  /** The channel is deleted with all that is in it, unless something happened there just now. */
  async removeChannel(slotIndex: number): Promise<boolean> {
    const slot = this.slotAt(slotIndex);
    const { workspace, channel } = slot.target;
    const all = this.platformOf(slot).in(workspace, channel);
    if (slot.isFile || all.some((shown) => !shown.isDeleted && !this.#isSettled(slot.platform, shown))) return false;
    for (const shown of all) if (!shown.isDeleted) await this.remove(slot.platform, shown);
    return true;
  }
}

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'] as const;
const times = ['06:30', '08:00', '09:00', '09:30', '12:00', '17:30', '23:30', '00:30', '02:30', '07:00'] as const;
const layouts = ['list', 'thread', 'cards'] as const;
const counts = [10, 5, 3, 1, 8] as const;
const allDays: readonly (readonly [string, readonly Weekday[]])[] = [
  ['mon-fri', weekdays],
  ['mon-sun', [1, 2, 3, 4, 5, 6, 7]],
  ['mon,wed,fri', [1, 3, 5]],
];

const pick = <T>(from: readonly T[], index: number): T => {
  const found = from[index % from.length];
  if (found === undefined) throw new Error('There is nothing to pick from.');
  return found;
};

/** What a person types to change one thing. */
export function settingLine(what: number, value: number): string {
  switch (what) {
    case 0:
      return `time ${pick(times, value)}`;
    case 1:
      return `zone ${pick(zones, value)}`;
    case 2:
      return `days ${pick(allDays, value)[0]}`;
    case 3:
      return `count ${pick(counts, value)}`;
    default:
      return `layout ${pick(layouts, value)}`;
  }
}

function changeOf(line: string): Partial<Wanted> {
  const [key, value = ''] = line.split(' ');
  if (key === 'count') return { count: Number(value) };
  if (key === 'days') return { days: allDays.find(([text]) => text === value)?.[1] ?? weekdays };
  if (key === 'layout') return { layout: value as Wanted['layout'] };
  return key === 'time' ? { time: value } : { zone: value };
}
