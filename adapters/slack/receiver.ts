import { type App, AuthorizationError, type ReceiverEvent } from '@slack/bolt';
import { atMost } from '../../src/kernel/at-most.js';
import type { Clock } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import { groupOf, textIn } from './answer.js';

interface IntakeDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Slack left events out for a while: more came than it delivers. */
  readonly limited: (team: string) => void;
}

/**
 * Between a receiver of Bolt and its App. Bolt acknowledges an event before anybody has handled it, in Socket Mode whatever its
 * settings; here an event is acknowledged once its effect is durable, and when it fails not at all, so that Slack delivers it
 * again. Commands and presses are acknowledged at once, by their listeners.
 */
export class Intake {
  readonly #deps: IntakeDeps;
  readonly #underWay = new Set<Promise<void>>();
  #isStopping = false;

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
  }

  /** The App as a receiver sees it. */
  before(app: App): App {
    const facade: App = Object.create(app);
    facade.processEvent = (event) => this.#take(event, app);
    return facade;
  }

  /** Takes nothing more, and resolves when what was taken has been handled, or after `graceMs`. */
  async drain(graceMs: number): Promise<void> {
    this.#isStopping = true;
    const ended = Promise.allSettled(this.#underWay);
    if (!(await atMost(this.#deps.clock, graceMs, ended))) this.#deps.log.warn('slack.undrained', { afterMs: graceMs });
  }

  async #take(event: ReceiverEvent, app: App): Promise<void> {
    // Slack delivers it again, to whoever runs next.
    if (this.#isStopping) throw new Error('the bot is stopping');
    const handling = this.#handle(event, app);
    this.#underWay.add(handling);
    await handling.finally(() => this.#underWay.delete(handling));
  }

  async #handle(event: ReceiverEvent, app: App): Promise<void> {
    const body = groupOf(event.body);
    if (body.type === 'app_rate_limited') return this.#limited(event);
    if (!isEvent(body)) return isKnown(body) ? app.processEvent(event) : this.#unknown(event);
    try {
      await app.processEvent({ ...event, ack: async () => undefined });
    } catch (thrown) {
      // Of a workspace that we have no token for nothing can be handled, however often it comes.
      if (!(thrown instanceof AuthorizationError)) throw thrown;
      this.#deps.log.warn('slack.foreign-event', { workspace: textIn(body, 'team_id') });
    }
    await this.#acknowledge(event);
  }

  async #limited(event: ReceiverEvent): Promise<void> {
    this.#deps.limited(textIn(event.body, 'team_id') ?? '');
    await this.#acknowledge(event);
  }

  /** What Bolt has no listener for would wait for an acknowledgement until Slack gives up. */
  async #unknown(event: ReceiverEvent): Promise<void> {
    this.#deps.log.warn('slack.unknown-payload', { type: textIn(event.body, 'type') });
    await this.#acknowledge(event);
  }

  /** The effect is durable: when the acknowledgement comes too late, Slack delivers the event again, and it changes nothing. */
  async #acknowledge(event: ReceiverEvent): Promise<void> {
    try {
      await event.ack();
    } catch (thrown) {
      this.#deps.log.warn('slack.unacknowledged', { reason: reasonOf(thrown) });
    }
  }
}

type Body = Readonly<Record<string, unknown>>;

const isEvent = (body: Body): boolean => textIn(body.event, 'type') !== undefined;

const isKnown = (body: Body): boolean => textIn(body, 'command') !== undefined || body.type === 'block_actions';
