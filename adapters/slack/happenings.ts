import type { Clock } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { InboundSink } from '../../src/platform/adapter.js';
import type { AccessSource } from './access.js';
import type { Caller } from './caller.js';
import type { Desk } from './desk.js';
import {
  channelOf,
  deletedOf,
  homeOf,
  isBotRevoked,
  linksOf,
  type Membership,
  membershipOf,
  reactionOf,
  sayingOf,
} from './inbound.js';
import type { People } from './people.js';
import { userOf, workspaceOf } from './ref.js';
import { renderHome, renderMessage } from './render.js';
import type { SeenEvents } from './seen-events.js';
import type { Voters } from './voters.js';

/** One event of Slack's Events API, as it concerns the bot in one workspace. */
export interface Happening {
  readonly team: string;
  readonly botUserId: string;
  /** Slack's id of the event; the same when it is delivered again. */
  readonly eventId: string | undefined;
  readonly type: string;
  readonly payload: unknown;
}

interface HappeningsDeps {
  readonly access: AccessSource;
  readonly caller: Caller;
  readonly people: People;
  readonly voters: Voters;
  readonly desk: Desk;
  readonly seen: SeenEvents;
  readonly clock: Clock;
  readonly log: Log;
  /** The workspace took the app away. */
  readonly ended: (team: string, reason: string) => Promise<void>;
}

type Handler = (happening: Happening, sink: InboundSink) => Promise<void>;

/** What happens in a workspace, handed to the core. Each promise resolves once the effect is durable; it rejects when the event has to come again. */
export class Happenings {
  readonly #deps: HappeningsDeps;
  readonly #handlers: ReadonlyMap<string, Handler>;

  constructor(deps: HappeningsDeps) {
    this.#deps = deps;
    const closed =
      (reason: string): Handler =>
      (happening, sink) =>
        this.#closed(happening, reason, sink);
    this.#handlers = new Map<string, Handler>([
      ['reaction_added', (happening, sink) => this.#reacted(happening, sink)],
      ['reaction_removed', (happening, sink) => this.#reacted(happening, sink)],
      ['message', (happening, sink) => this.#message(happening, sink)],
      ['app_mention', (happening, sink) => this.#said(happening, sink)],
      ['app_home_opened', (happening, sink) => this.#home(happening, sink)],
      ['link_shared', (happening, sink) => this.#links(happening, sink)],
      ['member_joined_channel', (happening, sink) => this.#joined(happening, sink)],
      ['member_left_channel', (happening, sink) => this.#left(happening, sink)],
      ['channel_left', closed('the bot was removed from the channel')],
      ['group_left', closed('the bot was removed from the channel')],
      ['channel_archive', closed('the channel is archived')],
      ['group_archive', closed('the channel is archived')],
      ['channel_unarchive', (happening, sink) => this.#reopened(happening, sink)],
      ['group_unarchive', (happening, sink) => this.#reopened(happening, sink)],
      ['channel_deleted', closed('the channel was deleted')],
      ['group_deleted', closed('the channel was deleted')],
      ['app_uninstalled', ({ team }) => deps.ended(team, 'the app was uninstalled')],
      ['tokens_revoked', (happening) => this.#revoked(happening)],
    ]);
  }

  async take(happening: Happening, sink: InboundSink): Promise<void> {
    const handler = this.#handlers.get(happening.type);
    if (handler !== undefined) await handler(happening, sink);
  }

  async #reacted({ team, botUserId, payload }: Happening, sink: InboundSink): Promise<void> {
    const reaction = reactionOf(team, payload);
    if (reaction === undefined || reaction.event.user === botUserId) return;
    const { event, author } = reaction;
    // Who reacts to others' messages is none of our business; the core finds that the message is not one of ours.
    if (author === undefined || author === botUserId) await this.#deps.voters.take(event, sink);
    else await sink.reaction(event);
  }

  async #message(happening: Happening, sink: InboundSink): Promise<void> {
    const { team, payload } = happening;
    const deleted = deletedOf(team, payload);
    if (deleted !== undefined) return sink.gone([deleted]);
    if (isDirectMessage(payload)) await this.#said(happening, sink);
  }

  /** What is said is answered once, also when Slack tells of it twice: as a mention and as a message, or again. */
  async #said({ team, botUserId, eventId, payload }: Happening, sink: InboundSink): Promise<void> {
    if (sayingOf(team, payload, botUserId) === undefined) return;
    await this.#deps.seen.once(eventId, () => this.#deps.desk.saying(team, payload, botUserId, sink));
  }

  async #home({ team, payload }: Happening, sink: InboundSink): Promise<void> {
    const user = homeOf(payload);
    if (user === undefined) return;
    const view = renderHome(await sink.home(userOf(team, user)));
    this.#tell(
      'views.publish',
      await this.#deps.caller.call(team, 'views.publish', { user_id: user, view }, { urgency: 'answer' }),
    );
  }

  async #links({ team, payload }: Happening, sink: InboundSink): Promise<void> {
    const shared = linksOf(team, payload);
    if (shared === undefined) return;
    const known = await sink.unfurl(shared.links, shared.target);
    if (known.size === 0) return;
    const unfurls = Object.fromEntries(
      [...known].map(([link, view]) => [link, { blocks: renderMessage(view).blocks }]),
    );
    const { unfurlId, source, target, ts } = shared;
    const where =
      unfurlId === undefined || source === undefined
        ? { channel: target.channel, ts }
        : { unfurl_id: unfurlId, source };
    this.#tell(
      'chat.unfurl',
      await this.#deps.caller.call(team, 'chat.unfurl', { ...where, unfurls }, { urgency: 'answer' }),
    );
  }

  async #joined(happening: Happening, sink: InboundSink): Promise<void> {
    const joined = membershipOf(happening.team, happening.payload);
    if (joined?.user !== happening.botUserId) return;
    const { team, eventId } = happening;
    const { people, seen } = this.#deps;
    const { target, inviter } = joined;
    if (inviter !== undefined) await people.invited(team, target.channel, inviter);
    const greeting = await sink.joined({ target, ...(inviter === undefined ? {} : { by: userOf(team, inviter) }) });
    // Everybody in the channel would see a second greeting: rather none than two.
    if (eventId !== undefined && !(await seen.take(eventId))) return;
    const args = { channel: target.channel, ...renderMessage(greeting), unfurl_links: false, unfurl_media: false };
    this.#tell('chat.postMessage', await this.#deps.caller.call(team, 'chat.postMessage', args, { urgency: 'answer' }));
  }

  async #left(happening: Happening, sink: InboundSink): Promise<void> {
    const left: Membership | undefined = membershipOf(happening.team, happening.payload);
    if (left?.user === happening.botUserId) await sink.closed(left.target, 'the bot was removed from the channel');
  }

  async #closed({ team, payload }: Happening, reason: string, sink: InboundSink): Promise<void> {
    const target = channelOf(team, payload);
    if (target !== undefined) await sink.closed(target, reason);
  }

  /** The bot was in it all the time: nobody needs a greeting. */
  async #reopened({ team, payload }: Happening, sink: InboundSink): Promise<void> {
    const target = channelOf(team, payload);
    if (target !== undefined) await sink.joined({ target });
  }

  async #revoked({ team, payload }: Happening): Promise<void> {
    if (isBotRevoked(payload)) await this.#deps.ended(team, 'the workspace took the token back');
  }

  #tell(method: string, answer: Awaited<ReturnType<Caller['call']>>): void {
    if (answer.kind === 'ok') return;
    const reason = answer.kind === 'refused' ? answer.error : answer.kind;
    this.#deps.log.warn('slack.refused', { method, reason });
  }
}

const isDirectMessage = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && 'channel_type' in payload && payload.channel_type === 'im';

/** Reading back what a workspace may have missed, by its id. */
export async function readMissed(team: string, sink: InboundSink, log: Log): Promise<void> {
  await sink.missed(workspaceOf(team)).catch((thrown: unknown) => {
    log.error('slack.missed-not-read', { workspace: team, reason: reasonOf(thrown) });
  });
}
