import type { Delivery } from '../delivery/outbox.js';
import type { Edition } from '../editions/repository.js';
import type { Subscription } from '../editions/subscription.js';
import { shortDate } from '../kernel/dates.js';
import { formatRun, localDateAt } from '../kernel/schedule.js';
import type { CommandContext } from './command.js';
import { momentText } from './moment.js';

/** How a channel's latest edition went. `why` says what is broken. */
export type EditionState =
  | { readonly mood: 'well' | 'quiet' | 'pending'; readonly words: string }
  | { readonly mood: 'broken'; readonly words: string; readonly why: string };

/** Undefined while there was no edition. */
export async function latestEdition(
  subscription: Subscription,
  context: CommandContext,
): Promise<EditionState | undefined> {
  const { editions, outbox } = context.deps;
  const [edition] = await editions.latest(subscription.id, 1);
  if (edition === undefined) return undefined;
  const state = stateOf(edition, await outbox.ofEdition(edition.id), context);
  return { ...state, words: `${shortDate(edition.date)}: ${state.words}` };
}

function stateOf(edition: Edition, deliveries: readonly Delivery[], context: CommandContext): EditionState {
  const at = momentText(edition.plannedAt, context);
  if (edition.kind === 'skipped') return { mood: 'quiet', words: 'skipped, the date was over before it could be made' };
  const trouble = lost(deliveries);
  if (trouble !== undefined) return { mood: 'broken', words: trouble, why: `of the last edition, ${trouble}` };
  if (edition.kind === 'failed') {
    return {
      mood: 'broken',
      words: `no list, the feeds did not answer (${at})`,
      why: 'the feeds did not answer in time',
    };
  }
  if (edition.kind === 'quiet') return { mood: 'quiet', words: `nothing new (${at})` };
  return progress(deliveries, context);
}

/** What was given up or is unsure, in words; undefined when nothing was. */
function lost(deliveries: readonly Delivery[]): string | undefined {
  const reasons = (kind: 'dead' | 'uncertain'): readonly string[] =>
    deliveries.flatMap(({ state }) => (state.kind === kind && 'reason' in state ? [state.reason] : []));
  const share = (count: number): string =>
    deliveries.length === 1 ? 'its post' : `${count} of ${deliveries.length} posts`;
  const dead = reasons('dead');
  if (dead.length > 0) return `${share(dead.length)} could not be delivered (${dead[0]})`;
  const uncertain = reasons('uncertain');
  return uncertain.length === 0
    ? undefined
    : `${share(uncertain.length)} may or may not have arrived (${uncertain[0]})`;
}

function progress(deliveries: readonly Delivery[], context: CommandContext): EditionState {
  const sent = deliveries.flatMap(({ state }) => (state.kind === 'sent' ? [state.at] : []));
  const last = sent.toSorted((a, b) => b - a)[0];
  if (last !== undefined && sent.length === deliveries.length) {
    const papers = new Set(deliveries.flatMap((delivery) => delivery.papers)).size;
    return {
      mood: 'well',
      words: `posted at ${momentText(last, context)}, ${papers === 1 ? 'one paper' : `${papers} papers`}`,
    };
  }
  return { mood: 'pending', words: `being posted, ${sent.length} of ${deliveries.length} so far` };
}

/** When the next edition comes. */
export function nextEdition(subscription: Subscription, context: CommandContext): string {
  const { enabled, paused, nextRunAt } = subscription;
  const { zone, now } = context;
  if (!enabled) return 'switched off';
  if (paused !== null) return `paused: ${paused}`;
  if (nextRunAt === null) return 'not planned';
  if (nextRunAt <= now) return `due since ${momentText(nextRunAt, context)}; it comes as soon as its feeds answer`;
  return formatRun({ date: localDateAt(nextRunAt, zone), at: nextRunAt }, zone);
}
