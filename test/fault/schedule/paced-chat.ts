import type { Clock } from '../../../src/kernel/clock.js';
import type { ChatAdapter, PostOutcome, PostRequest } from '../../../src/platform/adapter.js';
import { type LaneUse, Pace, type Rate } from '../../../src/platform/pace.js';
import type { FakeChat } from '../../fake/chat.js';

/** How long a request and its answer take. */
const wayMs = 40;

/** Every workspace takes one post in so long. */
export const postRate: Rate = { everyMs: 200, burst: 1 };

/** A platform that takes posts at a rate, strictly, and an adapter that keeps to it with the program's own pace. */
export class PacedChat implements ChatAdapter {
  readonly id;
  readonly limits;
  readonly lookup;
  /** Posts that came too early and were refused. */
  limited = 0;
  readonly #chat: FakeChat;
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #freeAt = new Map<string, number>();

  constructor(chat: FakeChat, clock: Clock) {
    this.id = chat.id;
    this.limits = chat.limits;
    this.lookup = chat.lookup;
    this.#chat = chat;
    this.#clock = clock;
    this.#pace = new Pace(clock);
  }

  start: ChatAdapter['start'] = (sink) => this.#chat.start(sink);

  stop: ChatAdapter['stop'] = () => this.#chat.stop();

  async post(request: PostRequest): Promise<PostOutcome> {
    const { workspace } = request.target;
    const uses: readonly LaneUse[] = [{ lane: workspace, rate: postRate }];
    const turn = await this.#pace.turn(uses, 'post', request.signal);
    if (turn === undefined) return { kind: 'retry', reason: 'given up before it was sent' };
    await this.#clock.sleep(wayMs / 2);
    if (this.#takes(workspace)) {
      const outcome = await this.#chat.post(request);
      await this.#clock.sleep(wayMs / 2);
      turn.arrived();
      return outcome;
    }
    this.limited += 1;
    turn.limited(postRate.everyMs);
    return { kind: 'retry', reason: 'asked to wait' };
  }

  #takes(workspace: string): boolean {
    const now = this.#clock.monotonicMs();
    if (now < (this.#freeAt.get(workspace) ?? 0)) return false;
    this.#freeAt.set(workspace, now + postRate.everyMs);
    return true;
  }
}
