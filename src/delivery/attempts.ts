import { type Clock, type Instant, instant, type Random } from '../kernel/clock.js';
import type { PaperKey } from '../papers/paper.js';
import type {
  ChatAdapter,
  DeliveryId,
  Lookup,
  MessageRef,
  PostOutcome,
  Target,
  Workspace,
} from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import type { MessageView } from '../view/view.js';
import type { Tally } from '../votes/repository.js';
import { GroupedTransactions } from './grouped-transactions.js';
import type { Claim } from './outbox.js';
import { PartViews } from './part-views.js';
import { answerOf } from './patience.js';
import { type DeliveryUnit, type RecordDeps, record } from './record.js';
import { afterLookup, afterNothing, afterPost } from './state.js';

/** Whoever claims holds the claim for so long. */
export const leaseMs = 60_000;
/** A post or a search that has not answered by then is given up while the claim is still ours. */
const patienceMs = leaseMs - 10_000;
/** For an adapter to say what it had done when it was given up. */
const graceMs = 5_000;
/** A search begins so long before the first attempt: the platform's clock is not ours, which somebody may have set to another day. */
const searchMarginMs = 25 * 3_600_000;
/** Where so much was said that such a search comes to no end, our clock is trusted to be no further ahead. */
const busyMarginMs = 5_000;

export interface AttemptDeps extends Omit<RecordDeps, 'transactions'> {
  readonly store: DeliveryUnit & { transaction<T>(body: (tx: DeliveryUnit) => Promise<T>): Promise<T> };
  readonly adapters: AdapterMap;
  readonly clock: Clock;
  readonly random: Random;
  /** A post was found on the platform after its answer was lost: reactions to it may have gone by. */
  readonly adopted: (workspace: Workspace, ref: MessageRef) => void;
}

/** What is done with claims: one post, or one search for a post, outside any transaction, and its record. */
export class Attempts {
  readonly #deps: AttemptDeps & RecordDeps;
  readonly #views = new PartViews();
  readonly #posting = new Set<AbortController>();
  /** Posts that this process has not finished with, whatever became of their leases: a clock that jumps ends those too early. */
  readonly #underWay = new Map<DeliveryId, Promise<PostOutcome>>();
  #isStopping = false;

  constructor(deps: AttemptDeps) {
    this.#deps = { ...deps, transactions: new GroupedTransactions(deps.store) };
  }

  /** Claims whose post has not begun go back from now on. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Adapters send nothing more of the posts under way. */
  giveUp(): void {
    for (const post of this.#posting) post.abort();
  }

  /** Posts what was due. */
  async post(claim: Claim): Promise<void> {
    const { clock, random } = this.#deps;
    const { state } = claim.delivery;
    const refusal = refusalOf(claim, clock.now());
    if (refusal !== undefined) return this.#record(claim, { kind: 'dead', reason: refusal });
    const adapter = this.#adapterOf(claim);
    const content = this.#views.content(claim.content);
    const shows = await this.#tallies(claim);
    const view = this.#views.view(claim.content, claim.delivery, shows, adapter);
    if (this.#isStopping) return this.#record(claim, afterNothing(state, clock.now()));
    const outcome = await this.#send(adapter, claim, view);
    const next = afterPost(state, outcome, clock.now(), adapter.lookup?.settleMs ?? 0, random());
    const closed = outcome.kind === 'rejected' && outcome.closed === true;
    await record(this.#deps, claim, next, { content, shows, closed, seeds: takesSeeds(adapter) });
  }

  /** Looks on the platform for a post whose fate is unknown. */
  async settle(claim: Claim): Promise<void> {
    const { clock, random, log, adopted } = this.#deps;
    const found = await this.#find(claim);
    const next = afterLookup(claim.delivery.state, found, clock.now(), random());
    log.info('delivery.settled', { delivery: claim.delivery.id, found: found.kind });
    const seeds = takesSeeds(this.#adapterOf(claim));
    const kept = await record(this.#deps, claim, next, { content: this.#views.content(claim.content), seeds });
    if (kept && next.kind === 'sent') adopted(claim.delivery.target, next.ref);
  }

  async #record(claim: Claim, next: Parameters<typeof record>[2]): Promise<void> {
    await record(this.#deps, claim, next);
  }

  async #tallies({ delivery: { target, papers } }: Claim): Promise<ReadonlyMap<PaperKey, Tally>> {
    const { votes } = this.#deps.store;
    return votes.tallies(await votes.teamOf(target), papers);
  }

  #send(adapter: ChatAdapter, { delivery, root }: Claim, view: MessageView): Promise<PostOutcome> {
    const request = { id: delivery.id, target: targetOf(delivery, root), view };
    const givenUp = new AbortController();
    this.#posting.add(givenUp);
    const failed = (reason: string): PostOutcome => ({ kind: 'unknown', reason });
    const posting = answerOf((signal) => adapter.post({ ...request, signal }), {
      clock: this.#deps.clock,
      ...{ patienceMs, graceMs, failed, givenUp },
    }).finally(() => {
      this.#posting.delete(givenUp);
      this.#underWay.delete(delivery.id);
    });
    this.#underWay.set(delivery.id, posting);
    return posting;
  }

  async #find(claim: Claim): Promise<Lookup> {
    const { delivery, root } = claim;
    const { lookup } = this.#adapterOf(claim);
    if (lookup === undefined) return { kind: 'unsearchable', reason: 'the platform cannot be searched' };
    const since = (marginMs: number): Promise<Lookup> =>
      lookup.find(delivery.id, targetOf(delivery, root), instant(delivery.state.firstAttemptAt - marginMs));
    const search = async (): Promise<Lookup> => {
      const earlier = await this.#underWay.get(delivery.id);
      if (earlier !== undefined) return afterEarlier(earlier, instant(this.#deps.clock.now() + lookup.settleMs));
      const wide = await since(searchMarginMs);
      return wide.kind === 'unsearchable' ? since(busyMarginMs) : wide;
    };
    return answerOf<Lookup>(search, {
      clock: this.#deps.clock,
      ...{ patienceMs, graceMs: 0, failed: (reason) => ({ kind: 'retry', reason }) },
    });
  }

  #adapterOf({ delivery: { target } }: Claim): ChatAdapter {
    const adapter = this.#deps.adapters.get(target.adapter);
    if (adapter === undefined) throw new Error(`claimed for ${target.adapter}, which is not running`);
    return adapter;
  }
}

/** What an attempt of ours says that was still under way: only a lost answer has to be looked up, once the message had time to appear. */
const afterEarlier = (outcome: PostOutcome, notBefore: Instant): Lookup =>
  outcome.kind === 'posted'
    ? { kind: 'found', ref: outcome.ref }
    : { kind: 'retry', reason: 'an earlier attempt has only just ended', notBefore };

const takesSeeds = ({ reactions }: ChatAdapter): boolean => reactions?.seed !== undefined;

const targetOf = ({ role, target }: Claim['delivery'], root: MessageRef | null): Target =>
  role === 'reply' && root !== null ? { ...target, thread: root } : target;

function refusalOf({ delivery: { expiresAt, role }, root }: Claim, now: Instant): string | undefined {
  if (expiresAt !== null && now >= expiresAt) return 'the date was over before it could be posted';
  if (role === 'reply' && root === null) return 'the list that it belongs to was not posted';
  return undefined;
}
