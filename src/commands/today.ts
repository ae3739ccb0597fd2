import { shortDate } from '../kernel/dates.js';
import type { CommandContext, CommandSpec } from './command.js';
import { dayAnswer } from './day-list.js';
import { type DayState, readDay, troubles, whyNone } from './day-state.js';
import { noteAnswer } from './note.js';
import { nothingAfter } from './nothing-after.js';

export const today: CommandSpec<'today'> = {
  usage: 'today',
  summary: "the newest list, whole, with upvotes and the team's votes",
  examples: ['today'],
  parse: (rest) => nothingAfter('today', rest) ?? { kind: 'parsed', command: { kind: 'today' } },
  form: () => [],
  run: async (_command, context) => {
    const state = await readDay(context, context.today);
    const [day] = await context.deps.papers.listingDays(context.feeds, context.today, 1);
    const remarks = day === context.today ? troubles(state, context) : [whyOlder(state, context)];
    const answer = day === undefined ? undefined : await dayAnswer(context, day, remarks);
    return answer ?? noteAnswer(`There is no list yet: ${whyNone(state, context)}.`);
  },
};

const whyOlder = (state: DayState, context: CommandContext): string =>
  `This is the newest list. There is none for today, ${shortDate(context.today)}: ${whyNone(state, context)}.`;
