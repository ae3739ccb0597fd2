import { isObject, type JsonObject, parsed, textOf } from '../json.js';
import { emitChanged, emitDeleted, emitPosted } from './channel-events.js';
import { answer, type Handling, type Reply } from './handling.js';
import { slackLimits } from './limits.js';
import { messageContent, messageJson } from './message-content.js';
import { Refusal } from './refusal.js';
import type { Channel, Message, Workspace } from './state.js';
import type { World } from './world.js';

/** Where the answers to one command or press go. */
export interface ResponsePlace {
  readonly workspace: Workspace;
  readonly channel: Channel;
  readonly userId: string;
  /** What was pressed, or what this place showed last. */
  original: Message | undefined;
  /** Told of every message that is shown here for the first time or in place of another. */
  readonly shown: (message: Message) => void;
}

interface Entry {
  readonly place: ResponsePlace;
  readonly until: number;
  uses: number;
}

const known: ReadonlySet<string> = new Set([
  ...['text', 'blocks', 'attachments', 'response_type', 'replace_original', 'delete_original', 'thread_ts'],
  ...['mrkdwn', 'link_names', 'parse', 'unfurl_links', 'unfurl_media', 'metadata', 'markdown_text'],
]);

/** Slack's response_urls: five uses within half an hour each. */
export class ResponseUrls {
  readonly #world: World;
  readonly #handling: Handling;
  readonly #entries = new Map<string, Entry>();
  #count = 0;

  constructor(world: World, handling: Handling) {
    this.#world = world;
    this.#handling = handling;
  }

  make(place: ResponsePlace): string {
    this.#count += 1;
    const path = `/commands/${place.workspace.id}/${this.#count}/secret-${this.#count}`;
    this.#entries.set(path, { place, until: this.#world.now() + slackLimits.responseUrlMs, uses: 0 });
    return `${this.#world.url}${path}`;
  }

  handle(path: string, body: string): Promise<Reply> {
    const payload = parsed(body) ?? parsed(new URLSearchParams(body).get('payload') ?? '');
    const args = isObject(payload) ? payload : {};
    const teamId = this.#entries.get(path)?.place.workspace.id;
    return this.#handling.run('response_url', args, teamId, () => {
      if (!isObject(payload)) return answer(400, { ok: false, error: 'invalid_payload' });
      return this.#use(path, payload);
    });
  }

  /** What a command's acknowledgement shows at once; it is no use of the response_url. Throws a Refusal. */
  show(place: ResponsePlace, args: JsonObject): void {
    this.#complain(args);
    const { original } = place;
    if (args.delete_original === true) this.#delete(place);
    else if (args.replace_original === true && original !== undefined) this.#replace(place, original, args);
    else this.#add(place, args);
  }

  #complain(args: JsonObject): void {
    const world = this.#world;
    for (const name of Object.keys(args))
      if (!known.has(name)) world.complain(`${name} is no argument of response_url`);
    const isMute = textOf(args.text) === '' && textOf(args.markdown_text) === '' && args.delete_original !== true;
    if (isMute) world.complain('response_url without text: nothing for notifications and screen readers');
    if (args.link_names === true || args.parse === 'full')
      world.complain('response_url with link_names or parse=full turns outside text into mentions');
  }

  #use(path: string, args: JsonObject): Reply {
    const entry = this.#entries.get(path);
    if (entry === undefined || this.#world.now() > entry.until) return answer(404, { ok: false, error: 'expired_url' });
    if (entry.uses >= slackLimits.responseUrlUses) return answer(404, { ok: false, error: 'used_url' });
    entry.uses += 1;
    try {
      this.show(entry.place, args);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return answer(400, { ok: false, error: error.code, ...error.detail });
    }
    return answer(200, 'ok');
  }

  #add(place: ResponsePlace, args: JsonObject): void {
    const { workspace, channel } = place;
    const isForAll = args.response_type === 'in_channel';
    const message = this.#world.addMessage(
      workspace,
      channel,
      { user: workspace.botUserId, botId: workspace.botId },
      { ...messageContent(args), ...(!isForAll && { ephemeralFor: place.userId }) },
    );
    place.original = message;
    if (isForAll) void emitPosted(this.#world, workspace, channel, message);
    place.shown(message);
  }

  #replace(place: ResponsePlace, original: Message, args: JsonObject): void {
    const before = messageJson(place.workspace, this.#world.app.id, original);
    const said = messageContent(args);
    original.text = said.text;
    original.blocks = said.blocks;
    original.attachments = said.attachments;
    original.editedAt = this.#world.stamps.next();
    if (original.ephemeralFor === undefined)
      void emitChanged(this.#world, place.workspace, place.channel, before, original);
    place.shown(original);
  }

  #delete(place: ResponsePlace): void {
    const { original, channel } = place;
    if (original === undefined) return;
    channel.ephemerals.delete(original.ts);
    if (channel.messages.delete(original.ts)) void emitDeleted(this.#world, place.workspace, channel, original);
    place.original = undefined;
  }
}
