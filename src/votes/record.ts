import type { Log } from '../kernel/log.js';
import type { MessageRef, ReactionEvent, Workspace } from '../platform/adapter.js';
import { baseEmoji, hasSkinTones } from './emoji.js';
import type { Recorded, VoteRepository } from './repository.js';

interface IntakeDeps {
  readonly votes: Pick<VoteRepository, 'record'>;
  readonly log: Log;
  /** Asks for the full set of a message's reactions, soon; the same message again while it waits is one read. */
  requestReadBack(workspace: Workspace, ref: MessageRef): void;
}

/** Takes one reaction event in. The promise resolves once it is on disk; the adapter acknowledges after that. */
type ReactionIntake = (event: ReactionEvent) => Promise<void>;

export function createReactionIntake({ votes, log, requestReadBack }: IntakeDeps): ReactionIntake {
  return async (event) => {
    const based = { ...event, emoji: baseEmoji(event.emoji) };
    const [recorded] = await votes.record([based]);
    log.debug('votes.reaction', { adapter: event.message.adapter, recorded });
    if (needsReadBack(based, recorded)) requestReadBack(event.target, event.message);
  };
}

/**
 * Two events of one second, one of them a read-back, cannot be put in order. Nor does a withdrawn 👍 say whether the same
 * person's 👍🏽 still stands: platforms keep skin tones apart, ballots do not. In both cases the platform's own set decides.
 */
function needsReadBack(event: ReactionEvent, recorded: Recorded | undefined): boolean {
  if (recorded === 'unclear') return true;
  return recorded === 'stored' && !event.present && hasSkinTones(event.emoji);
}
