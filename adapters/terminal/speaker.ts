import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { InboundSink, MessageRef, Order, Reply, User } from '../../src/platform/adapter.js';
import { type MessageView, text } from '../../src/view/view.js';
import { visibleText } from '../../src/view/visible-text.js';
import type { Display } from './display.js';
import { type Asked, ownWords, parseLine, withoutPaper } from './inbound.js';
import type { Offers } from './offers.js';
import { defaultPerson, nameOf, personNamed } from './person.js';
import { terminalId, terminalTarget } from './ref.js';
import { render, renderSentence } from './render.js';
import type { Screen } from './screen.js';
import type { Voter } from './voter.js';

export interface SpeakerParts {
  readonly sink: InboundSink;
  readonly voter: Voter;
  readonly takePlace: () => Promise<Order>;
  readonly offers: Offers;
  readonly screen: Screen;
  readonly display: () => Display;
  readonly log: Log;
}

const facts: readonly (readonly [string, string])[] = [
  ['react 3 👍', 'votes for paper 3 of the latest edition; unreact 3 takes it back'],
  ['read 3', 'shows paper 3 with its abstract'],
  ['next, share', 'presses that button of the latest answer; so does press next'],
  ['as alice', 'lets somebody else speak; as me is you again'],
  ['quit', 'leaves, as Ctrl-D does'],
];

const ownHelp: MessageView = {
  summary: 'What else can be typed in the terminal',
  blocks: [
    { kind: 'heading', inlines: [text('In the terminal')] },
    { kind: 'facts', facts: facts.map(([label, value]) => ({ label, value: [text(value)] })) },
  ],
};

/** The person at the keyboard: takes their lines to the core and shows them its answers. */
export class Speaker {
  readonly #parts: SpeakerParts;
  #name = defaultPerson;

  constructor(parts: SpeakerParts) {
    this.#parts = parts;
  }

  get prompt(): string {
    return this.#name === defaultPerson ? '> ' : `${this.#name}> `;
  }

  /** Does what the line asks for. False when it asks to leave. Never rejects. */
  async say(line: string): Promise<boolean> {
    const asked = parseLine(line, this.#parts.offers.labels);
    if (asked.kind === 'quit') return false;
    await this.#follow(asked).catch((thrown) => this.#apologise(thrown));
    return true;
  }

  /** The lines that could stand there instead of what was typed. */
  async completions(line: string): Promise<readonly string[]> {
    const { prefix, text: typed } = withoutPaper(line);
    const suggestions = await this.#parts.sink.suggest({ ...this.#inbound, text: typed });
    const suggested = suggestions.map((suggestion) => visibleText(suggestion.text));
    if (prefix !== '') return suggested.map((command) => `/paper ${command}`);
    const begun = [...ownWords, ...this.#parts.offers.labels, '/paper '].filter((word) =>
      word.startsWith(line.toLowerCase()),
    );
    return [...new Set([...begun, ...suggested])];
  }

  get #inbound(): { readonly user: User; readonly target: typeof terminalTarget } {
    return { user: { adapter: terminalId, workspace: 'terminal', id: this.#name }, target: terminalTarget };
  }

  async #follow(asked: Exclude<Asked, { kind: 'quit' }>): Promise<void> {
    const { sink, voter } = this.#parts;
    switch (asked.kind) {
      case 'nothing':
        return;
      case 'wrong':
        return this.#tell(asked.sentence);
      case 'command':
        await sink.command({ ...this.#inbound, text: asked.text }, this.#reply);
        return /^help$/i.test(asked.text) ? this.#show(ownHelp) : undefined;
      case 'react':
        return this.#tell(await voter.react(this.#name, asked.number, asked.emoji));
      case 'unreact':
        return this.#tell(await voter.unreact(this.#name, asked.number, asked.emoji));
      case 'speak':
        return this.#become(asked.name);
      case 'press':
        return this.#press(asked.label);
      case 'read':
        return this.#read(asked.number);
    }
  }

  readonly #reply: Reply = {
    send: async (audience, view) => {
      this.#parts.offers.show(view);
      await this.#show(view, audience === 'channel' ? 'for everybody here' : undefined);
    },
  };

  #show(view: MessageView, mark?: string): Promise<void> {
    const setting = { isAnswer: true, ...(mark === undefined ? {} : { mark }) };
    return this.#parts.screen.printMessage(render(view, this.#parts.display(), setting));
  }

  #tell(sentence: string): Promise<void> {
    return this.#parts.screen.printLine(renderSentence(sentence, this.#parts.display()));
  }

  #become(name: string): Promise<void> {
    this.#name = personNamed(name);
    if (this.#name === defaultPerson) return this.#tell('You speak for yourself again.');
    const own = nameOf({ id: defaultPerson });
    return this.#tell(`You speak as ${name} now; type as ${own} to speak for yourself again.`);
  }

  #press(label: string): Promise<void> {
    const { offers } = this.#parts;
    const button = offers.button(label);
    if (button !== undefined) return this.#act(button);
    if (offers.labels.length === 0) return this.#tell(`There is no button to press now, so none named ${label}.`);
    return this.#tell(`There is no button named ${label} now; type one of: ${offers.labels.join(' · ')}.`);
  }

  #read(number: number): Promise<void> {
    const { offers } = this.#parts;
    const option = offers.option(number);
    if (option !== undefined) return this.#act(option);
    if (!offers.hasOptions) return this.#tell(`There is nothing to choose from now; show ${number} shows a paper.`);
    return this.#tell(`There is no ${number} to choose here.`);
  }

  async #act({
    action,
    message,
  }: {
    readonly action: string;
    readonly message: MessageRef | undefined;
  }): Promise<void> {
    const order = await this.#parts.takePlace();
    const event = { ...this.#inbound, action, order, ...(message === undefined ? {} : { message }) };
    return this.#parts.sink.act(event, this.#reply);
  }

  #apologise(thrown: unknown): Promise<void> {
    this.#parts.log.error('terminal.line-failed', { reason: reasonOf(thrown) });
    return this.#tell('That went wrong, and the log says why.');
  }
}
