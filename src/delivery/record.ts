import type { EditionContent } from '../editions/content.js';
import { ballotOf, isSeeded } from '../editions/layout.js';
import type { Edition, EditionRepository, SubscriptionRepository } from '../editions/repository.js';
import type { Subscription } from '../editions/subscription.js';
import type { Log } from '../kernel/log.js';
import type { PaperKey } from '../papers/paper.js';
import type { Ballot, VoteEmoji } from '../votes/ballot.js';
import type { Tally, VoteRepository } from '../votes/repository.js';
import type { GroupedTransactions } from './grouped-transactions.js';
import type { Claim, Outbox } from './outbox.js';
import type { DeliveryState } from './state.js';

export interface DeliveryUnit {
  readonly outbox: Outbox;
  readonly votes: VoteRepository;
  readonly editions: EditionRepository;
  readonly subscriptions: SubscriptionRepository;
}

export interface RecordDeps {
  readonly transactions: GroupedTransactions<DeliveryUnit>;
  readonly voteEmoji: VoteEmoji;
  readonly log: Log;
  /** A channel takes nothing any more: its subscriptions were paused. */
  readonly paused: (subscriptions: readonly Subscription[]) => void;
  /** A post is on the platform, and its message is known. */
  readonly sent?: () => void;
}

interface Circumstances {
  /** The edition's, for the ballot of a post that was sent. */
  readonly content?: EditionContent;
  /** The tallies that it was sent with, as far as they are known. */
  readonly shows?: ReadonlyMap<PaperKey, Tally>;
  /** The platform takes seeds. */
  readonly seeds?: boolean;
  /** The channel takes nothing any more, so that the rest of the edition ends too. */
  readonly closed?: boolean;
}

interface Recorded {
  /** False when somebody else holds the claim by now. */
  readonly kept: boolean;
  /** Whose post died or is uncertain. */
  readonly edition: Edition | undefined;
  /** Further parts that ended with it. */
  readonly others: number;
  readonly paused: readonly Subscription[];
}

/**
 * Moves a claimed delivery on, in one transaction with what follows from it: a post that was sent counts votes from that moment, and
 * an edition whose posts all died frees its papers. False when the claim was lost. The operator is told what will not be posted.
 */
export async function record(
  { transactions, voteEmoji, log, paused, sent }: RecordDeps,
  claim: Claim,
  next: DeliveryState,
  { content, shows = new Map(), seeds = false, closed = false }: Circumstances = {},
): Promise<boolean> {
  const { delivery } = claim;
  const recorded = await transactions.run(async (tx): Promise<Recorded> => {
    if (!(await tx.outbox.record(delivery.id, delivery.state.epoch, next))) return lost;
    if (next.kind === 'dead') return bury(tx, claim, next.reason, closed);
    if (next.kind === 'sent' && content !== undefined) {
      const ballot = ballotOf(content, delivery, voteEmoji);
      await countVotes(tx, claim, next, { ballot, shows, seeds: seeds && isSeeded(content, delivery) });
    }
    const edition = next.kind === 'uncertain' ? await tx.editions.find(delivery.edition) : undefined;
    return { ...lost, kept: true, edition };
  });
  tell(log, claim, next, recorded);
  if (recorded.paused.length > 0) paused(recorded.paused);
  if (recorded.kept && next.kind === 'sent') sent?.();
  return recorded.kept;
}

const lost: Recorded = { kept: false, others: 0, edition: undefined, paused: [] };

async function bury(tx: DeliveryUnit, { delivery }: Claim, reason: string, closed: boolean): Promise<Recorded> {
  const others = closed ? await tx.outbox.endDue(delivery.edition, reason) : 0;
  const paused = closed ? await tx.subscriptions.pause(delivery.target, reason) : [];
  const parts = await tx.outbox.ofEdition(delivery.edition);
  if (parts.every((part) => part.state.kind === 'dead')) await tx.editions.free(delivery.edition);
  return { kept: true, others, paused, edition: await tx.editions.find(delivery.edition) };
}

interface Counted {
  readonly ballot: Ballot;
  readonly shows: ReadonlyMap<PaperKey, Tally>;
  readonly seeds: boolean;
}

async function countVotes(
  tx: DeliveryUnit,
  { delivery: { target } }: Claim,
  { ref, at }: Extract<DeliveryState, { kind: 'sent' }>,
  { ballot, shows, seeds }: Counted,
): Promise<void> {
  if (ballot.length === 0) return;
  const { adapter, workspace, channel } = target;
  const message = { adapter, workspace, channel, ref, ballot, postedAt: at, virtual: false };
  await tx.votes.addMessage(message, seeds ? 'seeds' : undefined, shows);
}

function tell(log: Log, { delivery }: Claim, next: DeliveryState, { kept, others, edition }: Recorded): void {
  const fields = {
    delivery: delivery.id,
    part: delivery.part,
    attempts: delivery.state.attempts,
    state: next.kind,
    reason: 'reason' in next ? next.reason : undefined,
    kept,
  };
  const { adapter, workspace, channel } = delivery.target;
  // Nobody will see the post, or nobody knows whether anybody does.
  if (edition === undefined) log.info('delivery.state', fields);
  else log.error(`delivery.${next.kind}`, { ...fields, adapter, workspace, channel, date: edition.date, others });
}
