import type { Clock } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { InboundSink } from '../../src/platform/adapter.js';
import type { Bursts } from './bursts.js';
import type { Channels } from './channels.js';
import type { Desk } from './desk.js';
import type { NamedEmoji } from './emoji.js';
import { channelOf, guildOf, type Ready, reactedOf, readyOf, touchedOf } from './events.js';
import type { Dispatch } from './gateway-connection.js';
import type { Guilds } from './guilds.js';
import type { Arrival } from './order.js';
import { workspaceOf } from './ref.js';

/** An event that cannot be made durable is tried again after so long, the last ones for as long as the process runs. */
const pausesMs = [1_000, 5_000, 15_000, 60_000] as const;
/** With more of them waiting, what a full disk keeps out is read back later instead. */
const mostWaiting = 5_000;

interface HappeningsDeps {
  readonly bursts: Bursts;
  readonly channels: Channels;
  readonly desk: Desk;
  readonly guilds: Guilds;
  readonly arrival: Arrival;
  readonly named: NamedEmoji;
  readonly clock: Clock;
  readonly log: Log;
  /** Who we are, as the gateway says. */
  readonly identified: (ready: Ready) => void;
  readonly botUserId: () => string;
  readonly stopping: AbortSignal;
}

type Handler = (data: unknown, sink: InboundSink) => Promise<void>;

/** What happens in Discord, handed to the core. */
export class Happenings {
  readonly #deps: HappeningsDeps;
  readonly #handlers: ReadonlyMap<string, Handler>;
  #waiting = 0;

  constructor(deps: HappeningsDeps) {
    this.#deps = deps;
    const { desk, guilds } = deps;
    const closed =
      (reason: string): Handler =>
      (data, sink) =>
        this.#closed(data, reason, sink);
    const asked: Handler = (data, sink) => desk.interaction(data, sink);
    const doubtful: Handler = (data, sink) => this.#doubtful(data, sink);
    const gone: Handler = (data, sink) => this.#gone(data, sink);
    const changed: Handler = async (data) => this.#changed(data);
    this.#handlers = new Map<string, Handler>([
      ['READY', (data, sink) => this.#ready(data, sink)],
      ['GUILD_CREATE', (data, sink) => guilds.seen(data, sink, (guild) => this.#missed(guild, sink))],
      ['GUILD_DELETE', (data, sink) => this.#left(data, sink)],
      ['CHANNEL_DELETE', closed('the channel was deleted')],
      ['THREAD_DELETE', closed('the thread was deleted')],
      ['CHANNEL_UPDATE', changed],
      ['INTERACTION_CREATE', asked],
      ['MESSAGE_CREATE', (data, sink) => desk.said(data, sink)],
      ['MESSAGE_DELETE', gone],
      ['MESSAGE_DELETE_BULK', gone],
      ['MESSAGE_REACTION_REMOVE_ALL', doubtful],
      ['MESSAGE_REACTION_REMOVE_EMOJI', doubtful],
    ]);
  }

  /** False when the event could not be made durable before the process stops. Never rejects. */
  async take({ type, data }: Dispatch, sink: InboundSink): Promise<boolean> {
    const { arrival } = this.#deps;
    if (type === 'MESSAGE_REACTION_ADD' || type === 'MESSAGE_REACTION_REMOVE') {
      // Its place in the order is that of its arrival, however often it has to be tried.
      const order = arrival.next();
      return this.#insist(type, () => this.#reacted(data, type === 'MESSAGE_REACTION_ADD', order, sink));
    }
    const handler = this.#handlers.get(type);
    if (handler === undefined) return true;
    if (asks.has(type)) return this.#once(type, () => handler(data, sink));
    return this.#insist(type, () => handler(data, sink));
  }

  /** What somebody waits for is not done again behind their back. */
  async #once(type: string, work: () => Promise<void>): Promise<boolean> {
    await work().catch((thrown: unknown) => this.#deps.log.error('discord.failed', { type, reason: reasonOf(thrown) }));
    return true;
  }

  async #insist(type: string, work: () => Promise<void>): Promise<boolean> {
    const { clock, log, stopping } = this.#deps;
    for (let tries = 0; ; tries += 1) {
      try {
        await work();
        return true;
      } catch (thrown) {
        log.error('discord.event-failed', { type, tries: tries + 1, reason: reasonOf(thrown) });
      }
      if (stopping.aborted || this.#waiting >= mostWaiting) return false;
      this.#waiting += 1;
      await clock.sleep(pausesMs[Math.min(tries, pausesMs.length - 1)] ?? 0, stopping);
      this.#waiting -= 1;
    }
  }

  async #reacted(
    data: unknown,
    present: boolean,
    order: ReturnType<Arrival['next']>,
    sink: InboundSink,
  ): Promise<void> {
    const reacted = reactedOf(data, present, order, this.#deps.named);
    if (reacted === undefined) return this.#unreadable(data, sink);
    const { event, isBurst, isProgram } = reacted;
    if (isProgram || event.user === this.#deps.botUserId()) return;
    const { bursts } = this.#deps;
    if (present) {
      if (isBurst) await bursts.added(event);
      return sink.reaction(event);
    }
    if (isBurst) await bursts.removed(event);
    else if (!(await bursts.stands(event))) return sink.reaction(event);
    // Whether the other one still stands only Discord can say: it may have been taken back unheard.
    await sink.doubtful(event.target, [event.message]);
  }

  /** What stands on the message now Discord can still be asked. */
  async #unreadable(data: unknown, sink: InboundSink): Promise<void> {
    this.#deps.log.warn('discord.unreadable', { what: 'reaction' });
    const at = touchedOf(data, this.#deps.named);
    if (at !== undefined && at.refs.length > 0) await sink.doubtful(at.target, at.refs);
  }

  /** A new session: what happened before it is not told again. */
  async #ready(data: unknown, sink: InboundSink): Promise<void> {
    const ready = readyOf(data);
    if (ready === undefined) return this.#deps.log.warn('discord.unreadable', { what: 'ready' });
    this.#deps.identified(ready);
    this.#deps.guilds.listed(ready.guilds, (guild) => this.#missed(guild, sink));
  }

  /** In the background: what comes next does not wait until all is read back. */
  #missed(guild: string | undefined, sink: InboundSink): void {
    void this.#insist('missed', () => sink.missed(workspaceOf(guild)));
  }

  async #left(data: unknown, sink: InboundSink): Promise<void> {
    const guild = guildOf(data);
    if (guild === undefined) return;
    // Discord's own trouble: the guild comes back by itself, and then what was missed is read back.
    if (guild.isUnavailable) return this.#deps.guilds.lost(guild.id);
    this.#deps.log.warn('discord.guild-left', { workspace: guild.id });
    await this.#deps.guilds.left(guild.id);
    await sink.ended(workspaceOf(guild.id), 'the bot was removed from the server');
  }

  async #closed(data: unknown, reason: string, sink: InboundSink): Promise<void> {
    const target = channelOf(data);
    if (target === undefined) return;
    this.#deps.channels.forget(target.channel);
    await sink.closed(target, reason);
  }

  #changed(data: unknown): void {
    const target = channelOf(data);
    if (target !== undefined) this.#deps.channels.forget(target.channel);
  }

  async #gone(data: unknown, sink: InboundSink): Promise<void> {
    const touched = touchedOf(data, this.#deps.named);
    if (touched !== undefined && touched.refs.length > 0) await sink.gone(touched.refs);
  }

  async #doubtful(data: unknown, sink: InboundSink): Promise<void> {
    const touched = touchedOf(data, this.#deps.named);
    if (touched === undefined || touched.refs.length === 0) return;
    for (const ref of touched.refs) await this.#deps.bursts.cleared(ref, touched.emoji);
    await sink.doubtful(touched.target, touched.refs);
  }
}

/** Events behind which somebody waits for an answer. */
const asks: ReadonlySet<string> = new Set(['INTERACTION_CREATE', 'MESSAGE_CREATE']);
