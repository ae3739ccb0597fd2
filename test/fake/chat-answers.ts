import type { Reply } from '../../src/platform/adapter.js';
import type { Limits } from '../../src/view/limits.js';
import type { MessageView } from '../../src/view/view.js';
import { assertFits } from './chat-limits.js';

export interface Answer {
  readonly audience: 'asker' | 'channel';
  readonly view: MessageView;
}

/** What one person is told in return, as data. A view that does not fit throws; so does every one while nobody can be told. */
export class ChatAnswers implements Reply {
  readonly answers: Answer[] = [];
  readonly #limits: Limits;
  readonly #deaf: boolean;

  constructor(limits: Limits, deaf: boolean) {
    this.#limits = limits;
    this.#deaf = deaf;
  }

  async send(audience: Answer['audience'], view: MessageView): Promise<void> {
    if (this.#deaf) throw new Error('The answer could not be sent.');
    assertFits(view, this.#limits);
    this.answers.push({ audience, view });
  }
}
