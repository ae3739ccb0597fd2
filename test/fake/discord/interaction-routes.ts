import { type JsonObject, numberOf, objectOf, objectsIn } from '../json.js';
import { FormCheck } from './form-check.js';
import { InteractionMessages, loading, type NewMessage } from './interaction-messages.js';
import { interactionTypes } from './interaction-payload.js';
import type { Choice, Interaction, Interactions } from './interactions.js';
import { Refusal, refusals } from './refusal.js';
import { type Call, noContent, ok, type Result, type Router } from './router.js';
import { type Message, messageFlags } from './state.js';

/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type */
const answers = { message: 4, defer: 5, deferUpdate: 6, update: 7, choices: 8, modal: 9 } as const;

const allowedAnswers: Readonly<Record<number, readonly number[]>> = {
  [interactionTypes.command]: [answers.message, answers.defer, answers.modal],
  [interactionTypes.component]: [
    ...[answers.message, answers.defer, answers.deferUpdate],
    ...[answers.update, answers.modal],
  ],
  [interactionTypes.autocomplete]: [answers.choices],
};

const commandAnswer = 20;
const reply = 19;
const choicesAtMost = 25;

const invalidToken = (): Refusal => new Refusal(401, 50027, 'Invalid Webhook Token');

/** How interactions are answered: the callback, then follow-ups and changes by the token. */
export function addInteractionRoutes(router: Router, interactions: Interactions): void {
  new InteractionRoutes(interactions).register(router);
}

class InteractionRoutes {
  readonly #interactions: Interactions;
  readonly #messages: InteractionMessages;

  constructor(interactions: Interactions) {
    this.#interactions = interactions;
    this.#messages = new InteractionMessages(interactions);
  }

  register(router: Router): void {
    const options = { isInteraction: true };
    const hook = '/webhooks/{application}/{token}';
    router.route('POST', '/interactions/{interaction}/{token}/callback', (call) => this.#callback(call), options);
    router.route('POST', hook, (call) => this.#followUp(call), options);
    const message = `${hook}/messages/{message}`;
    router.route('GET', message, (call) => this.#show(this.#messageOf(call)[1]), options);
    router.route('PATCH', message, (call) => this.#edit(call), options);
    router.route('DELETE', message, (call) => this.#delete(call), options);
  }

  async #callback({ params, body, query }: Call): Promise<Result> {
    const interaction = this.#interactions.find(params.token ?? '');
    if (interaction === undefined || interaction.id !== params.interaction) throw refusals.unknownInteraction();
    if (interaction.answer !== undefined) throw refusals.alreadyAcknowledged();
    if (interaction.conversation.isLate) throw refusals.unknownInteraction();
    const { type, data } = objectOf(body);
    checkType(type, interaction);
    const message = await this.#take(interaction, numberOf(type), objectOf(data));
    interaction.conversation.acknowledge(numberOf(type));
    return query.get('with_response') === 'true' ? this.#response(interaction, message) : noContent;
  }

  /** A body that is refused leaves the interaction unanswered. */
  async #take(interaction: Interaction, type: number, data: JsonObject): Promise<Message | undefined> {
    interaction.answer = type;
    try {
      interaction.original = await this.#first(interaction, type, data);
      return interaction.original;
    } catch (error) {
      interaction.answer = undefined;
      throw error;
    }
  }

  async #first(interaction: Interaction, type: number, data: JsonObject): Promise<Message | undefined> {
    switch (type) {
      case answers.choices:
        interaction.choose(choicesIn(data));
        return undefined;
      case answers.modal:
        checkModal(data);
        return undefined;
      case answers.deferUpdate:
        return interaction.source;
      case answers.update:
        if (interaction.source === undefined) throw refusals.unknownMessage();
        return this.#messages.edit(interaction, interaction.source, data);
      default:
        return this.#open(interaction, type, data);
    }
  }

  #open(interaction: Interaction, type: number, data: JsonObject): Promise<Message> {
    if (type === answers.defer) checkDefer(data);
    const wanted: NewMessage = {
      type: interaction.type === interactionTypes.command ? commandAnswer : reply,
      replyTo: interaction.source?.ephemeralFor === undefined ? interaction.source?.id : undefined,
      flags: numberOf(data.flags),
      body: data,
    };
    return type === answers.defer
      ? this.#messages.think(interaction, wanted)
      : this.#messages.create(interaction, wanted);
  }

  #response(interaction: Interaction, message: Message | undefined): Result {
    const type = interaction.answer;
    return ok({
      interaction: {
        id: interaction.id,
        type: interaction.type,
        ...(message !== undefined && {
          response_message_id: message.id,
          response_message_loading: (message.flags & loading) !== 0,
          response_message_ephemeral: message.ephemeralFor !== undefined,
        }),
      },
      ...(message !== undefined && {
        resource: { type, message: this.#interactions.world.messagePayload(message) },
      }),
    });
  }

  async #followUp(call: Call): Promise<Result> {
    const interaction = this.#answered(call);
    const { original } = interaction;
    const body = objectOf(call.body);
    // The first follow-up to a deferral is its answer, as ephemeral as the deferral was.
    if (original !== undefined && (original.flags & loading) !== 0)
      return this.#show(await this.#messages.edit(interaction, original, body));
    const message = await this.#messages.create(interaction, {
      type: reply,
      replyTo: original?.ephemeralFor === undefined ? original?.id : undefined,
      flags: numberOf(body.flags),
      body,
    });
    return this.#show(message);
  }

  async #edit(call: Call): Promise<Result> {
    const [interaction, message] = this.#messageOf(call);
    return this.#show(await this.#messages.edit(interaction, message, objectOf(call.body)));
  }

  async #delete(call: Call): Promise<Result> {
    const [interaction, message] = this.#messageOf(call);
    await this.#messages.remove(interaction, message);
    return noContent;
  }

  #show(message: Message): Result {
    return ok(this.#interactions.world.messagePayload(message));
  }

  /** The interaction of a webhook's address, once it has an answer that can be followed. */
  #answered({ params }: Call): Interaction {
    const interaction = this.#interactions.find(params.token ?? '');
    if (interaction === undefined || params.application !== this.#interactions.world.application.id)
      throw refusals.unknownWebhook();
    if (interaction.conversation.isExpired) throw invalidToken();
    const type = interaction.answer;
    if (type === undefined || type === answers.choices || type === answers.modal) throw refusals.unknownWebhook();
    return interaction;
  }

  #messageOf(call: Call): readonly [Interaction, Message] {
    const interaction = this.#answered(call);
    const { original } = interaction;
    const id = call.params.message ?? '';
    const isOriginal = id === '@original' || id === original?.id;
    const message = isOriginal ? original : interaction.messages.get(id);
    if (message === undefined || this.#interactions.current(message) === undefined) throw refusals.unknownMessage();
    return [interaction, message];
  }
}

function checkType(type: unknown, interaction: Interaction): void {
  const check = new FormCheck();
  if (type === undefined) check.required(['type']);
  check.oneOf(['type'], type, allowedAnswers[interaction.type] ?? []);
  check.done();
}

/** A deferral says whether it is ephemeral, and no more: the flag of components V2 belongs to the edit that fills it in. */
function checkDefer(data: JsonObject): void {
  const check = new FormCheck();
  check.oneOf(['data', 'flags'], data.flags, [0, messageFlags.ephemeral]);
  check.done();
}

function checkModal(data: JsonObject): void {
  const check = new FormCheck();
  check.text(['data', 'custom_id'], data.custom_id, 100);
  check.text(['data', 'title'], data.title, 45);
  check.list(['data', 'components'], data.components, 5, 1);
  check.done();
}

function choicesIn(data: JsonObject): readonly Choice[] {
  const check = new FormCheck();
  if (!Array.isArray(data.choices)) check.required(['data', 'choices']);
  for (const [place, { name, value }] of check.list(['data', 'choices'], data.choices, choicesAtMost)) {
    check.text([...place, 'name'], name, 100);
    if (typeof value === 'number') continue;
    check.text([...place, 'value'], value, 100);
  }
  check.done();
  return objectsIn(data.choices).map(({ name, value }) => ({ name: String(name), value: value as string | number }));
}
