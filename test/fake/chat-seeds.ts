import type { EditOutcome, MessageRef } from '../../src/platform/adapter.js';

/** The emoji that the bot itself put on messages, and what the next ones meet. */
export class ChatSeeds {
  readonly #seeds = new Map<string, string[]>();
  /** How the next seeds end, in order; after that all is well again. */
  readonly next: EditOutcome[] = [];

  put({ key }: MessageRef, emoji: string): EditOutcome {
    const outcome = this.next.shift() ?? { kind: 'edited' };
    if (outcome.kind === 'edited') this.#seeds.set(key, [...this.on(key).filter((one) => one !== emoji), emoji]);
    return outcome;
  }

  on = (key: string): readonly string[] => this.#seeds.get(key) ?? [];
}
