import { momentText } from '../commands/moment.js';
import { type Due, failureText } from '../editions/compose.js';
import type { PlanOutcome } from '../editions/planner.js';
import type { Edition } from '../editions/repository.js';
import { runAfter } from '../editions/run-after.js';
import { instant } from '../kernel/clock.js';
import { formatRun, localDateAt, localTimeAt } from '../kernel/schedule.js';
import { outOfTime } from '../kernel/stop-reason.js';
import { type Runtime, say } from './runtime.js';
import { openSession, type Session } from './session.js';
import { isTerminal, sampleId, sampleSubscription } from './settings.js';

/** A start that nobody watches asks a feed once and this long. */
const quick = { attempts: 1, timeoutMs: 3_000 };
/** All feeds together get no longer than this, so that a start always comes to its end. */
const quickMs = quick.timeoutMs + 500;
const patientMs = 20_000;
const patienceMs = 1_500;
/** In all, from the signal to the end: Docker waits for ten seconds. */
const graceMs = 8_000;
/** How many days without papers the latest ones may lie behind. */
const looksBack = 60;

/** Runs the bot until its conversation or the process ends. */
export async function start(runtime: Runtime): Promise<number> {
  const interactive = runtime.streams.input.isTTY === true && runtime.streams.output.isTTY === true;
  const session = await openSession(runtime, { patience: interactive ? {} : quick });
  const exitCode = await runSession(session, runtime, interactive);
  await session.restarts.forget();
  return exitCode;
}

async function runSession(session: Session, runtime: Runtime, interactive: boolean): Promise<number> {
  const { app, conversation, restarts } = session;
  const { interrupted, errors } = runtime;
  try {
    await app.prepare();
    // The terminal has no budget that could be used up.
    if (!session.terminalOnly) await restarts.holdBack((sentence) => errors.write(`${sentence}\n`), interrupted);
    if (interrupted.aborted) return 0;
    await app.connect();
    if (conversation !== undefined) await openDay(session, runtime, interactive);
    await app.run();
    session.upkeep.begin();
    session.backFill?.begin();
    if (conversation === undefined) {
      say(runtime, await runningText(session, runtime));
      void app.tick();
    }
    if (conversation !== undefined && !interrupted.aborted) {
      await Promise.race([conversation.run(), aborted(interrupted)]);
    }
    if (!session.terminalOnly) await aborted(interrupted);
    if (!interrupted.aborted) await app.settled();
    return 0;
  } finally {
    await session.close(graceMs);
  }
}

/** What runs now, for whoever looks at the process, and how a channel gets an edition where none does yet. */
async function runningText({ store, platforms }: Session, { version, clock }: Runtime): Promise<string> {
  const on = (await store.subscriptions.all()).filter(({ enabled, paused }) => enabled && paused === null);
  const next = on.toSorted((a, b) => (a.nextRunAt ?? 0) - (b.nextRunAt ?? 0))[0];
  const connected = `Broadsheet ${version}: connected to ${platforms.join(' and ')}`;
  if (next === undefined)
    return `${connected}. No channel has the morning edition yet: /paper settings on in a channel switches it on. Ctrl-C ends.`;
  const { zone } = next.timetable;
  const at = instant(Math.max(next.nextRunAt ?? 0, clock.now()));
  const channels = on.length === 1 ? 'one channel has' : `${on.length} channels have`;
  return `${connected}; ${channels} the morning edition, the next ${formatRun({ date: localDateAt(at, zone), at }, zone)}. Ctrl-C ends.`;
}

/** The terminal's own morning: its edition, or why there is none, and when the next one is. */
async function openDay(session: Session, runtime: Runtime, interactive: boolean): Promise<void> {
  const reading = new AbortController();
  const budgetMs = interactive ? patientMs : quickMs;
  const late = runtime.clock.sleep(budgetMs, reading.signal).then(() => reading.abort(outOfTime()));
  const signal = AbortSignal.any([reading.signal, runtime.interrupted]);
  if (interactive) void announceWait(runtime, reading.signal);
  const outcomes = await session.app.catchUp(signal).finally(() => reading.abort());
  if (runtime.interrupted.aborted) return;
  const outcome = outcomes.find(({ due }) => isTerminal(due.subscription));
  const wasRead = outcome === undefined ? undefined : await describe(session, runtime, outcome, interactive);
  await late;
  if (wasRead !== undefined) say(runtime, wasRead);
  if (outcome !== undefined && !saysNext(outcome)) say(runtime, nextText(outcome.due, runtime));
}

/** Who waits longer than a moment is told what for. */
async function announceWait(runtime: Runtime, done: AbortSignal): Promise<void> {
  await runtime.clock.sleep(patienceMs, done);
  if (!done.aborted) say(runtime, 'Reading the feeds…');
}

async function describe(
  session: Session,
  runtime: Runtime,
  outcome: PlanOutcome,
  interactive: boolean,
): Promise<string | undefined> {
  const { due } = outcome;
  if (outcome.kind === 'waiting') {
    const why = failureText(outcome.failures, session.feeds);
    if (await showSample(session, runtime, due))
      return `${why}, so what you see is the sample that comes with Broadsheet.`;
    return nothingNewer(why, await latestPapers(session, due), interactive, runtime);
  }
  if (outcome.kind === 'already') return earlierText(session, due, interactive);
  const names = due.subscription.feeds.map((id) => session.feeds.get(id)?.name ?? id);
  return `Read from ${names.join(' and ')}.`;
}

/** Only who has never seen an edition gets the sample; somebody else's silence has a reason that they are told. */
async function showSample(session: Session, runtime: Runtime, due: Due): Promise<boolean> {
  const { store, app } = session;
  if ((await latestPapers(session, due)) !== undefined) return false;
  const sample = sampleSubscription(due.subscription);
  await store.subscriptions.save([sample]);
  const run: Due = { subscription: sample, date: due.date, runAt: runtime.clock.now(), by: 'sample' };
  const [shown] = await app.runEditions([run], runtime.interrupted, quickMs);
  return shown?.kind === 'planned';
}

/** The papers that the terminal showed last, be they the sample. */
async function latestPapers({ store: { editions } }: Session, { subscription }: Due): Promise<Edition | undefined> {
  const ids = [subscription.id, sampleSubscription(subscription).id];
  const latest = await Promise.all(ids.map((id) => editions.latest(id, looksBack)));
  const shown = latest.flat().filter(({ kind, freed }) => kind === 'papers' && !freed);
  return shown.toSorted((a, b) => b.plannedAt - a.plannedAt)[0];
}

/** A prompt shows the latest post again below this sentence, which must not deny it. */
function nothingNewer(
  why: string,
  papers: Edition | undefined,
  interactive: boolean,
  { clock, zone }: Runtime,
): string {
  if (papers === undefined) return `No papers now: ${why}.`;
  if (interactive) return `${why}, so there is nothing new; the latest post is shown again.`;
  const what = papers.subscription === sampleId ? 'the sample' : 'the edition';
  const at = momentText(papers.plannedAt, { zone, today: localDateAt(clock.now(), zone) });
  return `${why}, so there is nothing newer than ${what} (posted ${at}).`;
}

/** What became of today's edition, which was made before this start. A prompt shows it again instead, unless it is not all there. */
async function earlierText({ store }: Session, due: Due, interactive: boolean): Promise<string | undefined> {
  const edition = await store.editions.on(due.subscription.id, due.date);
  if (edition === undefined) return undefined;
  const posts = await store.outbox.ofEdition(edition.id);
  const sent = posts.filter(({ state }) => state.kind === 'sent').length;
  if (sent < posts.length) return `${sent} of ${posts.length} messages of today's edition are posted so far.`;
  return interactive ? undefined : toldText(edition, due);
}

function toldText({ kind, plannedAt }: Edition, { subscription }: Due): string {
  const at = localTimeAt(plannedAt, subscription.timetable.zone);
  switch (kind) {
    case 'papers':
      return `Today's edition was posted at ${at}; /paper today shows the whole list.`;
    case 'quiet':
      return `Today is quiet, as was said at ${at}.`;
    case 'failed':
      return `Today has no edition: the feeds did not answer, as was said at ${at}.`;
    case 'skipped':
      return "Today's edition was skipped: the date was over before it could be made.";
  }
}

/** An edition without papers is a line that says it itself. */
const saysNext = (outcome: PlanOutcome): boolean => outcome.kind === 'planned' && outcome.content.kind === 'line';

function nextText({ subscription, date }: Due, { clock }: Runtime): string {
  const { timetable } = subscription;
  const next = runAfter(timetable, date, clock.now());
  const today = localDateAt(clock.now(), timetable.zone);
  const shown =
    next.date === today ? `today, ${localTimeAt(next.at, timetable.zone)}` : formatRun(next, timetable.zone);
  return `Next edition ${shown}.`;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
