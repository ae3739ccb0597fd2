import type { Clock } from '../../src/kernel/clock.js';
import type { MessageRef, ReadBack } from '../../src/platform/adapter.js';
import type { Answer, Failure } from './answer.js';
import type { Bursts } from './bursts.js';
import { emojiOf, type NamedEmoji } from './emoji.js';
import { unknownEmoji, unknownMessage } from './errors.js';
import { type Data, groupOf, groupsIn, numberIn, textIn } from './json.js';
import { type Arrival, windowOf } from './order.js';
import { unread } from './outcome.js';
import { type Place, placeOf } from './ref.js';
import type { RestApi } from './rest-api.js';

/** So many people a page at most (https://discord.com/developers/docs/resources/message#get-reactions). */
const pageSize = 100;
/** Whoever stands in for Discord may list fewer a page than were asked for, but not fewer than that. */
const leastPageSize = 50;

interface StandingDeps {
  readonly rest: RestApi;
  readonly clock: Clock;
  /** Events are put in order by it, too. */
  readonly arrival: Arrival;
  readonly botUserId: () => string;
  readonly named: NamedEmoji;
  /** Hears of super reactions that no event told. */
  readonly bursts: Pick<Bursts, 'found'>;
}

interface Reaction {
  readonly user: string;
  readonly emoji: string;
}

/** Normal and super reactions of one emoji, which Discord lists apart. */
interface Listing {
  readonly emoji: Data;
  readonly type: 0 | 1;
  /** How many there are, where Discord says so. */
  readonly count: number | undefined;
}

/** Reads who reacted to a message. */
export class Standing {
  readonly #deps: StandingDeps;

  constructor(deps: StandingDeps) {
    this.#deps = deps;
  }

  /** Everybody's reactions, programs' left out. What changes while the pages are read is within the window. */
  async of(ref: MessageRef): Promise<ReadBack> {
    const place = placeOf(ref);
    if (place === undefined) return { kind: 'gone' };
    const { rest, arrival, bursts } = this.#deps;
    const begun = arrival.next();
    const answer = await rest.call('GET', pathOf(place), { urgency: 'read' });
    if (answer.kind !== 'ok') return this.#failed(answer);
    const reactions = new Map<string, Reaction>();
    for (const listing of listingsIn(answer.data)) {
      const listed = await this.#people(place, listing);
      if ('kind' in listed) return this.#failed(listed);
      const emoji = emojiOf(emojiIn(listing.emoji), this.#deps.named);
      for (const user of listed.users) reactions.set(`${user} ${emoji}`, { user, emoji });
      // Whoever stands in for Discord may list the same people for both kinds.
      if (listing.type === 1 && listing.count !== undefined)
        await bursts.found(listed.users.map((user) => ({ message: ref, user, emoji })));
    }
    return { kind: 'read', reactions: [...reactions.values()], ...windowOf(begun, arrival.next()) };
  }

  async #people(place: Place, listing: Listing): Promise<{ readonly users: readonly string[] } | Failure> {
    const { emoji, type, count } = listing;
    const path = `${pathOf(place)}/reactions/${encodeURIComponent(nameOf(emoji))}` as const;
    const people = new Map<string, Data>();
    for (let after: string | undefined = '0'; after !== undefined; ) {
      const answer = await this.#deps.rest.call('GET', path, {
        query: { limit: pageSize, type, after },
        urgency: 'read',
      });
      if (isOfNobody(answer, listing)) return { users: [] };
      if (answer.kind !== 'ok') return answer;
      after = turned(groupsIn(answer.data), people, count);
    }
    return { users: this.#personsIn(people) };
  }

  #personsIn(people: ReadonlyMap<string, Data>): readonly string[] {
    return [...people].filter(([id, user]) => id !== '' && this.#isPerson(user)).map(([id]) => id);
  }

  #isPerson(user: Data): boolean {
    return user.bot !== true && user.id !== this.#deps.botUserId();
  }

  #failed(answer: Failure): ReadBack {
    const why = unread(answer, this.#deps.clock.now());
    return why.kind === 'closed' ? { kind: 'unreadable', reason: why.reason } : why;
  }
}

/** Adds a page of people; says behind whom the next one begins, undefined after the last. */
function turned(page: readonly Data[], people: Map<string, Data>, count: number | undefined): string | undefined {
  const before = people.size;
  for (const user of page) people.set(textIn(user, 'id') ?? '', user);
  // Whoever stands in for Discord may answer every page with the first.
  if (people.size === before) return undefined;
  const isAll = count === undefined ? page.length < leastPageSize : page.length < pageSize && people.size >= count;
  return isAll ? undefined : textIn(page.at(-1), 'id');
}

/** Nobody has that emoji on it any more; or whoever stands in for Discord, and counts no super reactions, knows none. */
function isOfNobody(answer: Answer, { type, count }: Listing): boolean {
  if (answer.kind !== 'refused') return false;
  const knowsNone = type === 1 && count === undefined && answer.status !== 401 && answer.code !== unknownMessage;
  return knowsNone || answer.code === unknownEmoji;
}

const pathOf = ({ channel, message }: Place): `/${string}` => `/channels/${channel}/messages/${message}`;

const emojiIn = (emoji: Data): { readonly id: string | undefined; readonly name: string | undefined } => ({
  id: textIn(emoji, 'id'),
  name: textIn(emoji, 'name'),
});

/** An emoji of a server's own keeps its id when it is deleted, and loses its name: Discord goes by the id. */
const nameOf = (emoji: Data): string => {
  const { id, name } = emojiIn(emoji);
  return id === undefined ? (name ?? '') : `${name ?? '_'}:${id}`;
};

/** What has to be asked for: not what only our own seed is in. */
function listingsIn(message: unknown): readonly Listing[] {
  return groupsIn(groupOf(message).reactions).flatMap((reaction) => {
    const emoji = groupOf(reaction.emoji);
    const details = reaction.count_details;
    const ours = { normal: Number(reaction.me === true), burst: Number(reaction.me_burst === true) };
    const [normal, burst] = [numberIn(details, 'normal'), numberIn(details, 'burst')];
    const listings: Listing[] = [];
    // What is not counted is asked for.
    if ((normal ?? Number.POSITIVE_INFINITY) > ours.normal) listings.push({ emoji, type: 0, count: normal });
    if ((burst ?? Number.POSITIVE_INFINITY) > ours.burst) {
      listings.push({ emoji, type: 1, count: burst });
    }
    return listings;
  });
}
