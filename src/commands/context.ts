import { localDateAt } from '../kernel/schedule.js';
import type { Target, User } from '../platform/adapter.js';
import type { CommandContext, CommandTable } from './command.js';
import type { CommandDeps } from './command-deps.js';

/** Gathers what is true of the channel and the moment before a command runs. */
export async function contextOf(
  { user, target }: { readonly user: User; readonly target: Target },
  table: CommandTable,
  deps: CommandDeps,
  isShared = false,
): Promise<CommandContext> {
  const [subscriptions, team] = await Promise.all([deps.subscriptions.inChannel(target), deps.votes.teamOf(target)]);
  const [first] = subscriptions;
  const zone = first?.timetable.zone ?? deps.defaults.zone;
  const ownFeeds = [...new Set(subscriptions.flatMap(({ feeds }) => feeds))];
  const feeds = ownFeeds.length > 0 ? ownFeeds : deps.defaults.feeds;
  const now = deps.clock.now();
  return { deps, user, target, now, today: localDateAt(now, zone), zone, feeds, subscriptions, team, table, isShared };
}
