import { freeze } from '../editions/content.js';
import { deliveryIdOf } from '../editions/delivery-id.js';
import { ballotOf, isSeeded } from '../editions/layout.js';
import type { Edition, EditionId } from '../editions/repository.js';
import type { Subscription } from '../editions/subscription.js';
import { type Clock, type Instant, instant } from '../kernel/clock.js';
import { earlierOf, type IsoDate, utcDateOf } from '../kernel/dates.js';
import type { NewId } from '../kernel/ids.js';
import type { Log } from '../kernel/log.js';
import type { Collector } from '../papers/collect.js';
import type { Paper, PaperKey } from '../papers/paper.js';
import type { PaperRepository } from '../papers/repository.js';
import type { MessageRef, Workspace } from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import type { VoteEmoji } from '../votes/ballot.js';
import {
  contentOf,
  isSurely,
  namedIn,
  type PapersContent,
  type ReadPart,
  readParts,
  shownPapers,
} from './found-edition.js';
import type { FoundParts } from './found-parts.js';
import type { Delivery } from './outbox.js';
import type { DeliveryUnit } from './record.js';

type Found = Extract<FoundParts, { kind: 'found' }>;

/** A feed that fails is asked again for so long before an edition is kept without what it says. */
const feedPatienceMs = 3 * 3_600_000;

export interface KeepDeps {
  readonly store: {
    readonly papers: PaperRepository;
    transaction<T>(body: (tx: DeliveryUnit) => Promise<T>): Promise<T>;
  };
  readonly adapters: AdapterMap;
  readonly collector: Collector;
  readonly voteEmoji: VoteEmoji;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly adopted: (workspace: Workspace, ref: MessageRef) => void;
}

/** Writes editions down again that were found on a platform. */
export class Keeper {
  readonly #deps: KeepDeps;
  readonly #begunAt: Instant;

  constructor(deps: KeepDeps) {
    this.#deps = deps;
    this.#begunAt = deps.clock.now();
  }

  /** False when the feeds, which know its papers, have to be asked again later. */
  async keep(
    subscription: Subscription,
    date: IsoDate,
    { says, parts }: Found,
    isCrowded: boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { store, log } = this.#deps;
    if (says === 'line') {
      const lines = parts.map((part): ReadPart => ({ ...part, role: 'line', papers: [] }));
      await this.#add(subscription, date, lines, undefined);
      return true;
    }
    const papers = await this.#papersOf(subscription, date, parts.flatMap(namedIn), signal);
    if (papers === undefined) return false;
    const read = readParts(parts, papers);
    const upvotes = await store.papers.upvotes(shownPapers(read), date);
    const content = contentOf(read, subscription, date, { papers, upvotes, isCrowded });
    await this.#add(subscription, date, read, content);
    const fields = { subscription: subscription.id, date, parts: parts.length };
    if (content !== undefined) log.warn('restore.found', { ...fields, papers: content.entries.length });
    else
      log.error('restore.unread', {
        ...fields,
        reason: 'what the edition shows cannot be told: its votes do not count',
      });
    return true;
  }

  /** Where the platform cannot be searched: today's may be there, and is not posted again on a guess. */
  async keepUncertain(subscription: Subscription, date: IsoDate, why: string, isToday: boolean): Promise<boolean> {
    if (!isToday) return true;
    const { store, clock, log, newId } = this.#deps;
    const reason = `a backup was restored, and what was posted since cannot be looked up: ${why}`;
    const edition: Edition = { ...this.#edition(subscription, date, newId, clock.now()), kind: 'failed' };
    const line: ReadPart = {
      ...{ id: deliveryIdOf(subscription.id, date, 'papers', 0), part: 0, role: 'line', papers: [] },
      ...{ ref: { adapter: subscription.adapter, key: '' }, shown: undefined, isReply: false },
    };
    await store.transaction(async (tx) => {
      if (!(await tx.editions.add(edition, []))) return;
      await tx.outbox.keep([{ ...deliveryOf(line, edition, subscription), state: { kind: 'uncertain', reason } }]);
    });
    const { adapter, workspace, channel } = subscription;
    log.error('restore.uncertain', { adapter, workspace, channel, date, reason });
    return true;
  }

  /** The papers that are named, read from the feeds where the backup does not have them; undefined: later. */
  async #papersOf(
    { feeds }: Subscription,
    date: IsoDate,
    keys: readonly PaperKey[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<PaperKey, Paper> | undefined> {
    const { store, collector, clock } = this.#deps;
    const stored = await store.papers.find(keys);
    if (keys.every((key) => stored.has(key) || !isSurely(key))) return stored;
    const { failures } = await collector.window(feeds, earlierOf(date, utcDateOf(clock.now())), null, signal);
    const isToWait = failures.length > 0 && clock.now() < this.#begunAt + feedPatienceMs;
    return isToWait ? undefined : store.papers.find(keys);
  }

  async #add(
    subscription: Subscription,
    date: IsoDate,
    parts: readonly ReadPart[],
    content: PapersContent | undefined,
  ): Promise<void> {
    const { store, adopted, clock, newId } = this.#deps;
    const at = parts[0]?.shown?.at ?? clock.now();
    const kind = parts[0]?.role === 'line' ? 'quiet' : 'papers';
    const edition: Edition = { ...this.#edition(subscription, date, newId, at), kind };
    const isKept = await store.transaction(async (tx) => {
      const considered = shownPapers(parts).map((paper) => ({ paper, shown: true }));
      const hash = content && (await tx.editions.freeze(freeze(content)));
      if (!(await tx.editions.add({ ...edition, content: hash ?? null }, considered))) return false;
      await tx.outbox.keep(parts.map((part) => sentOf(part, edition, subscription)));
      if (content !== undefined) await this.#countVotes(tx, parts, subscription, content);
      return true;
    });
    if (isKept) for (const { ref } of parts) adopted(subscription, ref);
  }

  async #countVotes(
    tx: DeliveryUnit,
    parts: readonly ReadPart[],
    { adapter, workspace, channel }: Subscription,
    content: PapersContent,
  ): Promise<void> {
    const { voteEmoji, adapters, clock } = this.#deps;
    const takesSeeds = adapters.get(adapter)?.reactions?.seed !== undefined;
    for (const part of parts) {
      const ballot = ballotOf(content, part, voteEmoji);
      if (ballot.length === 0) continue;
      const postedAt = part.shown?.at ?? clock.now();
      const message = { adapter, workspace, channel, ref: part.ref, ballot, postedAt, virtual: false };
      await tx.votes.addMessage(message, takesSeeds && isSeeded(content, part) ? 'seeds' : undefined);
    }
  }

  #edition(subscription: Subscription, date: IsoDate, newId: NewId, plannedAt: Instant): Edition {
    const id = newId() as EditionId;
    return { id, subscription: subscription.id, date, kind: 'papers', content: null, plannedAt, freed: false };
  }
}

function deliveryOf(
  { id, part, role, papers }: ReadPart,
  edition: Edition,
  { adapter, workspace, channel }: Subscription,
): Omit<Delivery, 'state'> {
  return { id, edition: edition.id, part, role, papers, target: { adapter, workspace, channel }, expiresAt: null };
}

const sentOf = (part: ReadPart, edition: Edition, subscription: Subscription): Delivery => ({
  ...deliveryOf(part, edition, subscription),
  state: { kind: 'sent', ref: part.ref, at: part.shown?.at ?? instant(edition.plannedAt) },
});
