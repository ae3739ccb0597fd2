import { Desk } from '../../../adapters/discord/desk.js';
import { People } from '../../../adapters/discord/people.js';
import type { ActionEvent, CommandEvent, InboundSink, Reply, SuggestEvent } from '../../../src/platform/adapter.js';
import type { Menu } from '../../../src/platform/menu.js';
import { type MessageView, sentence } from '../../../src/view/view.js';
import type { FakeGuild } from '../../fake/discord/guild.js';
import type { Person } from '../../fake/discord/people.js';
import { type Channel, type Message, messageFlags } from '../../fake/discord/state.js';
import { RestWorld } from './rest-world.js';

const option = { description: 'x', kind: 'text', required: false, suggests: true } as const;

const menu: Menu = [
  {
    name: 'search',
    description: 'finds papers',
    options: [
      { ...option, name: 'words', prefix: '' },
      { ...option, name: 'author', prefix: 'author:' },
    ],
    managersOnly: false,
  },
  { name: 'today', description: 'the list', options: [], managersOnly: false },
];

const nothing = async (): Promise<void> => undefined;

/** What the core does with what it is told; a test sets what matters to it. */
class Core implements Pick<InboundSink, 'command' | 'act' | 'suggest'> {
  readonly commands: CommandEvent[] = [];
  readonly presses: ActionEvent[] = [];
  onCommand: (reply: Reply, event: CommandEvent) => Promise<void> = nothing;
  onPress: (reply: Reply, event: ActionEvent) => Promise<void> = nothing;
  suggest: InboundSink['suggest'] = async (_: SuggestEvent) => [];

  async command(event: CommandEvent, reply: Reply): Promise<void> {
    this.commands.push(event);
    await this.onCommand(reply, event);
  }

  async act(event: ActionEvent, reply: Reply): Promise<void> {
    this.presses.push(event);
    await this.onPress(reply, event);
  }
}

/** A fake Discord, the desk that answers its people, and a core that says what a test lets it say. */
export class DeskWorld {
  readonly rest: RestWorld;
  readonly core = new Core();
  readonly guild: FakeGuild;
  readonly channel: Channel;
  readonly alice: Person;
  readonly people: People;
  readonly desk: Desk;
  /** Interactions do not come to the desk any more; a test hands them on. */
  isHeld = false;

  static async open(managers: readonly string[] = []): Promise<DeskWorld> {
    return new DeskWorld(await RestWorld.open(), managers);
  }

  private constructor(rest: RestWorld, managers: readonly string[]) {
    this.rest = rest;
    const { discord, clock, log } = rest;
    this.guild = discord.addGuild();
    this.channel = this.guild.addChannel({ name: 'papers' });
    this.alice = this.guild.addPerson({ name: 'alice' });
    this.people = new People({ rest: rest.rest, clock, managers });
    const applicationId = (): string => discord.application.id;
    this.desk = new Desk({ rest: rest.rest, clock, log, menu, applicationId, people: this.people });
    discord.world.onDispatch(({ t, d }) => {
      if (t === 'INTERACTION_CREATE' && !this.isHeld) void this.hear(d);
      if (t === 'MESSAGE_CREATE') void this.desk.said(d, this.sink);
    });
  }

  hear(payload: unknown): Promise<void> {
    return this.desk.interaction(payload, this.sink);
  }

  get sink(): InboundSink {
    return this.core as unknown as InboundSink;
  }

  /** A message of the bot with a button, that everybody sees or only alice. */
  async withButton(audience: 'asker' | 'channel'): Promise<Message> {
    const before = this.core.onCommand;
    this.core.onCommand = (reply) => reply.send(audience, buttonView);
    const message = await this.alice.command(this.channel, 'today').next();
    this.core.onCommand = before;
    return message;
  }

  /** What alice was written directly. */
  get direct(): readonly Message[] {
    return [...this.alice.direct.messages.values()];
  }

  /** How often a request was made, by method and path. */
  count(route: string): number {
    return this.rest.discord.requests.filter(({ method, path }) => `${method} ${path}` === route).length;
  }

  close(): Promise<void> {
    return this.rest.close();
  }
}

const buttonView: MessageView = {
  ...sentence('A page.'),
  blocks: [
    ...sentence('A page.').blocks,
    { kind: 'buttons', buttons: [{ label: 'Next', action: 'turn search x page:2' }] },
  ],
};

/** Done, but nobody hears of it. */
export const lost = { kind: 'status', status: 503, applied: true } as const;

export const callbackRoute = 'POST /interactions/{interaction}/{token}/callback';
export const followUpRoute = 'POST /webhooks/{application}/{token}';

export const isEphemeral = ({ flags }: Message): boolean => (flags & messageFlags.ephemeral) !== 0;

/** Everything that a message says, in one text. */
export const wordsIn = ({ components }: Message): string =>
  [...JSON.stringify(components).matchAll(/"content":"((?:[^"\\]|\\.)*)"/g)].map(([, content]) => content).join(' ');
