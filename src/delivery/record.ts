import type { EditionContent } from '../editions/content.js';
import { ballotOf } from '../editions/layout.js';
import type { Edition, EditionRepository } from '../editions/repository.js';
import type { Log } from '../kernel/log.js';
import type { VoteEmoji } from '../votes/ballot.js';
import type { VoteRepository } from '../votes/repository.js';
import type { Claim, Outbox } from './outbox.js';
import type { DeliveryState } from './state.js';

interface DeliveryUnit {
  readonly outbox: Outbox;
  readonly votes: VoteRepository;
  readonly editions: EditionRepository;
}

export interface RecordDeps {
  readonly store: DeliveryUnit & { transaction<T>(body: (tx: DeliveryUnit) => Promise<T>): Promise<T> };
  readonly voteEmoji: VoteEmoji;
  readonly log: Log;
}

interface Circumstances {
  /** The edition's, for the ballot of a post that was sent. */
  readonly content?: EditionContent;
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
}

/**
 * Moves a claimed delivery on, in one transaction with what follows from it: a post that was sent counts votes from that moment, and
 * an edition whose posts all died frees its papers. False when the claim was lost. The operator is told what will not be posted.
 */
export async function record(
  { store, voteEmoji, log }: RecordDeps,
  claim: Claim,
  next: DeliveryState,
  { content, closed = false }: Circumstances = {},
): Promise<boolean> {
  const { delivery } = claim;
  const recorded = await store.transaction(async (tx): Promise<Recorded> => {
    if (!(await tx.outbox.record(delivery.id, delivery.state.epoch, next))) return lost;
    if (next.kind === 'dead') return bury(tx, claim, next.reason, closed);
    if (next.kind === 'sent' && content !== undefined) {
      await countVotes(tx, claim, next, ballotOf(content, delivery, voteEmoji));
    }
    const edition = next.kind === 'uncertain' ? await tx.editions.find(delivery.edition) : undefined;
    return { kept: true, others: 0, edition };
  });
  tell(log, claim, next, recorded);
  return recorded.kept;
}

const lost: Recorded = { kept: false, others: 0, edition: undefined };

async function bury(tx: DeliveryUnit, { delivery }: Claim, reason: string, closed: boolean): Promise<Recorded> {
  const others = closed ? await tx.outbox.endDue(delivery.edition, reason) : 0;
  const parts = await tx.outbox.ofEdition(delivery.edition);
  if (parts.every((part) => part.state.kind === 'dead')) await tx.editions.free(delivery.edition);
  return { kept: true, others, edition: await tx.editions.find(delivery.edition) };
}

async function countVotes(
  tx: DeliveryUnit,
  { delivery: { target } }: Claim,
  { ref, at }: Extract<DeliveryState, { kind: 'sent' }>,
  ballot: ReturnType<typeof ballotOf>,
): Promise<void> {
  if (ballot.length === 0) return;
  const { adapter, workspace, channel } = target;
  await tx.votes.addMessage({ adapter, workspace, channel, ref, ballot, postedAt: at, virtual: false });
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
