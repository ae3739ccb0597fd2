import { type Due, failureText } from '../editions/compose.js';
import type { PlanOutcome } from '../editions/planner.js';
import type { Edition } from '../editions/repository.js';
import { runAfter } from '../editions/run-after.js';
import { formatRun, localDateAt, localTimeAt } from '../kernel/schedule.js';
import { outOfTime } from '../kernel/stop-reason.js';
import { type Runtime, say } from './runtime.js';
import { openSession, type Session } from './session.js';
import { isTerminal, sampleSubscription } from './settings.js';

/** A start that nobody watches asks a feed once and this long. */
const quick = { attempts: 1, timeoutMs: 3_000 };
/** All feeds together get no longer than this, so that a start always comes to its end. */
const quickMs = quick.timeoutMs + 500;
const patientMs = 20_000;
const patienceMs = 1_500;
/** In all, from the signal to the end: Docker waits for ten seconds. */
const graceMs = 8_000;

/** Runs the bot until its conversation or the process ends. */
export async function start(runtime: Runtime): Promise<number> {
  const interactive = runtime.streams.input.isTTY === true && runtime.streams.output.isTTY === true;
  const session = await openSession(runtime, { patience: interactive ? {} : quick });
  const { app, conversation } = session;
  try {
    await app.prepare();
    await app.connect();
    if (conversation !== undefined) await openDay(session, runtime, interactive);
    await app.run();
    if (conversation === undefined) void app.tick();
    if (conversation !== undefined && !runtime.interrupted.aborted) {
      await Promise.race([conversation.run(), aborted(runtime.interrupted)]);
    }
    if (!session.terminalOnly) await aborted(runtime.interrupted);
    if (!runtime.interrupted.aborted) await app.settled();
    return 0;
  } finally {
    await session.close(graceMs);
  }
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
  if (outcome !== undefined) say(runtime, nextText(outcome.due, runtime));
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
    return `No papers now: ${why}.`;
  }
  if (outcome.kind === 'already') {
    const edition = await session.store.editions.on(due.subscription.id, due.date);
    return interactive || edition === undefined ? undefined : postedText(edition, due);
  }
  const names = due.subscription.feeds.map((id) => session.feeds.get(id)?.name ?? id);
  return `Read from ${names.join(' and ')}.`;
}

/** Only who has never seen an edition gets the sample; somebody else's silence has a reason that they are told. */
async function showSample(session: Session, runtime: Runtime, due: Due): Promise<boolean> {
  const { store, app } = session;
  const sample = sampleSubscription(due.subscription);
  const seen = await Promise.all([due.subscription.id, sample.id].map((id) => store.editions.latest(id, 1)));
  if (seen.flat().some(({ kind }) => kind === 'papers')) return false;
  await store.subscriptions.save([sample]);
  const run: Due = { subscription: sample, date: due.date, runAt: runtime.clock.now(), by: 'sample' };
  const [shown] = await app.runEditions([run], runtime.interrupted, quickMs);
  return shown?.kind === 'planned';
}

function postedText({ kind, plannedAt }: Edition, { subscription }: Due): string {
  const at = localTimeAt(plannedAt, subscription.timetable.zone);
  if (kind === 'papers') return `Today's edition was posted at ${at}; /paper today shows the whole list.`;
  return `Today is quiet, as was said at ${at}.`;
}

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
