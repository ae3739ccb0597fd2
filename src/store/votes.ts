import type { Clock } from '../kernel/clock.js';
import type { ReactionEvent } from '../platform/adapter.js';
import type { Recorded, VoteRepository } from '../votes/repository.js';
import { dismiss } from './dismissals.js';
import { dueSeeds, endSeeds } from './due-seeds.js';
import type { Executor } from './executor.js';
import { GroupCommit } from './group-commit.js';
import { recordEvents } from './reaction-events.js';
import { readBack } from './read-back.js';
import { beginEdits, endEdit } from './stale-messages.js';
import { press } from './vote-buttons.js';
import { top } from './vote-ranking.js';
import { tallies, voters, votesOf } from './vote-tallies.js';
import { assignTeams, teamOf } from './vote-teams.js';
import { addMessage, markGone, messagesSince } from './voting-messages.js';

/** A group of reaction events is committed after so long, or when it has so many rows. */
const groupMs = 20;
const groupRows = 200;

type RecordEvents = (events: readonly ReactionEvent[]) => Promise<readonly Recorded[]>;

export function createVotes(executor: Executor, clock: Clock): VoteRepository {
  return {
    assignTeams: (teams) => executor.atomically((tx) => assignTeams(tx, teams, clock.now())),
    teamOf: (workspace) => teamOf(executor, workspace),
    addMessage: (message, seeds, shows) =>
      executor.atomically((tx) => addMessage(tx, message, clock.now(), { seeds, shows })),
    dueSeeds: (room) => dueSeeds(executor, room, clock.now()),
    endSeeds: (ref) => endSeeds(executor, ref),
    dismiss: (user) => executor.atomically((tx) => dismiss(tx, user, clock.now())),
    record: recorder(executor, clock),
    readBack: (ref, reactions, from, until) =>
      executor.atomically((tx) => readBack(tx, { ref, reactions, from, until }, clock.now())),
    press: (ref, user, emoji, order) =>
      executor.atomically((tx) => press(tx, { ref, user: user.id, emoji, order }, clock.now())),
    markGone: (refs, at) => executor.atomically((tx) => markGone(tx, refs, at)),
    tallies: (team, papers) => tallies(executor, team, papers),
    voters: (team, paper) => voters(executor, team, paper),
    votesOf: (user, limit) => votesOf(executor, user, limit),
    top: (query) => top(executor, query),
    messagesSince: (place, since) => messagesSince(executor, place, since),
    beginEdits: (at, editedBefore, room) => beginEdits(executor, at, editedBefore, room),
    endEdit: (edit) => endEdit(executor, edit),
  };
}

/** Inside a transaction events are part of it; outside they share one with the events of other callers. */
function recorder(executor: Executor, clock: Clock): RecordEvents {
  const record = (events: readonly ReactionEvent[]) =>
    executor.atomically((tx) => recordEvents(tx, events, clock.now()));
  if (executor.db.isTransaction) return record;
  const group = new GroupCommit({ commit: record, clock, mostMs: groupMs, fullAt: groupRows });
  return (events) => group.add(events);
}
