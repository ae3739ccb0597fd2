import type { Subscription } from '../editions/subscription.js';
import type { FeedId } from '../papers/listing.js';
import { type Block, text } from '../view/view.js';
import type { CommandAnswer, CommandContext, CommandSpec } from './command.js';
import { type EditionState, latestEdition, nextEdition } from './edition-state.js';
import { type FeedState, feedStates } from './feed-state.js';
import { momentText } from './moment.js';
import { nothingAfter } from './nothing-after.js';
import { isSomebodys } from './own-subscription.js';
import { processTroubleText } from './process-trouble.js';

interface Fact {
  readonly label: string;
  readonly value: string;
}

export const status: CommandSpec<'status'> = {
  usage: 'status',
  summary: 'last and next edition, health of the feeds, what is queued: quiet or broken?',
  examples: ['status'],
  parse: (rest) => nothingAfter('status', rest) ?? { kind: 'parsed', command: { kind: 'status' } },
  form: () => [],
  run: async (_command, context) => {
    const subscriptions = context.subscriptions.filter(isSomebodys);
    const [latest, feeds, queue, count, model] = await Promise.all([
      Promise.all(subscriptions.map((subscription) => latestEdition(subscription, context))),
      feedStates(feedsOf(subscriptions, context), context),
      queueText(context),
      context.deps.papers.count(),
      modelText(context),
    ]);
    const trouble = processTroubleText(context);
    const facts = [
      ...(trouble === undefined ? [] : [{ label: 'Process', value: trouble }]),
      ...subscriptions.flatMap((subscription, index) => editionFacts(subscription, latest[index], context)),
      ...feeds.map(({ name, words }) => ({ label: name, value: words })),
      { label: 'Queue', value: queue },
      { label: 'Papers', value: String(count) },
      ...(model === undefined ? [] : [{ label: 'Search model', value: model }]),
      { label: 'Time zone', value: context.zone },
    ];
    const sentence = trouble === undefined ? verdict(latest, feeds, context) : `Something is broken: ${trouble}.`;
    return statusAnswer(sentence, facts);
  },
};

const feedsOf = (subscriptions: readonly Subscription[], { feeds }: CommandContext): readonly FeedId[] =>
  subscriptions.length === 0 ? feeds : [...new Set(subscriptions.flatMap((subscription) => subscription.feeds))];

function statusAnswer(sentence: string, facts: readonly Fact[]): CommandAnswer {
  const blocks: readonly Block[] = [
    { kind: 'paragraph', inlines: [text(sentence)] },
    { kind: 'facts', facts: facts.map(({ label, value }) => ({ label, value: [text(value)] })) },
  ];
  return { summary: sentence, blocks };
}

function editionFacts(
  subscription: Subscription,
  latest: EditionState | undefined,
  context: CommandContext,
): readonly Fact[] {
  return [
    { label: 'Last edition', value: latest?.words ?? 'none' },
    { label: 'Next edition', value: nextEdition(subscription, context) },
  ];
}

/** The one sentence that tells quiet from broken. */
function verdict(
  latest: readonly (EditionState | undefined)[],
  feeds: readonly FeedState[],
  { subscriptions }: CommandContext,
): string {
  const paused = subscriptions.find((one) => one.enabled && one.paused !== null)?.paused;
  if (paused != null) {
    return `Something is broken: the morning edition is paused here: ${paused}. /paper settings on goes on with it.`;
  }
  const broken = latest.find((state) => state?.mood === 'broken');
  if (broken !== undefined) return `Something is broken: ${broken.why}.`;
  const failing = feeds.filter(({ failing }) => failing).map(({ name }) => name);
  if (failing.length > 0) return `Something is broken: ${failing.join(' and ')} cannot be read at the moment.`;
  if (subscriptions.length === 0) {
    return 'No edition comes to this channel: it has no subscription. /paper settings on switches one on.';
  }
  if (subscriptions.every(({ enabled }) => !enabled)) {
    return 'The editions of this channel are switched off. /paper settings on switches them on.';
  }
  if (latest.some((state) => state?.mood === 'quiet')) return 'All is well; it is only quiet.';
  return 'All is well.';
}

async function queueText(context: CommandContext): Promise<string> {
  const { due, sending, dead, uncertain, oldestDueAt } = await context.deps.outbox.count();
  const since = oldestDueAt === null ? '' : `, the oldest since ${momentText(oldestDueAt, context)}`;
  const waiting = due + sending === 0 ? 'nothing waits' : `${posts(due + sending)} under way${since}`;
  const lost = [
    dead > 0 ? `${posts(dead)} given up` : undefined,
    uncertain > 0 ? `${posts(uncertain)} uncertain` : undefined,
  ].filter((said) => said !== undefined);
  return [waiting, ...lost].join('; ');
}

/** How far the model has got that takes part in search; undefined when there is none. */
async function modelText({ deps }: CommandContext): Promise<string | undefined> {
  const state = await deps.search.model?.state();
  if (state === undefined) return undefined;
  const { read, papers, trouble } = state;
  const done = read < papers ? `has read ${read} of ${papers} papers` : 'has read all papers';
  return trouble === null ? done : `${done}; it waits: ${trouble}`;
}

const posts = (count: number): string => (count === 1 ? 'one post' : `${count} posts`);
