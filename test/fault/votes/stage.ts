import type { MessageRef } from '../../../src/platform/adapter.js';
import { settle } from '../../fake/clock.js';
import type { DiscordSite } from './discord-site.js';
import type { Form, Site } from './site.js';
import type { SlackSite } from './slack-site.js';

/** When a request that reads can be held: on its way, and when it was carried out but not answered. */
export type Hold = 'on its way' | 'taken';

/** A platform whose events, and whose answer to a read, are in the history's hands. */
export interface Stage {
  readonly name: string;
  readonly site: Site;
  /** From now on events wait. */
  hold(): void;
  /** What has waited so far goes out. */
  tell(): void;
  /** Nothing waits any more. */
  release(): void;
  /** Somebody takes back what they put there: whether another of its skin tones still stands only a read can say, which begins. */
  doubt(doubter: number, ref: MessageRef, form: Form): void;
  /** Holds the next read of a message for as long as `act` takes, at each of the two times. */
  onRead(act: (hold: Hold) => Promise<void>): void;
}

/** Slack tells in any order: what has waited comes backwards. */
export class SlackStage implements Stage {
  readonly name = 'Slack';
  readonly site: SlackSite;
  #waiting: (() => void)[] = [];

  constructor(site: SlackSite) {
    this.site = site;
  }

  hold(): void {
    this.site.slack.events.hold();
  }

  tell(): void {
    this.#waiting.push(...this.site.slack.events.taken());
    for (const send of this.#waiting.splice(0).toReversed()) send();
  }

  release(): void {
    this.tell();
    this.site.slack.events.release();
  }

  doubt(doubter: number, ref: MessageRef, form: Form): void {
    const { events } = this.site.slack;
    this.#waiting.push(...events.taken());
    this.site.toggle(doubter, ref, form);
    for (const send of events.taken()) send();
  }

  onRead(act: (hold: Hold) => Promise<void>): void {
    const { slack } = this.site;
    slack.onRequest = async ({ method, phase }) => {
      if (method !== 'reactions.get') return;
      if (phase === 'after') slack.onRequest = undefined;
      await act(phase === 'before' ? 'on its way' : 'taken');
    };
  }
}

const message = '/channels/{channel}/messages/{message}';

/** A set is read in two steps: the message with its emoji, then who is behind each of them. One of them is held. */
const routes = [message, `${message}/reactions/{emoji}`] as const;

/** Discord tells in order: with the doubt comes what happened before it. */
export class DiscordStage implements Stage {
  readonly name = 'Discord';
  readonly site: DiscordSite;
  readonly #route: string;

  constructor(site: DiscordSite, route: 0 | 1) {
    this.site = site;
    this.#route = routes[route];
  }

  hold(): void {
    this.site.discord.gateway.hold();
  }

  tell(): void {
    this.release();
    this.hold();
  }

  release(): void {
    this.site.discord.gateway.release();
  }

  doubt(doubter: number, ref: MessageRef, form: Form): void {
    this.site.toggle(doubter, ref, form);
    this.tell();
  }

  onRead(act: (hold: Hold) => Promise<void>): void {
    const { discord } = this.site;
    discord.onRequest = async ({ method, path, phase }) => {
      if (method !== 'GET' || path !== this.#route) return;
      if (phase === 'after') discord.onRequest = undefined;
      await act(phase === 'before' ? 'on its way' : 'taken');
    };
  }
}

/** Some turns of real time in which the clock hardly moves: a request that is held must not be late. */
export async function breathe({ clock }: Site): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    await settle();
    await new Promise((resolve) => setTimeout(resolve, 1));
    await clock.advance(8);
  }
}
