import type { MessageView } from '../../src/view/view.js';
import type { Failure } from './answer.js';
import { type Channels, isThread } from './channels.js';
import { hasThread, isWrongChannel } from './errors.js';
import type { Place } from './ref.js';
import type { RestApi } from './rest-api.js';
import { titleOf } from './title.js';

/** Discord closes a thread in which nothing was said for so long; nobody can vote there any more. A week is the longest that it takes. */
export const archiveMinutes = 10_080;
const mostRemembered = 2_000;

interface ThreadsDeps {
  readonly rest: RestApi;
  readonly channels: Channels;
}

/** The threads that hang on our messages. A thread is a channel that has the id of the message it hangs on. */
export class Threads {
  readonly #deps: ThreadsDeps;
  readonly #open = new Set<string>();
  readonly #titles = new Map<string, string>();

  constructor(deps: ThreadsDeps) {
    this.#deps = deps;
  }

  /** A message on which a thread may hang some day, which is called as the message is. */
  posted(message: string, view: MessageView): void {
    this.#titles.set(message, titleOf(view));
    const [oldest] = this.#titles.keys();
    if (this.#titles.size > mostRemembered && oldest !== undefined) this.#titles.delete(oldest);
  }

  /** The channel to answer the root in, by what is known; nothing is asked. */
  channelOf(channel: string, root: Place): string {
    // A post of a forum, or a message in a thread: there are no threads in threads.
    if (root.channel !== channel) return root.channel;
    const known = this.#deps.channels.known(channel);
    return known !== undefined && isThread(known) ? channel : root.message;
  }

  /** The channel to answer the root in; opens the thread where there is none yet. Asked again, it does no harm. */
  async open(channel: string, root: Place, view: MessageView, signal: AbortSignal): Promise<string | Failure> {
    const thread = this.channelOf(channel, root);
    if (thread !== root.message || thread === root.channel || this.#open.has(thread)) return thread;
    const name = this.#titles.get(root.message) ?? titleOf(view);
    const body = { name, auto_archive_duration: archiveMinutes };
    const path = `/channels/${root.channel}/messages/${root.message}/threads` as const;
    const answer = await this.#deps.rest.call('POST', path, { body, urgency: 'post', signal });
    if (answer.kind === 'ok' || (answer.kind === 'refused' && answer.code === hasThread)) {
      this.#remember(thread);
      return thread;
    }
    if (answer.kind !== 'refused' || !isWrongChannel(answer.code)) return answer;
    await this.#deps.channels.get(channel, 'post');
    const again = this.channelOf(channel, root);
    return again === thread ? answer : again;
  }

  /** It was deleted. */
  forget(thread: string): boolean {
    return this.#open.delete(thread);
  }

  #remember(thread: string): void {
    this.#open.add(thread);
    const [oldest] = this.#open;
    if (this.#open.size > mostRemembered && oldest !== undefined) this.#open.delete(oldest);
  }
}
