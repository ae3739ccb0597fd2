import { atMost } from '../../src/kernel/at-most.js';
import type { Clock } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { InboundSink, Order, Reply, Suggestion, Target, User } from '../../src/platform/adapter.js';
import type { Menu } from '../../src/platform/menu.js';
import { sentence } from '../../src/view/view.js';
import { reasonIn } from './attempt.js';
import type { Path } from './budget.js';
import { ChannelReply } from './channel-reply.js';
import {
  type Asking,
  askerOf,
  askingOf,
  type Choice,
  choiceOf,
  type Interaction,
  interactionOf,
  pressedOf,
  typedOf,
} from './interaction.js';
import type { People } from './people.js';
import { isSnowflake, targetOf, userOf } from './ref.js';
import { type Asked, InteractionReply } from './reply.js';
import type { RestApi } from './rest-api.js';
import { sayingOf } from './said.js';
import { madeAt } from './snowflake.js';

interface DeskDeps {
  readonly rest: RestApi;
  readonly clock: Clock;
  readonly log: Log;
  readonly menu: Menu;
  readonly applicationId: () => string;
  /** The bot's own user; with most applications it has the application's id. */
  readonly botUserId?: () => string;
  readonly people: People;
}

/** Kinds of interactions (https://discord.com/developers/docs/interactions/receiving-and-responding). */
const kinds = { command: 2, press: 3, suggestion: 4 } as const;
const suggestions = 8;
const mostChoices = 25;

/**
 * Discord takes a first answer for three seconds after the interaction was made. What takes longer than this is deferred, so that there is
 * time for the deferral's own way; suggestions cannot be deferred.
 */
const deferAfterMs = 1_200;
const suggestWithinMs = 2_500;
/** What came late, or looks as if it did, still gets so much: nobody is harmed by suggestions that come too late. */
const suggestAtLeastMs = 1_000;
/** Between Discord's clock and ours there is no longer time; a larger one says that the clocks differ. */
const oldestMs = 60_000;
const rememberedAges = 20;
/** Fewer may all have been late. */
const fewestAges = 5;

const unreadable = 'Discord sent something that this bot cannot read. Type /paper help to see what it can.';
const surprise = 'Something went wrong here. Try again; if it stays, tell whoever runs Broadsheet.';

/** Commands, presses, suggestions, mentions and direct messages: what people ask, handed to the core with a way to answer. Never rejects. */
export class Desk {
  readonly #deps: DeskDeps;
  #lastOrder = 0;
  /** How old the latest interactions were on arrival, by our clock. */
  #ages: readonly number[] = [];

  constructor(deps: DeskDeps) {
    this.#deps = deps;
  }

  /** What came as INTERACTION_CREATE. */
  async interaction(payload: unknown, sink: InboundSink): Promise<void> {
    const interaction = interactionOf(payload);
    if (interaction === undefined) return this.#unreadable('interaction');
    this.#noteAge(interaction);
    this.#deps.people.see(payload);
    if (interaction.type === kinds.command) return this.#command(interaction, payload, sink);
    if (interaction.type === kinds.press) return this.#press(interaction, payload, sink);
    if (interaction.type === kinds.suggestion) return this.#suggest(interaction, payload, sink);
    return this.#excuse(interaction, payload);
  }

  /** What came as MESSAGE_CREATE. */
  async said(payload: unknown, sink: InboundSink): Promise<void> {
    const saying = sayingOf(payload, (this.#deps.botUserId ?? this.#deps.applicationId)());
    if (saying === undefined) return;
    this.#deps.people.see(payload);
    const { event, id, isDirect } = saying;
    const reply = new ChannelReply({ ...event, id, isOpen: !isDirect }, this.#deps);
    await this.#run(reply, () => sink.command(event, reply));
  }

  async #command(interaction: Interaction, payload: unknown, sink: InboundSink): Promise<void> {
    const typed = typedOf(payload, this.#deps.menu);
    if (typed === undefined) return this.#excuse(interaction, payload);
    const reply = this.#replyTo({ interaction, kind: 'command', isOwn: false }, typed.event);
    await this.#deferring(interaction, reply, () => sink.command(typed.event, reply));
  }

  async #press(interaction: Interaction, payload: unknown, sink: InboundSink): Promise<void> {
    const press = pressedOf(payload);
    if (press === undefined) return this.#excuse(interaction, payload);
    const { event, isOwn } = press;
    const order = this.#ageOf(interaction) === undefined ? this.#nextOrder() : (press.order ?? this.#nextOrder());
    const reply = this.#replyTo({ interaction, kind: 'press', isOwn }, event);
    await this.#deferring(interaction, reply, () => sink.act({ ...event, order }, reply));
  }

  async #suggest(interaction: Interaction, payload: unknown, sink: InboundSink): Promise<void> {
    const asking = askingOf(payload, this.#deps.menu);
    const choices = asking === undefined ? [] : await this.#choices(interaction, asking, sink);
    const answer = await this.#deps.rest.call('POST', callbackPath(interaction), {
      body: { type: suggestions, data: { choices } },
      urgency: 'answer',
      auth: false,
    });
    // Whoever types goes on typing: the next letter asks again.
    if (answer.kind !== 'ok') this.#deps.log.debug('discord.suggestions-late', { reason: reasonIn(answer) });
  }

  async #choices(interaction: Interaction, asking: Asking, sink: InboundSink): Promise<readonly Choice[]> {
    let found: readonly Suggestion[] = [];
    const asked = sink.suggest(asking.event).then(
      (all) => {
        found = all;
      },
      (thrown: unknown) => this.#deps.log.error('discord.suggestions-failed', { reason: reasonOf(thrown) }),
    );
    const leftMs = Math.max(suggestAtLeastMs, this.#leftOf(interaction, suggestWithinMs));
    await atMost(this.#deps.clock, leftMs, asked);
    const choices = found.flatMap((suggestion) => choiceOf(suggestion, asking) ?? []);
    const names = new Set<string>();
    return choices.filter(({ name }) => !names.has(name) && names.add(name)).slice(0, mostChoices);
  }

  /** An interaction that nobody can make anything of is answered all the same. */
  async #excuse(interaction: Interaction, payload: unknown): Promise<void> {
    this.#unreadable(`interaction of type ${interaction.type}`);
    const asker = askerOf(payload);
    const origin = {
      user: userOf(asker?.guild, asker?.id ?? ''),
      target: targetOf(asker?.guild, asker?.channel ?? ''),
    };
    const reply = this.#replyTo({ interaction, kind: 'command', isOwn: false }, origin);
    await this.#run(reply, () => reply.send('asker', sentence(unreadable)));
  }

  #replyTo(asked: Asked, { user, target }: { readonly user: User; readonly target: Target }): InteractionReply {
    const { id, application = this.#deps.applicationId() } = asked.interaction;
    const message = new ChannelReply({ id, user, target, isOpen: false }, this.#deps);
    return new InteractionReply(asked, message, { ...this.#deps, application });
  }

  async #deferring(interaction: Interaction, reply: InteractionReply, work: () => Promise<void>): Promise<void> {
    const done = new AbortController();
    void this.#deps.clock.sleep(this.#leftOf(interaction, deferAfterMs), done.signal).then(async () => {
      if (!done.signal.aborted) await reply.defer();
    });
    await this.#run(reply, async () => {
      await work();
      await reply.finish();
    });
    done.abort('answered');
  }

  /** Whoever asked hears of a surprise, too. */
  async #run(reply: Reply, work: () => Promise<void>): Promise<void> {
    const { log } = this.#deps;
    try {
      await work();
    } catch (thrown) {
      log.error('discord.not-answered', { reason: reasonOf(thrown) });
      await reply.send('asker', sentence(surprise)).catch((again: unknown) => {
        log.error('discord.unanswered', { reason: reasonOf(again) });
      });
    }
  }

  #leftOf(interaction: Interaction, ms: number): number {
    return Math.max(0, ms - (this.#ageOf(interaction) ?? 0));
  }

  /** By Discord's clock, as far as the youngest of late tells how it differs from ours; undefined where the id does not tell. */
  #ageOf({ id }: Interaction): number | undefined {
    if (!isSnowflake(id)) return undefined;
    const ageMs = this.#deps.clock.now() - madeAt(id);
    if (Math.abs(ageMs) > oldestMs) return undefined;
    return Math.max(0, this.#ages.length < fewestAges ? ageMs : ageMs - Math.min(...this.#ages));
  }

  #noteAge({ id }: Interaction): void {
    if (isSnowflake(id)) this.#ages = [...this.#ages, this.#deps.clock.now() - madeAt(id)].slice(-rememberedAges);
  }

  /** Of a press whose id says nothing: later than any before. */
  #nextOrder(): Order {
    this.#lastOrder = Math.max(this.#deps.clock.now() * 1_000, this.#lastOrder + 1);
    return this.#lastOrder as Order;
  }

  #unreadable(what: string): void {
    this.#deps.log.warn('discord.unreadable', { what });
  }
}

const callbackPath = ({ id, token }: Interaction): Path => `/interactions/${id}/${token}/callback`;
