import type { Item, MessageView } from '../../src/view/view.js';
import type { Message } from './memory.js';

type Voting = 'numbers' | 'thumbs';

const itemsOf = (view: MessageView, voting: Voting): readonly Item[] =>
  view.blocks.flatMap((block) => (block.kind === 'list' && block.voting === voting ? block.items : []));

const numbersOf = (items: readonly Item[]): readonly number[] =>
  items.flatMap(({ number }) => (number === undefined ? [] : [number]));

const nothing: MessageView = { summary: '', blocks: [] };

const isBallot = ({ view }: Message): boolean =>
  itemsOf(view, 'numbers').length > 0 || itemsOf(view, 'thumbs').length > 0;

/** What a message is to the edition whose cards with these numbers follow it. */
function roleOf(message: Message | undefined, cards: ReadonlySet<number>): 'older' | 'first' | 'part' {
  if (message === undefined) return 'older';
  if (itemsOf(message.view, 'numbers').length > 0) return 'first';
  const numbers = numbersOf(itemsOf(message.view, 'thumbs'));
  if (numbers.length === 0) return 'first';
  return numbers.some((number) => cards.has(number)) ? 'older' : 'part';
}

/**
 * The messages of the latest edition with papers, oldest first: a list with its thread, or cards with their header. Messages
 * that came after it and have nothing to vote on are none of it. Empty when there is no such edition.
 */
export function latestEdition(messages: readonly Message[]): readonly Message[] {
  const end = messages.findLastIndex(isBallot) + 1;
  const cards = new Set<number>();
  for (let index = end - 1; index >= 0; index -= 1) {
    const role = roleOf(messages[index], cards);
    if (role !== 'part') return messages.slice(role === 'first' ? index : index + 1, end);
    for (const number of numbersOf(itemsOf(messages[index]?.view ?? nothing, 'thumbs'))) cards.add(number);
  }
  return messages.slice(0, end);
}

/** A message on which a paper can be voted for: by its number on a list, or by thumbs on a message of its own. */
export interface Place {
  readonly voting: Voting;
  readonly message: Message;
  readonly item: Item;
}

/** Where the paper of that number stands in an edition, its own message first. */
export function placesOf(edition: readonly Message[], number: number): readonly Place[] {
  const placesBy = (voting: Voting): readonly Place[] =>
    edition.flatMap((message) =>
      itemsOf(message.view, voting)
        .filter((item) => item.number === number)
        .map((item) => ({ voting, message, item })),
    );
  return [...placesBy('thumbs'), ...placesBy('numbers')];
}

/** The numbers that stand in an edition, in order. */
export const numbersIn = (edition: readonly Message[]): readonly number[] => [
  ...new Set(edition.flatMap(({ view }) => numbersOf([...itemsOf(view, 'numbers'), ...itemsOf(view, 'thumbs')]))),
];

/** What people see again after a restart: the latest post, with the whole of its edition when it is part of one. */
export function latestPosts(messages: readonly Message[]): readonly Message[] {
  const last = messages.at(-1);
  if (last === undefined || !isBallot(last)) return messages.slice(-1);
  return latestEdition(messages);
}
