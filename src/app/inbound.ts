import type { Commands } from '../commands/dispatch.js';
import type { Pauses } from '../delivery/pauses.js';
import type { Clock } from '../kernel/clock.js';
import { BroadsheetError } from '../kernel/errors.js';
import type { Log } from '../kernel/log.js';
import type { InboundSink, Workspace } from '../platform/adapter.js';
import type { AdapterMap } from '../platform/adapter-map.js';
import type { Limits } from '../view/limits.js';
import type { Reconciler } from '../votes/reconcile.js';
import { createReactionIntake } from '../votes/record.js';
import type { VoteRepository } from '../votes/repository.js';

interface InboundDeps {
  readonly votes: VoteRepository;
  readonly commands: Commands;
  readonly pauses: Pauses;
  readonly reconciler: Reconciler;
  readonly adapters: AdapterMap;
  readonly clock: Clock;
  readonly log: Log;
  /** Tallies may have changed. */
  readonly votesChanged: () => void;
  /** Reads the reactions of a workspace back. */
  readonly readBack: (workspace: Workspace) => Promise<void>;
}

/** Where everything that people do on the platforms comes in. */
export function createInbound(deps: InboundDeps): InboundSink {
  const { votes, commands, pauses, reconciler, adapters, clock, log, votesChanged, readBack } = deps;
  const intake = createReactionIntake({ votes, log, requestReadBack: reconciler.one });
  const limitsOf = (workspace: Workspace): Limits => {
    const adapter = adapters.get(workspace.adapter);
    if (adapter !== undefined) return adapter.limits;
    throw new BroadsheetError('software', `${workspace.adapter} is not running.`, 'Report this with the log.');
  };
  return {
    command: (event, reply) => commands.command(event, reply, limitsOf(event.target)),
    act: async (event, reply) => {
      await commands.act(event, reply, limitsOf(event.target));
      votesChanged();
    },
    suggest: (event) => commands.suggest(event),
    reaction: async (event) => {
      await intake(event);
      votesChanged();
    },
    doubtful: async (workspace, refs) => {
      for (const ref of refs) reconciler.one(workspace, ref);
    },
    gone: (refs) => votes.markGone(refs, clock.now()),
    missed: readBack,
    home: (user) => commands.home(user, limitsOf(user)),
    unfurl: (links, target) => commands.unfurl(links, target, limitsOf(target)),
    joined: async ({ target }) => {
      await pauses.resume(target);
      return commands.greeting(target, limitsOf(target));
    },
    closed: (target, reason) => pauses.pause(target, reason),
    ended: ({ adapter, workspace }, reason) => pauses.pause({ adapter, workspace }, reason),
    program: async (user) => {
      await votes.dismiss(user);
      votesChanged();
    },
  };
}
