import type { ChatAdapter } from '../../../src/platform/adapter.js';
import { type AdapterHarness, describeAdapterContract, type Reacting } from '../../contract/adapter.js';
import { here, TerminalWorld } from './terminal-world.js';

/** A pipe that colours: what the terminal itself may write is bold, faint, underlined and magenta, ended by a reset. */
const ownSequences = new RegExp(`${String.fromCharCode(27)}\\[(?:0|[1-4]|35)(?:;(?:[1-4]|35))*m`, 'g');
const commanding = /[^\P{Cc}\n]+.{0,20}|[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

async function makeHarness(): Promise<AdapterHarness> {
  const world = await TerminalWorld.create({ environment: { FORCE_COLOR: '1' } });
  let adapter: ChatAdapter | undefined;
  let isTalking = false;

  /** Types lines and waits for the words that the last of them is answered with. */
  const type = async (lines: readonly string[], answer: RegExp): Promise<void> => {
    if (!isTalking) void adapter?.conversation?.run();
    isTalking = true;
    const { process } = world;
    const from = process.printed.length;
    process.input.write(lines.map((line) => `${line}\n`).join(''));
    await process.until((printed) => answer.test(printed.slice(from)));
  };
  const put = (verb: string, { user, number, emoji }: Reacting, answer: RegExp): Promise<void> =>
    type([`as ${user}`, `${verb} ${number} ${emoji}`], answer);

  return {
    clock: world.clock,
    target: here,
    connect: async () => {
      isTalking = false;
      adapter = await world.open();
      return adapter;
    },
    count: (words) => world.printed.split(words).length - 1,
    injections: () => world.printed.replace(ownSequences, '').match(commanding) ?? [],
    react: (reacting) => put('react', reacting, /: .+ on \d+: /),
    unreact: (reacting) => put('unreact', reacting, /taken back from/),
    command: (user, words) => type([`as ${user}`, `/paper ${words}`, 'as nobody'], /You speak as nobody/),
    close: () => world.close(),
  };
}

describeAdapterContract('The terminal', makeHarness);
