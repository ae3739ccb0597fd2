import { keepLatest } from '../../src/kernel/keep-latest.js';
import type { MessageView } from '../../src/view/view.js';
import type { Failure } from './answer.js';
import { type Channels, isChannel, isThread } from './channels.js';
import { hasThread, mayBeWrongChannel } from './errors.js';
import { textIn } from './json.js';
import { isSnowflake, type Place } from './ref.js';
import type { RestApi } from './rest-api.js';
import { titleOf } from './title.js';

/** Discord closes a thread in which nothing was said for so long; nobody can vote there any more. A week is the longest that it takes. */
export const archiveMinutes = 10_080;
const mostRemembered = 2_000;

interface ThreadsDeps {
  readonly rest: RestApi;
  readonly channels: Channels;
}

/**
 * The threads that hang on our messages. At Discord a thread is a channel that has the id of the message it hangs on; whoever stands in for it may
 * give it another, which only the answer tells.
 */
export class Threads {
  readonly #deps: ThreadsDeps;
  /** By the message that they hang on. */
  readonly #open = new Map<string, string>();
  readonly #titles = new Map<string, string>();

  constructor(deps: ThreadsDeps) {
    this.#deps = deps;
  }

  /** A message on which a thread may hang some day, which is called as the message is. */
  posted(message: string, view: MessageView): void {
    keepLatest(this.#titles, message, titleOf(view), mostRemembered);
  }

  /** The channel to answer the root in, by what is known; nothing is asked. */
  channelOf(channel: string, root: Place): string {
    return this.#isItself(channel, root) ? root.channel : (this.#open.get(root.message) ?? root.message);
  }

  /** The channel to answer the root in; opens the thread where there is none yet. Asked again, it does no harm. */
  async open(channel: string, root: Place, view: MessageView, signal: AbortSignal): Promise<string | Failure> {
    if (this.#isItself(channel, root)) return root.channel;
    const known = this.#open.get(root.message);
    if (known !== undefined) return known;
    const name = this.#titles.get(root.message) ?? titleOf(view);
    const body = { name, auto_archive_duration: archiveMinutes };
    const path = `/channels/${root.channel}/messages/${root.message}/threads` as const;
    const answer = await this.#deps.rest.call('POST', path, { body, urgency: 'post', signal });
    if (answer.kind === 'ok') return this.#opened(root, textIn(answer.data, 'id'));
    if (answer.kind === 'refused' && answer.code === hasThread) return this.#opened(root, root.message);
    if (answer.kind === 'limited' || answer.kind === 'unsent') return answer;
    return this.#otherwise(channel, root, answer);
  }

  /** The thread of the message was deleted; false when none was known. */
  forget({ message }: Place): boolean {
    this.#deps.channels.forget(this.#open.get(message) ?? message);
    return this.#open.delete(message);
  }

  /** A post of a forum, or a message in a thread: there are no threads in threads. */
  #isItself(channel: string, root: Place): boolean {
    if (root.channel !== channel || root.message === root.channel) return true;
    const known = this.#deps.channels.known(channel);
    return known !== undefined && isThread(known);
  }

  /** The channel may be a thread itself, or the thread be there already: Discord has a code for each, others have not. */
  async #otherwise(channel: string, root: Place, answer: Failure): Promise<string | Failure> {
    const { channels } = this.#deps;
    if (mayBeWrongChannel(answer)) {
      await channels.get(channel, 'post');
      if (this.#isItself(channel, root)) return root.channel;
    }
    channels.forget(root.message);
    const found = await channels.get(root.message, 'post');
    return isChannel(found) && isThread(found) ? this.#opened(root, found.id) : answer;
  }

  #opened({ message }: Place, told: string | undefined): string {
    const thread = told !== undefined && isSnowflake(told) ? told : message;
    keepLatest(this.#open, message, thread, mostRemembered);
    return thread;
  }
}
