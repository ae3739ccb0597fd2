import type { MessageRef, Target } from '../../../src/platform/adapter.js';
import { baseEmoji } from '../../../src/votes/emoji.js';
import type { ShownView } from './message-view.js';
import type { Platform, Shown } from './platform.js';

type PlatformName = 'slack' | 'discord';

export interface Tallied {
  up: number;
  down: number;
}

/** `1⃣` to `9⃣`, then `🔟`. */
const numberOf = (number: number): string => (number === 10 ? '🔟' : `${number}\u20e3`);

/** What one emoji in base form says on a message. */
function voteOf({ voting, papers }: ShownView, emoji: string): readonly [paper: string, sign: 1 | -1] | undefined {
  if (voting === 'numbers') {
    const paper = papers.find(({ number }) => number !== undefined && numberOf(number) === emoji);
    return paper === undefined ? undefined : [paper.key, 1];
  }
  const paper = papers[0]?.key;
  if (voting !== 'thumbs' || paper === undefined) return undefined;
  if (emoji === '👍' || emoji === '🔥') return [paper, 1];
  return emoji === '👎' ? [paper, -1] : undefined;
}

/** What people can put on a message; the last ones mean nothing there. */
export function emojiFor({ voting, papers }: ShownView): readonly string[] {
  if (voting === 'thumbs') return ['👍', '👎', '🔥', '👍🏽', '👎🏿', '🎉'];
  const numbers = papers.map(({ number = 1 }) => numberOf(number));
  const dressed = numbers.filter((one) => one.endsWith('\u20e3')).map((one) => `${one.slice(0, 1)}\uFE0F\u20e3`);
  return [...numbers, ...dressed.slice(0, 1), '🎉'];
}

/** The emoji that the bot puts on a message, as a set. */
export function seedsFor({ voting, papers, hasButtons }: ShownView): readonly string[] {
  if (papers.length === 0 || hasButtons) return [];
  return voting === 'thumbs' ? ['👍', '👎'] : papers.map(({ number = 1 }) => numberOf(number));
}

export const teamOf = (platform: string, workspace: string): string =>
  (platform === 'slack' && workspace === 'lab') || (platform === 'discord' && workspace === 'guild')
    ? 'team:both'
    : `${platform}:${workspace}`;

/** The votes as people cast them: what stands on messages, what stood on those that were deleted, and what buttons say. */
export class Voters {
  readonly #platforms: Readonly<Record<PlatformName, Platform>>;
  readonly #kept = new Map<string, readonly { readonly user: string; readonly emoji: string }[]>();
  readonly #buttons = new Map<string, readonly [team: string, person: string, paper: string, sign: 1 | -1]>();
  readonly #reacted = new Set<string>();

  constructor(platforms: Readonly<Record<PlatformName, Platform>>) {
    this.#platforms = platforms;
  }

  reacted({ key }: MessageRef): void {
    this.#reacted.add(key);
  }

  /** Before a message goes: its votes stay. */
  keep(platform: PlatformName, { ref }: Shown): void {
    this.#kept.set(ref.key, this.#platforms[platform].chat.standing(ref));
  }

  press(platform: PlatformName, { workspace }: Target, user: string, paper: string, sign: 1 | -1): void {
    const person = `${platform} ${workspace} ${user}`;
    const id = `${person} ${paper} ${sign}`;
    if (!this.#buttons.delete(id)) this.#buttons.set(id, [teamOf(platform, workspace), person, paper, sign]);
  }

  /** The tallies by team and paper; messages that the program never heard of count nothing. */
  tallies(isKnown: (shown: Shown) => boolean): ReadonlyMap<string, Map<string, Tallied>> {
    const signs = new Map<string, Set<1 | -1>>();
    const add = (team: string, person: string, paper: string, sign: 1 | -1): void => {
      const id = JSON.stringify([team, paper, person]);
      signs.set(id, (signs.get(id) ?? new Set()).add(sign));
    };
    for (const platform of ['slack', 'discord'] as const) this.#ofMessages(platform, isKnown, add);
    for (const vote of this.#buttons.values()) add(...vote);
    const teams = new Map<string, Map<string, Tallied>>();
    for (const [id, cast] of signs) {
      const [team = '', paper = ''] = JSON.parse(id) as string[];
      if (cast.size !== 1) continue;
      const papers = teams.get(team) ?? new Map<string, Tallied>();
      const tally = papers.get(paper) ?? { up: 0, down: 0 };
      if (cast.has(1)) tally.up += 1;
      else tally.down += 1;
      teams.set(team, papers.set(paper, tally));
    }
    return teams;
  }

  #ofMessages(
    platform: PlatformName,
    isKnown: (shown: Shown) => boolean,
    add: (team: string, person: string, paper: string, sign: 1 | -1) => void,
  ): void {
    const { chat, shown } = this.#platforms[platform];
    for (const one of shown.values()) {
      if (!this.#reacted.has(one.ref.key) || !isKnown(one)) continue;
      const { workspace } = one.target;
      for (const { user, emoji } of this.#kept.get(one.ref.key) ?? chat.standing(one.ref)) {
        const vote = voteOf(one.first, baseEmoji(emoji));
        if (vote !== undefined) add(teamOf(platform, workspace), `${platform} ${workspace} ${user}`, ...vote);
      }
    }
  }
}
