import type { Bot } from './bot.js';

/** Before the post takes effect, and after it but before the answer. */
export type PostHook = (phase: 'before' | 'after') => unknown;

/** A platform's stand-in with channels, and a bot as a process whose edition is due there. */
export interface Lab {
  readonly bot: Bot;
  /** How many lists stand in each channel. */
  readonly lists: readonly number[];
  /** What the platform would let pass and we do not want. */
  readonly complaints: readonly string[];
  onPost(hook: PostHook | undefined): void;
  /** The next post takes effect and is never answered. */
  loseNextAnswer(): void;
  until(isSo: () => boolean, timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}
