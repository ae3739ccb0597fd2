import { type EditionContent, thaw } from '../editions/content.js';
import { ballotOf, partView } from '../editions/layout.js';
import type { EditionRepository } from '../editions/repository.js';
import { type Clock, type Instant, instant, type Random } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import type { ChatAdapter, MessageRef, PostOutcome, Target } from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import type { VoteEmoji } from '../votes/ballot.js';
import type { VoteRepository } from '../votes/repository.js';
import type { Claim, Outbox } from './outbox.js';
import { afterLookup, afterPost, type DeliveryState } from './state.js';

const leaseMs = 60_000;
/** A post that has not answered by then is given up while the claim is still ours. */
const patienceMs = leaseMs - 10_000;
/** A search begins a little before the first attempt: the platform's clock is not ours. */
const searchMarginMs = 5_000;
const batchSize = 50;
const parallelPosts = 16;

interface DeliveryUnit {
  readonly outbox: Outbox;
  readonly votes: VoteRepository;
  readonly editions: EditionRepository;
}

export interface DeliverDeps {
  readonly store: DeliveryUnit & { transaction<T>(body: (tx: DeliveryUnit) => Promise<T>): Promise<T> };
  readonly adapters: AdapterMap;
  readonly voteEmoji: VoteEmoji;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** A post was found on the platform after its answer was lost: reactions to it may have gone by. */
  readonly adopted: (ref: MessageRef) => void;
}

type Sending = Extract<DeliveryState, { kind: 'sending' }>;

/**
 * Posts what is in the outbox: claim with a lease before any network byte, post outside any transaction, record fenced by the
 * epoch. What a lost answer leaves behind is settled by looking on the platform, never by posting again.
 */
export class Deliverer {
  readonly #deps: DeliverDeps;
  readonly #stopping = new AbortController();
  #woken = new AbortController();
  #pumping: Promise<number> = Promise.resolve(0);

  constructor(deps: DeliverDeps) {
    this.#deps = deps;
  }

  /** Posts and settles until nothing is claimable now. Says how many posts were taken on. Calls run one after the other. */
  pump(): Promise<number> {
    this.#pumping = this.#pumping.catch(() => 0).then(() => this.#pumpOnce());
    return this.#pumping;
  }

  /** Works whenever something is due, until `stop`. */
  async run(): Promise<void> {
    const { clock, log, store } = this.#deps;
    while (!this.#stopping.signal.aborted) {
      this.#woken = new AbortController();
      const waitMs = await this.pump()
        .then(async () => waitFor(await store.outbox.nextAt(this.#adapterIds()), clock.now()))
        .catch((thrown: unknown) => {
          log.error('delivery.stalled', { reason: reasonOf(thrown) });
          return searchMarginMs;
        });
      await clock.sleep(waitMs, AbortSignal.any([this.#woken.signal, this.#stopping.signal]));
    }
  }

  /** There may be something to post. */
  wake(): void {
    this.#woken.abort();
  }

  /** Claims nothing new and resolves when what is under way has been recorded. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#pumping.catch(() => 0);
  }

  #adapterIds = (): readonly string[] => [...this.#deps.adapters.keys()];

  async #pumpOnce(): Promise<number> {
    const { outbox } = this.#deps.store;
    let taken = 0;
    while (!this.#stopping.signal.aborted) {
      const now = this.#deps.clock.now();
      const lapsed = await outbox.claimLapsed(now, instant(now + leaseMs), batchSize, this.#adapterIds());
      await inParallel(lapsed, (claim) => this.#settle(claim));
      const due = await outbox.claimDue(now, instant(now + leaseMs), batchSize, this.#adapterIds());
      await inParallel(due, (claim) => this.#post(claim));
      if (lapsed.length + due.length === 0) break;
      taken += due.length;
    }
    return taken;
  }

  async #post(claim: Claim): Promise<void> {
    const { clock, random } = this.#deps;
    const adapter = this.#adapterOf(claim);
    const refusal = this.#refusal(claim, clock.now());
    if (refusal !== undefined) return this.#record(claim, { kind: 'dead', reason: refusal });
    const content = thaw(claim.content);
    const outcome = await this.#send(adapter, claim, content);
    const settleMs = adapter.lookup?.settleMs ?? 0;
    await this.#record(claim, afterPost(sendingOf(claim), outcome, clock.now(), settleMs, random()), content);
  }

  async #send(adapter: ChatAdapter, claim: Claim, content: EditionContent): Promise<PostOutcome> {
    const { id } = claim.delivery;
    const tallies = await this.#deps.store.votes.tallies(
      await this.#deps.store.votes.teamOf(claim.delivery.target),
      claim.delivery.papers,
    );
    const view = partView(content, claim.delivery, tallies, adapter.limits);
    const answered = new AbortController();
    const tooLate = this.#deps.clock
      .sleep(patienceMs, answered.signal)
      .then((): PostOutcome => ({ kind: 'unknown', reason: 'no answer in time' }));
    const post = adapter
      .post({ id, target: targetOf(claim), view, signal: answered.signal })
      .catch((thrown: unknown): PostOutcome => ({ kind: 'unknown', reason: reasonOf(thrown) }));
    return Promise.race([post, tooLate]).finally(() => answered.abort());
  }

  /** Looks on the platform for a post whose fate is unknown. */
  async #settle(claim: Claim): Promise<void> {
    const { clock, random } = this.#deps;
    const { lookup } = this.#adapterOf(claim);
    const since = instant(claim.firstAttemptAt - searchMarginMs);
    const found =
      lookup === undefined
        ? ({ kind: 'unsearchable', reason: 'the platform cannot be searched' } as const)
        : await lookup
            .find(claim.delivery.id, targetOf(claim), since)
            .catch((thrown: unknown) => ({ kind: 'retry', reason: reasonOf(thrown) }) as const);
    const next = afterLookup(sendingOf(claim), found, clock.now(), random());
    this.#deps.log.info('delivery.settled', { delivery: claim.delivery.id, found: found.kind });
    await this.#record(claim, next, thaw(claim.content));
    if (next.kind === 'sent') this.#deps.adopted(next.ref);
  }

  #refusal(claim: Claim, now: Instant): string | undefined {
    const { expiresAt, role } = claim.delivery;
    if (expiresAt !== null && now >= expiresAt) return 'the date was over before it could be posted';
    if (role === 'reply' && claim.root === null) return 'the list that it belongs to was not posted';
    return undefined;
  }

  /** A post that was sent counts votes from the moment it is recorded: ref and ballot are one transaction. */
  async #record(claim: Claim, next: DeliveryState, content?: EditionContent): Promise<void> {
    const { store, voteEmoji, log } = this.#deps;
    const { delivery, epoch } = claim;
    const kept = await store.transaction(async (tx) => {
      if (!(await tx.outbox.record(delivery.id, epoch, next))) return false;
      if (next.kind === 'sent' && content !== undefined) {
        const ballot = ballotOf(content, delivery, voteEmoji);
        const { adapter, workspace, channel } = delivery.target;
        const message = { adapter, workspace, channel, ref: next.ref, ballot, postedAt: next.at, virtual: false };
        if (ballot.length > 0) await tx.votes.addMessage(message);
      }
      if (next.kind === 'dead') await freeIfAllDead(tx, claim);
      return true;
    });
    log.info('delivery.state', {
      delivery: delivery.id,
      part: delivery.part,
      attempts: claim.attempts,
      ...told(next),
      kept,
    });
  }

  #adapterOf(claim: Claim): ChatAdapter {
    const adapter = this.#deps.adapters.get(claim.delivery.target.adapter);
    if (adapter === undefined) throw new Error(`claimed for ${claim.delivery.target.adapter}, which is not running`);
    return adapter;
  }
}

const waitFor = (next: Instant | undefined, now: Instant): number =>
  next === undefined ? leaseMs : Math.max(0, Math.min(leaseMs, next - now));

const targetOf = ({ delivery, root }: Claim): Target =>
  delivery.role === 'reply' && root !== null ? { ...delivery.target, thread: root } : delivery.target;

const sendingOf = ({ delivery, epoch, attempts, firstAttemptAt }: Claim): Sending => ({
  kind: 'sending',
  leaseUntil: delivery.state.kind === 'sending' ? delivery.state.leaseUntil : firstAttemptAt,
  epoch,
  attempts,
  firstAttemptAt,
});

const told = (state: DeliveryState) => ({ state: state.kind, reason: 'reason' in state ? state.reason : undefined });

async function freeIfAllDead(tx: DeliveryUnit, { delivery }: Claim): Promise<void> {
  const parts = await tx.outbox.ofEdition(delivery.edition);
  if (parts.every((part) => part.state.kind === 'dead')) await tx.editions.free(delivery.edition);
}

async function inParallel(claims: readonly Claim[], work: (claim: Claim) => Promise<void>): Promise<void> {
  const waiting = [...claims];
  const workers = Array.from({ length: Math.min(parallelPosts, claims.length) }, async () => {
    for (let claim = waiting.shift(); claim !== undefined; claim = waiting.shift()) await work(claim);
  });
  await Promise.all(workers);
}
