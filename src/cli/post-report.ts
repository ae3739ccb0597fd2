import type { Delivery } from '../delivery/outbox.js';
import { type Due, failureText } from '../editions/compose.js';
import type { PlanOutcome } from '../editions/planner.js';
import type { Edition } from '../editions/repository.js';
import type { Instant } from '../kernel/clock.js';
import { longDate } from '../kernel/dates.js';
import { exitCodes } from '../kernel/errors.js';
import type { Previews } from './preview-adapter.js';
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
  say(runtime, `${nameOf(due)}: nothing was posted, since ${adapter} does not run here.`);
  return exitCodes.config;
}

/** Says what became of one channel's edition, and returns the exit code of that. */
export async function reportEdition(run: PostRun, outcome: PlanOutcome): Promise<number> {
  const { session, runtime } = run;
  const tell: Tell = (what) => say(runtime, `${nameOf(outcome.due)}: ${what}.`);
  switch (outcome.kind) {
    case 'silent':
      tell('nothing is new and no list was due; nothing was posted');
      return 0;
    case 'waiting':
      tell(
        outcome.failures.length === 0
          ? 'nothing was posted, since it could not be looked up what was posted there before the backup was restored'
          : `nothing was posted, ${failureText(outcome.failures, session.feeds)}`,
      );
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
async function reportEarlier(run: PostRun, due: Due, tell: Tell): Promise<number> {
  const { editions, outbox } = run.session.store;
  const edition = await editions.on(due.subscription.id, due.date);
  if (edition === undefined) throw new Error(`The edition of ${due.date} is gone.`);
  const posts = await outbox.ofEdition(edition.id);
  const added = posts.filter(({ state }) => state.kind === 'sent' && state.at >= run.began).length;
  if (added === 0 && posts.every(isSent)) {
    tell(`${toldAs[edition.kind]}; nothing was posted now`);
    return 0;
  }
  const now = added === 1 ? 'one message' : `${added} messages`;
  return reportPosts(run, due, edition.id, (done) => tell(`it was planned before; ${now} of it ${done} now`), tell);
}

const toldAs: Readonly<Record<Edition['kind'], string>> = {
  papers: 'its edition was posted before',
  quiet: 'nothing was new when it was looked for before',
  failed: 'its edition failed before, when the feeds did not answer',
  skipped: 'its edition was skipped, since its date was over',
};

type Tell = (what: string) => void;

const isSent = ({ state }: Delivery): boolean => state.kind === 'sent';

async function reportPosts(
  { session, runtime }: PostRun,
  { subscription }: Due,
  edition: Edition['id'],
  tellDone: (done: string) => void,
  tell: Tell,
): Promise<number> {
  const posts = await session.store.outbox.ofEdition(edition);
  if (session.previews !== undefined) await showPreviews(runtime, session.previews, posts);
  const open = posts.filter((post) => !isSent(post));
  if (posts.length === 0) tell('nothing was posted: its edition has no messages');
  else if (open.length === 0) tellDone(session.previews === undefined ? 'posted' : 'would be posted');
  else tell(`${posts.length - open.length} of ${posts.length} messages posted (${reasonsOf(open)})`);
  if (posts.length === 0) return exitCodes.software;
  if (open.length === 0) return 0;
  // The terminal is always there; what it cannot do is write down what it shows.
  return isTerminal(subscription) ? exitCodes.cannotWrite : exitCodes.unavailable;
}

async function showPreviews(runtime: Runtime, previews: Previews, posts: readonly Delivery[]): Promise<void> {
  for (const { id } of posts) {
    const preview = previews.get(id);
    if (preview === undefined) continue;
    await runtime.print(preview.view, { isReply: preview.target.thread !== undefined });
    runtime.streams.output.write('\n');
  }
}

const reasonsOf = (open: readonly Delivery[]): string => [...new Set(open.map(reasonOf))].join('; ');

function reasonOf({ state }: Delivery): string {
  if ('reason' in state) return state.reason;
  if (state.kind === 'due' && state.attempts > 0) return 'not taken yet; a running Broadsheet tries it again';
  return 'not sent yet';
}
