import type { InboundSink } from '../../src/platform/adapter.js';
import type { AdapterContext } from '../../src/platform/adapter-factory.js';
import { visibleText } from '../../src/view/visible-text.js';
import { Conversation } from './conversation.js';
import { displayOf, isPrompted } from './display.js';
import { History } from './history.js';
import { latestPosts } from './latest-edition.js';
import { noLines, PipedLines } from './lines.js';
import type { Memory, Message } from './memory.js';
import type { Offers } from './offers.js';
import { postedMark } from './posted-mark.js';
import { Prompt } from './prompt.js';
import { renderSentence } from './render.js';
import type { Screen } from './screen.js';
import { Speaker } from './speaker.js';
import { Voter } from './voter.js';

export interface ConnectionParts {
  readonly context: AdapterContext;
  readonly memory: Memory;
  readonly sink: InboundSink;
  readonly screen: Screen;
  readonly offers: Offers;
  readonly show: (message: Message, mark?: string) => Promise<void>;
  /** Whether this process has shown a message yet. */
  readonly hasShown: () => boolean;
}

/** A person or a pipe, connected to the core. */
export interface Connection {
  /** Resolves when the conversation is over. */
  run(): Promise<void>;
  /** Takes no more lines; resolves when the one under way is answered. */
  end(): Promise<void>;
}

const hint = 'Type /paper search diffusion, react 3 👍 or help; quit leaves.';
const warning = 'Press Ctrl-C once more to leave, or type quit.';

/** Begins the conversation that the streams allow: a prompt where both are a terminal, else the lines of the input. */
export async function connect(parts: ConnectionParts): Promise<Connection> {
  const { context, memory, sink, screen, offers } = parts;
  const { streams, log } = context;
  const display = () => displayOf(streams);
  const takePlace = () => memory.takePlace();
  const speaker = new Speaker({ sink, takePlace, voter: new Voter(memory, sink, log), offers, screen, display, log });
  return isPrompted(streams) ? prompted(parts, speaker) : piped(parts, speaker);
}

async function prompted(parts: ConnectionParts, speaker: Speaker): Promise<Connection> {
  const { context, screen } = parts;
  const tell = (sentence: string) => screen.printLine(renderSentence(sentence, displayOf(context.streams)));
  if (!parts.hasShown()) await showAgain(parts);
  await tell(hint);
  const history = new History(context.folder, context.log);
  const lines = new Prompt({
    streams: context.streams,
    history: await history.load(),
    complete: (line) => speaker.completions(line),
    onHistory: (typed) => history.save(typed),
    onWarning: () => void tell(warning),
  });
  screen.shareWith(lines);
  const conversation = new Conversation({ speaker, screen, lines, interrupted: lines.interrupted, echo: undefined });
  const settle = async (): Promise<void> => {
    screen.shareWith(undefined);
    await history.settled();
  };
  return {
    run: async () => {
      await conversation.run();
      await settle();
    },
    end: async () => {
      await conversation.end();
      await settle();
    },
  };
}

/** With the output in a file and nobody to see a prompt, a terminal's input is not waited for. */
function piped({ context, screen }: ConnectionParts, speaker: Speaker): Connection {
  const { input } = context.streams;
  const lines = input.isTTY === true ? noLines : new PipedLines(input);
  const echo = (line: string) => screen.printLine(speaker.prompt + visibleText(line));
  return new Conversation({ speaker, screen, lines, echo });
}

/** The latest post with its edition, as it stands now. */
async function showAgain({ context, memory, show }: ConnectionParts): Promise<void> {
  for (const [index, message] of latestPosts(memory.messages).entries()) {
    await show(message, index === 0 ? postedMark(message, context) : undefined);
  }
}
