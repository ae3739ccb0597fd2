import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { InboundSink } from '../../src/platform/adapter.js';
import { approves, numberEmoji, shownEmoji } from './emoji.js';
import { latestEdition, numbersIn, type Place, placesOf } from './latest-edition.js';
import type { Memory, Reaction } from './memory.js';
import { writeReason } from './outcome.js';
import { defaultPerson } from './person.js';
import { refOf, terminalTarget } from './ref.js';
import { shortTitle } from './render.js';

interface Change extends Reaction {
  readonly place: Place;
}

/** Puts people's emoji on the messages of the latest edition and takes them back. Every answer is one sentence. */
export class Voter {
  readonly #memory: Memory;
  readonly #sink: InboundSink;
  readonly #log: Log;

  constructor(memory: Memory, sink: InboundSink, log: Log) {
    this.#memory = memory;
    this.#sink = sink;
    this.#log = log;
  }

  /** The sentence comes once the reaction is on disk and the core has taken it. */
  async react(user: string, number: number, emoji: string): Promise<string> {
    const [place] = this.#placesOf(number);
    if (place === undefined) return this.#noSuchPaper(number);
    const given = place.voting === 'thumbs' ? emoji : countedAs(emoji, number);
    if (given === undefined) return uncounted(emoji, number);
    const { key } = place.message;
    const said = (how: string): string =>
      spoken(user, `${shownEmoji(emoji)} ${how} ${number}: ${shortTitle(place.item)}`);
    const stands = this.#memory.standing(key).some((one) => one.user === user && one.emoji === given);
    if (stands) return said('stands already on');
    const trouble = await this.#change({ key, user, emoji: given, present: true, place });
    return trouble ?? said('on');
  }

  /** Takes the emoji back, or without one everything that the person gave the paper. */
  async unreact(user: string, number: number, emoji: string | undefined): Promise<string> {
    const places = this.#placesOf(number);
    const [place] = places;
    if (place === undefined) return this.#noSuchPaper(number);
    const changes = places.flatMap((one) => this.#standingOn(one, user, number, emoji));
    if (changes.length === 0) {
      const what = emoji === undefined ? 'nothing' : `no ${shownEmoji(emoji)}`;
      return spoken(user, `there is ${what} of yours on ${number} to take back.`);
    }
    for (const change of changes) {
      const trouble = await this.#change(change);
      if (trouble !== undefined) return trouble;
    }
    const taken = [...new Set(changes.map(({ place: { voting }, ...change }) => named(change.emoji, voting)))].join(
      ' ',
    );
    return spoken(user, `${taken} taken back from ${number}: ${shortTitle(place.item)}`);
  }

  #placesOf(number: number): readonly Place[] {
    return placesOf(latestEdition(this.#memory.messages), number);
  }

  #standingOn(place: Place, user: string, number: number, emoji: string | undefined): readonly Change[] {
    const { key } = place.message;
    const isMeant = (given: string): boolean => {
      if (place.voting === 'thumbs') return emoji === undefined || given === emoji;
      return given === numberEmoji(number) && (emoji === undefined || approves(emoji, number));
    };
    return this.#memory
      .standing(key)
      .filter((one) => one.user === user && isMeant(one.emoji))
      .map((one) => ({ key, user, emoji: one.emoji, present: false, place }));
  }

  /** On disk first, then counted; a sentence when either fails. */
  async #change({ place, ...reaction }: Change): Promise<string | undefined> {
    let order: Awaited<ReturnType<Memory['react']>>;
    try {
      order = await this.#memory.react(reaction);
    } catch (thrown) {
      this.#log.error('terminal.reaction-not-kept', { reason: reasonOf(thrown) });
      return `The reaction was not kept: ${writeReason(thrown)}.`;
    }
    const { key, user, emoji, present } = reaction;
    const thread = place.message.thread;
    const target = thread === undefined ? terminalTarget : { ...terminalTarget, thread: refOf(thread) };
    try {
      await this.#sink.reaction({ message: refOf(key), target, user, emoji, present, order });
      return undefined;
    } catch (thrown) {
      this.#log.error('terminal.reaction-not-counted', { reason: reasonOf(thrown) });
      return 'The reaction is kept, but it could not be counted now; the next start counts it.';
    }
  }

  #noSuchPaper(number: number): string {
    const numbers = numbersIn(latestEdition(this.#memory.messages));
    if (numbers.length === 0) return 'There is no edition to react to yet.';
    return `The latest edition has no paper ${number}; it has ${Math.min(...numbers)} to ${Math.max(...numbers)}.`;
  }
}

/** A number on a list was given as an approval. */
const named = (emoji: string, voting: Place['voting']): string => (voting === 'numbers' ? '👍' : shownEmoji(emoji));

/** A list counts only its numbers: what approves of a paper becomes its number. */
const countedAs = (emoji: string, number: number): string | undefined =>
  approves(emoji, number) ? numberEmoji(number) : undefined;

function uncounted(emoji: string, number: number): string {
  if (approves(emoji, number))
    return `A list counts votes for its papers 1 to 10, so ${number} cannot be voted for here.`;
  const layouts = 'the thread and cards layouts count other emoji, such as 👎';
  return `This list counts only 👍 for its numbers, as in react ${number}; ${layouts}.`;
}

/** Who speaks as somebody else sees whose vote it is. */
const spoken = (user: string, sentence: string): string =>
  user === defaultPerson ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : `${user}: ${sentence}`;
