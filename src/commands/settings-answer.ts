import type { Subscription, Topics } from '../editions/subscription.js';
import { formatDays } from '../kernel/schedule-words.js';
import { type Block, code, type Inline, text } from '../view/view.js';
import type { CommandAnswer, CommandContext } from './command.js';
import { nextEdition } from './edition-state.js';
import { ownSubscription } from './own-subscription.js';

/** `/paper settings on`, to be typed. */
export const onCommand = code('/paper settings on');

/** What holds in this channel, for everybody to see. */
export async function settingsAnswer(context: CommandContext): Promise<CommandAnswer> {
  const own = ownSubscription(context.subscriptions);
  if (own === undefined) return noSubscription();
  const sentence = stateText(own);
  const facts = [...(await settingFacts(own, context))];
  return {
    summary: sentence,
    blocks: [
      { kind: 'paragraph', inlines: [text(sentence)] },
      { kind: 'facts', facts: facts.map(([label, value]) => ({ label, value: [text(value)] })) },
      howToChange(own),
    ],
  };
}

function noSubscription(): CommandAnswer {
  const sentence = 'No morning edition comes to this channel.';
  return {
    summary: sentence,
    blocks: [
      { kind: 'paragraph', inlines: [text(sentence)] },
      { kind: 'note', inlines: [onCommand, text(' switches it on.')] },
    ],
  };
}

function stateText({ enabled, paused }: Subscription): string {
  if (!enabled) return 'The morning edition is off here.';
  return paused === null ? 'The morning edition is on here.' : `The morning edition is paused here: ${paused}.`;
}

type Fact = readonly [label: string, value: string];

async function settingFacts(own: Subscription, context: CommandContext): Promise<readonly Fact[]> {
  const { timetable, count, layout, feeds, topics, minUpvotes } = own;
  const names = feeds.map((feed) => context.deps.feeds.get(feed)?.name ?? feed);
  const topicsSaid = topicsText(topics);
  return [
    ['Time', timetable.time],
    ['Time zone', timetable.zone],
    ['Days', formatDays(timetable.days)],
    ['Count', count === 1 ? 'one paper' : `up to ${count} papers`],
    ['Layout', layout],
    ['Feeds', names.join(', ')],
    ...(topicsSaid === '' ? [] : [['Topics', topicsSaid] as const]),
    ['Upvotes', minUpvotes === 0 ? 'any' : `at least ${minUpvotes}`],
    ['Next edition', nextEdition(own, { ...context, zone: timetable.zone })],
    ['Set up by', await whoText(own, context)],
  ];
}

const topicsText = ({ words, authors, categories }: Topics): string =>
  [...words, ...authors.map((author) => `by ${author}`), ...categories.map((category) => `in ${category}`)].join(', ');

async function whoText(own: Subscription, { deps }: CommandContext): Promise<string> {
  if (own.managed === 'program') return 'the configuration file, under "terminal:"';
  const source = own.managed === 'file' ? deps.sourceOf(own) : undefined;
  if (source !== undefined) return `the configuration file, line ${source.line}`;
  const { adapter, workspace, setUpBy } = own;
  if (setUpBy === null) return 'people in this channel';
  return (await deps.profile({ adapter, workspace, id: setUpBy }))?.name ?? setUpBy;
}

function howToChange({ enabled, paused, managed }: Subscription): Block {
  const change: readonly Inline[] = [code('/paper settings time 8:30 zone Europe/Berlin'), text(' changes it')];
  const isOn = enabled && paused === null;
  const turn: readonly Inline[] = isOn
    ? [text('; '), code('/paper settings off'), text(' switches it off.')]
    : [text('; '), onCommand, text(paused === null ? ' switches it on.' : ' goes on with it.')];
  if (managed === 'program') return { kind: 'note', inlines: [text('It is changed in the configuration file.')] };
  return { kind: 'note', inlines: [...change, ...turn] };
}
