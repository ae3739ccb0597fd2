import type { PostedNow } from '../editions/on-demand.js';
import type { Edition } from '../editions/repository.js';
import type { Subscription } from '../editions/subscription.js';
import type { CommandAnswer, CommandContext } from './command.js';
import { momentText } from './moment.js';
import { noteAnswer } from './note.js';
import { nextText, ownSubscription } from './own-subscription.js';

/** Has today's edition posted now, once. */
export async function postNow(context: CommandContext): Promise<CommandAnswer> {
  const own = ownSubscription(context.subscriptions);
  if (own === undefined || !own.enabled) {
    return noteAnswer('The morning edition is off here; /paper settings on switches it on.');
  }
  if (own.paused !== null) {
    return noteAnswer(`The morning edition is paused here: ${own.paused}. /paper settings on goes on with it.`);
  }
  return noteAnswer(await outcomeText(await context.deps.postNow(own), own, context));
}

async function outcomeText(posted: PostedNow, own: Subscription, context: CommandContext): Promise<string> {
  if (posted.kind === 'nothing') {
    return posted.as === 'quiet' ? `Nothing is posted. ${posted.line}` : `Nothing is posted now. ${posted.line}`;
  }
  if (posted.kind === 'already') return alreadyText(posted.edition, own, context);
  const { content } = posted;
  const papers = content.kind === 'papers' ? content.entries.length : 0;
  const what = papers === 1 ? "Today's edition, one paper," : `Today's edition, ${papers} papers,`;
  return `${what} is being posted.${await nextSaid(own, context)}`;
}

async function alreadyText(edition: Edition, own: Subscription, context: CommandContext): Promise<string> {
  const deliveries = await context.deps.outbox.ofEdition(edition.id);
  const sent = deliveries.flatMap(({ state }) => (state.kind === 'sent' ? [state.at] : []));
  const next = await nextSaid(own, context);
  const [first] = sent.toSorted((a, b) => a - b);
  if (first === undefined) return `Today's edition is being posted already.${next}`;
  const at = momentText(first, { zone: own.timetable.zone, today: edition.date });
  return `Today's edition was posted already, at ${at}.${next}`;
}

async function nextSaid({ id }: Subscription, { deps }: CommandContext): Promise<string> {
  const now = await deps.subscriptions.find(id);
  const next = now === undefined ? undefined : nextText(now);
  return next === undefined ? '' : ` The next one comes ${next}.`;
}
