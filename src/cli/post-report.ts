import type { Delivery } from '../delivery/outbox.js';
import { type Due, failureText } from '../editions/compose.js';
import type { PlanOutcome } from '../editions/planner.js';
import type { Edition } from '../editions/repository.js';
import type { Instant } from '../kernel/clock.js';
import { longDate } from '../kernel/dates.js';
import { exitCodes } from '../kernel/errors.js';
import { type Runtime, say } from './runtime.js';
import type { Session } from './session.js';
import { channelName, isTerminal } from './settings.js';

/** One run of `post`, begun at `began`. */
export interface PostRun {
  readonly session: Session;
  readonly runtime: Runtime;
  readonly began: Instant;
}

const nameOf = ({ subscription, date }: Due): string =>
  `${channelName(subscription)}, ${longDate(date)} ${date.slice(0, 4)}`;

/** Says that a channel's platform does not run, and returns the exit code of that. */
export function reportMissing(runtime: Runtime, due: Due): number {
  const { adapter } = due.subscription;
  say(runtime, `${nameOf(due)}: nothing was posted, since ${adapter} does not run; this version does not have it.`);
  return exitCodes.config;
}

/** Says what became of one channel's edition, and returns the exit code of that. */
export async function reportEdition(run: PostRun, outcome: PlanOutcome): Promise<number> {
  const { session, runtime } = run;
  const tell = (what: string): void => say(runtime, `${nameOf(outcome.due)}: ${what}.`);
  switch (outcome.kind) {
    case 'silent':
      tell('nothing is new and no list was due; nothing was posted');
      return 0;
    case 'waiting':
      tell(`nothing was posted, ${failureText(outcome.failures, session.feeds)}`);
      return exitCodes.unavailable;
    case 'already':
      return reportEarlier(run, outcome.due, tell);
    case 'planned': {
      const { content, edition } = outcome;
      const what =
        content.kind === 'line' ? 'one line, no papers' : `${content.entries.length} of ${content.total} new papers`;
      return reportPosts(run, outcome.due, edition, (done) => tell(`${done}, ${what}`), tell);
    }
  }
}

/** The date has an edition; what was left of its posts has been sent by this run. */
async function reportEarlier(run: PostRun, due: Due, tell: (what: string) => void): Promise<number> {
  const { editions, outbox } = run.session.store;
  const edition = await editions.on(due.subscription.id, due.date);
  if (edition === undefined) throw new Error(`The edition of ${due.date} is gone.`);
  const posts = await outbox.ofEdition(edition.id);
  const isNew = ({ state }: Delivery): boolean => state.kind === 'sent' && state.at >= run.began;
  const added = posts.filter(isNew).length;
  const earlier = `${toldAs[edition.kind]} before`;
  if (added === 0 && posts.every(({ state }) => state.kind === 'sent')) {
    tell(`${earlier}; nothing was posted now`);
    return 0;
  }
  const now = added === 1 ? 'one message' : `${added} messages`;
  return reportPosts(run, due, edition.id, () => tell(`it was planned before; ${now} of it posted now`), tell);
}

const toldAs: Readonly<Record<Edition['kind'], string>> = {
  papers: 'its edition was posted',
  quiet: 'it was found to be a quiet day',
  failed: 'its feeds did not answer, as was said',
  skipped: 'its edition was skipped',
};

async function reportPosts(
  { session }: PostRun,
  { subscription }: Due,
  edition: Edition['id'],
  tellDone: (done: string) => void,
  tell: (what: string) => void,
): Promise<number> {
  const posts = await session.store.outbox.ofEdition(edition);
  const open = posts.filter(({ state }) => state.kind !== 'sent');
  if (open.length === 0) {
    tellDone(session.isDryRun ? 'would be posted' : 'posted');
    return 0;
  }
  const reasons = [...new Set(open.map(({ state }) => ('reason' in state ? state.reason : 'not sent yet')))].join('; ');
  tell(`${posts.length - open.length} of ${posts.length} messages posted (${reasons})`);
  // The terminal is always there; what it cannot do is write down what it shows.
  return isTerminal(subscription) ? exitCodes.cannotWrite : exitCodes.unavailable;
}
