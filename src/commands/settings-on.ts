import type { EditionContent } from '../editions/content.js';
import type { Preview } from '../editions/planner.js';
import type { Subscription } from '../editions/subscription.js';
import { inWords } from '../kernel/in-words.js';
import { localDateAt } from '../kernel/schedule.js';
import { formatDays } from '../kernel/schedule-words.js';
import { upvotesText } from '../papers/paper-lines.js';
import { paperUrl } from '../papers/paper-links.js';
import type { Rights } from '../platform/adapter.js';
import { type Block, code, type Item, link, strong, text } from '../view/view.js';
import type { CommandAnswer, CommandButton, CommandContext } from './command.js';
import { note } from './note.js';
import { nextText } from './own-subscription.js';

type Papers = Extract<EditionContent, { kind: 'papers' }>;

const mostTitles = 10;

const postButton: CommandButton = { label: 'Post one now', line: 'settings post', primary: true };

/** What people are told when an edition is switched on: when it comes, in whose time, and what it would hold now. */
export async function onAnswer(
  subscription: Subscription,
  whose: 'yours' | 'default' | 'chosen',
  context: CommandContext,
): Promise<CommandAnswer> {
  const sentence = `The morning edition is on here: ${whenText(subscription, whose)}. ${comesText(subscription)}`;
  const preview = await context.deps.preview(subscription);
  const [isToday, rights] = await Promise.all([hasToday(subscription, context), context.deps.rightsIn(context.target)]);
  return {
    summary: sentence,
    blocks: [
      { kind: 'paragraph', inlines: [text(sentence)] },
      ...missingBlocks(rights),
      ...previewBlocks(preview),
      howToChange,
    ],
    buttons: preview.as === 'papers' && !isToday ? [postButton] : [],
  };
}

/** What would keep the morning's post away is better said tonight. */
function missingBlocks(rights: Rights | undefined): readonly Block[] {
  if (rights === undefined || rights.missing.length === 0) return [];
  const sentence = `I lack ${inWords(rights.missing)} in ${rights.place}: give me that in the channel's settings, under Permissions, or the edition cannot come as it should.`;
  return [{ kind: 'paragraph', inlines: [strong('Before the morning: '), text(sentence)] }];
}

function whenText({ timetable }: Subscription, whose: 'yours' | 'default' | 'chosen'): string {
  const { days, time, zone } = timetable;
  const owner = {
    yours: ', your time zone',
    default: ', as I do not know your time zone',
    chosen: '',
  };
  return `${formatDays(days)} at ${time} in ${zone}${owner[whose]}`;
}

function comesText(subscription: Subscription): string {
  const next = nextText(subscription);
  return next === undefined ? 'None is planned.' : `The next one comes ${next}.`;
}

async function hasToday({ id, timetable }: Subscription, { deps, now }: CommandContext): Promise<boolean> {
  const edition = await deps.editions.on(id, localDateAt(now, timetable.zone));
  return edition?.kind === 'papers' && !edition.freed;
}

function previewBlocks({ as, content }: Preview): readonly Block[] {
  if (content?.kind === 'papers') return papersBlocks(content);
  if (as === 'failed') return [note(`What it would hold cannot be told now. ${content?.line ?? ''}`.trim())];
  return [note('It would hold nothing now: all that is listed was shown already or does not fit this channel.')];
}

function papersBlocks({ entries, total, remarks }: Papers): readonly Block[] {
  const count = entries.length < total ? `${entries.length} of ${total} new papers` : papersText(total);
  const items = entries.slice(0, mostTitles).map(({ number, paper, upvotes }): Item => {
    const inlines = [text(`${number}. `), link(paperUrl(paper), paper.title), text(` · ${upvotesText(upvotes)}`)];
    return { key: paper.key, lines: [{ role: 'title', inlines }] };
  });
  const more = entries.length - items.length;
  return [
    { kind: 'heading', inlines: [text(`It would hold now: ${count}`)] },
    { kind: 'list', voting: 'none', items },
    ...(more > 0 ? [note(`and ${more} more`)] : []),
    ...remarks.map(note),
  ];
}

const papersText = (count: number): string => (count === 1 ? 'one new paper' : `${count} new papers`);

const howToChange: Block = {
  kind: 'note',
  inlines: [
    text('Another time or zone: '),
    code('/paper settings time 8:30 zone Europe/Berlin'),
    text('. Everything that can be set: '),
    code('/paper help settings'),
  ],
};
