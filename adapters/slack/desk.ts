import type { Clock } from '../../src/kernel/clock.js';
import type { Log } from '../../src/kernel/log.js';
import type { InboundSink, Order, Reply } from '../../src/platform/adapter.js';
import { sentence } from '../../src/view/view.js';
import type { Caller } from './caller.js';
import type { Asked } from './inbound.js';
import { commandOf, pressOf, sayingOf } from './inbound.js';
import { orderAt } from './order.js';
import { ChannelReply, ResponseReply } from './reply.js';

/** The one command of the manifest. */
const ourCommand = '/paper';

interface DeskDeps {
  readonly caller: Caller;
  readonly clock: Clock;
  readonly log: Log;
}

/** Commands, presses, mentions and direct messages: what people ask, handed to the core with a way to answer. */
export class Desk {
  readonly #deps: DeskDeps;
  #lastOrder = 0;

  constructor(deps: DeskDeps) {
    this.#deps = deps;
  }

  async command(team: string, payload: unknown, sink: InboundSink): Promise<void> {
    const typed = commandOf(team, payload);
    if (typed === undefined) return this.#unreadable('command');
    const reply = this.#replyTo(typed, false);
    if (typed.command === ourCommand) return sink.command(typed.event, reply);
    const known = typed.command.replace(/[^/\w-]/g, '').slice(0, 40);
    await reply.send(
      'asker',
      sentence(`This app does not know ${known}; it knows ${ourCommand}. Type ${ourCommand} help.`),
    );
  }

  async press(team: string, payload: unknown, sink: InboundSink): Promise<void> {
    const press = pressOf(team, payload);
    if (press === undefined) return this.#unreadable('press');
    const { event, isOwn } = press;
    await sink.act({ ...event, order: event.order ?? this.#nextOrder() }, this.#replyTo(press, isOwn));
  }

  async saying(team: string, payload: unknown, botUserId: string, sink: InboundSink): Promise<void> {
    const asked = sayingOf(team, payload, botUserId);
    if (asked !== undefined) await sink.command(asked.event, this.#replyTo(asked, false));
  }

  #replyTo(
    { event, responseUrl, thread }: Asked<Pick<Parameters<InboundSink['command']>[0], 'user' | 'target'>>,
    isOwn: boolean,
  ): Reply {
    const { user, target } = event;
    const message = new ChannelReply({ user, target, thread }, this.#deps);
    return responseUrl === undefined ? message : new ResponseReply(responseUrl, isOwn, message, this.#deps);
  }

  /** Of a press without a time of its own: later than any before. */
  #nextOrder(): Order {
    this.#lastOrder = Math.max(orderAt(this.#deps.clock.now()), this.#lastOrder + 1);
    return this.#lastOrder as Order;
  }

  #unreadable(what: string): void {
    this.#deps.log.warn('slack.unreadable', { what });
  }
}
