import { deliveryIdOf, type Says } from '../editions/delivery-id.js';
import type { Subscription } from '../editions/subscription.js';
import { type Clock, instant } from '../kernel/clock.js';
import { addDays, type IsoDate } from '../kernel/dates.js';
import { endOfDate } from '../kernel/schedule.js';
import type { ChatAdapter, DeliveryId, Lookup, MessageRef, Shown, Target } from '../platform/adapter.js';
import { answerOf } from './patience.js';

/** One search may take so long. */
const patienceMs = 50_000;
/** The platform's clock is not ours. */
const marginMs = 60_000;
/** More than any edition has: fifty papers, each with a message of its own, and some lists. */
const mostParts = 80;
/** A part that was refused leaves a gap; after so many gaps in a row there are no more parts. */
const mostGaps = 2;

/** A message of an edition as it stands on the platform. */
export interface FoundPart {
  readonly id: DeliveryId;
  readonly part: number;
  readonly ref: MessageRef;
  readonly shown: Shown | undefined;
  /** Found in the thread of the first part. */
  readonly isReply: boolean;
}

export type FoundParts =
  | { readonly kind: 'found'; readonly says: Says; readonly parts: readonly [FoundPart, ...FoundPart[]] }
  | Exclude<Lookup, { readonly kind: 'found' }>;

/** Looks on a platform for the edition of one subscription and date, whatever it said. */
export class PartSearch {
  readonly #adapter: ChatAdapter;
  readonly #clock: Clock;
  readonly #subscription: Subscription;
  readonly #date: IsoDate;

  constructor(adapter: ChatAdapter, clock: Clock, subscription: Subscription, date: IsoDate) {
    this.#adapter = adapter;
    this.#clock = clock;
    this.#subscription = subscription;
    this.#date = date;
  }

  /** Papers count more than the line that stood in their place before somebody asked again. */
  async find(): Promise<FoundParts> {
    const first = await this.#part('papers', 0, undefined);
    if (first.kind === 'found') return this.#further(first.part);
    if (first.kind !== 'absent') return first;
    const line = await this.#part('line', 0, undefined);
    return line.kind === 'found' ? { kind: 'found', says: 'line', parts: [line.part] } : line;
  }

  async #further(first: FoundPart): Promise<FoundParts> {
    const parts: [FoundPart, ...FoundPart[]] = [first];
    for (let part = 1, gaps = 0; part < mostParts && gaps < mostGaps; part += 1) {
      const found = await this.#part('papers', part, first.ref);
      if (found.kind === 'retry') return found;
      if (found.kind === 'found') parts.push(found.part);
      gaps = found.kind === 'found' ? 0 : gaps + 1;
    }
    return { kind: 'found', says: 'papers', parts };
  }

  /** In the channel, then in the thread of the first part. */
  async #part(says: Says, part: number, root: MessageRef | undefined) {
    const { adapter, workspace, channel, id: subscription } = this.#subscription;
    const id = deliveryIdOf(subscription, this.#date, says, part);
    const target: Target = { adapter, workspace, channel };
    const inChannel = await this.#lookup(id, target);
    const isReply = inChannel.kind === 'absent' && root !== undefined;
    const found = isReply ? await this.#lookup(id, { ...target, thread: root }) : inChannel;
    if (found.kind !== 'found') return found;
    return { kind: 'found' as const, part: { id, part, ref: found.ref, shown: found.shown, isReply } };
  }

  async #lookup(id: DeliveryId, target: Target): Promise<Lookup> {
    const { lookup } = this.#adapter;
    if (lookup === undefined) return { kind: 'unsearchable', reason: 'the platform cannot be searched' };
    const begin = endOfDate(addDays(this.#date, -1), this.#subscription.timetable.zone);
    return answerOf<Lookup>(() => lookup.find(id, target, instant(begin - marginMs)), {
      clock: this.#clock,
      ...{ patienceMs, graceMs: 0, failed: (reason) => ({ kind: 'retry', reason }) },
    });
  }
}
