import type { AdapterId } from '../../../src/platform/adapter.js';
import type { CommonTrouble } from '../../fake/troubles.js';

/** What happens to a request in place of the answer that it should get; both stand-ins know these. */
export type Harm =
  | Exclude<CommonTrouble, { readonly kind: 'slow' }>
  | {
      readonly kind: 'rate limited';
      readonly retryAfterSeconds: number;
      readonly global?: boolean;
      readonly shared?: boolean;
    };

export type Phase = 'before' | 'after';

/** A channel. */
export interface Room {
  readonly workspace: string;
  readonly channel: string;
}

/** A message of the bot's. */
export interface Shown {
  /** As the store names it. */
  readonly ref: string;
  /** What it carries of the delivery that it is. */
  readonly mark: string | undefined;
  readonly text: string;
  /** Which emoji the bot put on it. */
  readonly seeds: readonly string[];
}

/** A request of the bot's as it came. */
export interface Asked {
  readonly at: number;
  /** What shares a limit with it. */
  readonly bucket: string;
  readonly what: 'post' | 'seed' | 'other';
  /** Of a post: what it carries of its delivery. */
  readonly mark: string | undefined;
  readonly body: string;
  readonly isLimited: boolean;
}

/** A platform's stand-in, with what the faults need of it in one form for both. */
export interface Place {
  readonly adapter: AdapterId;
  readonly environment: Readonly<Record<string, string>>;
  /** Where its REST interface stands, and the variable that names it. */
  readonly api: { readonly url: string; readonly variable: string };
  readonly complaints: readonly string[];
  readonly asked: readonly Asked[];
  addRoom(): Room;
  /** The bot's messages in a channel and its threads, in the order in which they came. */
  shown(room: Room): readonly Shown[];
  /** Called when a post comes, before it takes effect, and after that before it is answered; both are awaited. */
  onPost(hook: ((phase: Phase) => unknown) | undefined): void;
  /** What happens to the next requests of that kind. */
  harm(what: 'post' | 'seed', ...harms: readonly Harm[]): void;
  /** People write so much in the channel. */
  chat(room: Room, messages: number): void;
  /** Somebody wants something of the bot that the platform does not count with posts. */
  ask(): void;
  stop(): Promise<void>;
}
