import { isObject, type JsonObject, objectsIn, parsed, textOf } from '../json.js';
import { type AppAnswer, type AppDoor, isTaken } from './app-door.js';
import { Conversation } from './conversation.js';
import { messageJson } from './message-content.js';
import { Refusal } from './refusal.js';
import type { ResponsePlace, ResponseUrls } from './response-url.js';
import type { Channel, HomeView, Message, User, Workspace } from './state.js';
import type { World } from './world.js';

/** A person, where they are. */
interface Actor {
  readonly workspace: Workspace;
  readonly user: User;
}

const channelName = (channel: Channel): string =>
  ({ public: channel.name, private: 'privategroup', im: 'directmessage' })[channel.kind];

/** What an acknowledgement wants to show: JSON, or plain text over HTTP; undefined for none. */
function shownByAck(answer: AppAnswer): JsonObject | undefined {
  if (!isTaken(answer) || answer.via === 'none') return undefined;
  const payload = answer.via === 'http' ? (parsed(answer.body) ?? answer.body) : answer.payload;
  if (typeof payload === 'string') return payload === '' ? undefined : { text: payload };
  return isObject(payload) && Object.keys(payload).length > 0 ? payload : undefined;
}

/** Commands, presses and choices on their way to the app, and what comes back. */
export class Interactions {
  readonly #world: World;
  readonly #door: () => AppDoor;
  readonly #urls: ResponseUrls;

  constructor(world: World, door: () => AppDoor, urls: ResponseUrls) {
    this.#world = world;
    this.#door = door;
    this.#urls = urls;
  }

  command(actor: Actor, channel: Channel, command: string, text: string): Conversation {
    const { workspace, user } = actor;
    const { place, shown } = this.#place(actor, channel, undefined);
    const responseUrl = this.#urls.make(place);
    const triggerId = this.#world.triggers.make(user.id);
    const payload = {
      token: 'deprecated-verification-token',
      team_id: user.teamId,
      team_domain: workspace.domain,
      channel_id: channel.id,
      channel_name: channelName(channel),
      user_id: user.id,
      user_name: user.name,
      command,
      text,
      api_app_id: this.#world.app.id,
      is_enterprise_install: 'false',
      response_url: responseUrl,
      trigger_id: triggerId,
    };
    const acked = this.#door()
      .send({ kind: 'slash_commands', payload })
      .then((answer) => {
        const body = shownByAck(answer);
        if (body !== undefined) this.#showAck(place, body);
        return answer;
      });
    return new Conversation(acked, responseUrl, triggerId, shown);
  }

  /** An action on a message; `action` is the element as it stands there, with what was chosen. */
  onMessage(actor: Actor, channel: Channel, message: Message, action: JsonObject): Conversation {
    const { workspace } = actor;
    const { place, shown } = this.#place(actor, channel, message);
    const responseUrl = this.#urls.make(place);
    const isEphemeral = message.ephemeralFor !== undefined;
    return this.#act(actor, action, responseUrl, shown, {
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: channel.id,
        is_ephemeral: isEphemeral,
        ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
      },
      channel: { id: channel.id, name: channelName(channel) },
      ...(!isEphemeral && { message: messageJson(workspace, this.#world.app.id, message) }),
      state: { values: {} },
      response_url: responseUrl,
    });
  }

  /** An action on a person's Home, which has no response_url. */
  onHome(actor: Actor, home: HomeView, action: JsonObject): Conversation {
    const none = { messages: [], waiting: [] };
    return this.#act(actor, action, '', none, { container: { type: 'view', view_id: home.id }, view: home.view });
  }

  #act(
    { workspace, user }: Actor,
    action: JsonObject,
    responseUrl: string,
    shown: { readonly messages: Message[]; readonly waiting: (() => void)[] },
    place: JsonObject,
  ): Conversation {
    const triggerId = this.#world.triggers.make(user.id);
    const payload = {
      type: 'block_actions',
      user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
      api_app_id: this.#world.app.id,
      token: 'deprecated-verification-token',
      trigger_id: triggerId,
      team: { id: workspace.id, domain: workspace.domain },
      enterprise: null,
      is_enterprise_install: false,
      ...place,
      actions: [{ ...action, action_ts: this.#world.stamps.next() }],
    };
    return new Conversation(this.#door().send({ kind: 'interactive', payload }), responseUrl, triggerId, shown);
  }

  #showAck(place: ResponsePlace, body: JsonObject): void {
    try {
      this.#urls.show(place, body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#world.complain(`an acknowledgement that cannot be shown: ${error.code}`);
    }
  }

  #place({ workspace, user }: Actor, channel: Channel, original: Message | undefined) {
    const shown: { readonly messages: Message[]; readonly waiting: (() => void)[] } = { messages: [], waiting: [] };
    const place: ResponsePlace = {
      workspace,
      channel,
      userId: user.id,
      original,
      shown: (message) => {
        shown.messages.push(message);
        for (const wake of shown.waiting.splice(0)) wake();
      },
    };
    return { place, shown };
  }
}

/** All elements of blocks that can be pressed or chosen from, each with the id of its block. */
function elementsOf(blocks: readonly JsonObject[]): readonly JsonObject[] {
  return blocks.flatMap((block) =>
    [...objectsIn(block.elements), ...objectsIn([block.accessory]), ...objectsIn(block.actions)]
      .filter((element) => element.action_id !== undefined)
      .map((element) => ({ ...element, block_id: block.block_id })),
  );
}

const optionsOf = (element: JsonObject): readonly JsonObject[] => [
  ...objectsIn(element.options),
  ...objectsIn(element.option_groups).flatMap((group) => objectsIn(group.options)),
];

const label = (element: JsonObject): string => (isObject(element.text) ? textOf(element.text.text) : '');

const names = (element: JsonObject, wanted: string): boolean =>
  element.action_id === wanted || element.value === wanted || label(element) === wanted;

function only<T>(found: readonly T[], wanted: string): T {
  const [one] = found;
  if (one === undefined || found.length > 1) throw new Error(`${found.length} things to press are named "${wanted}".`);
  return one;
}

/** The action of pressing the one button whose action_id, value or label this is. */
export function pressAction(blocks: readonly JsonObject[], wanted: string): JsonObject {
  const buttons = elementsOf(blocks).filter((element) => element.type === 'button' && names(element, wanted));
  const { type, action_id, block_id, text, value, url } = only(buttons, wanted);
  return { type, action_id, block_id, text, ...(value !== undefined && { value }), ...(url !== undefined && { url }) };
}

/** The action of choosing the one option whose value or label this is, wherever it stands. */
export function choiceAction(blocks: readonly JsonObject[], wanted: string): JsonObject {
  const found = elementsOf(blocks).flatMap((element) =>
    optionsOf(element)
      .filter((option) => names(option, wanted))
      .map((option) => ({ element, option })),
  );
  const { element, option } = only(found, wanted);
  const { type, action_id, block_id } = element;
  const isMany = type === 'checkboxes' || type === 'multi_static_select';
  return { type, action_id, block_id, ...(isMany ? { selected_options: [option] } : { selected_option: option }) };
}
