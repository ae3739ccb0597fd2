import { longDate } from '../kernel/dates.js';
import type { CommandSpec } from './command.js';
import { dayAnswer } from './day-list.js';
import { dateOf, parseDayName, weekdayNames } from './day-name.js';
import { readDay, troubles, whyNone } from './day-state.js';
import { option } from './menu.js';
import { noteAnswer } from './note.js';
import { beginningWith } from './offers.js';

const forms = 'Write it as 2026-11-24, yesterday or monday.';

export const day: CommandSpec<'day'> = {
  usage: 'day <date>',
  summary: "the whole list of a day, with upvotes and the team's votes",
  examples: ['day 2026-11-24', 'day yesterday', 'day monday'],
  parse: (rest) => {
    if (rest === '') return { kind: 'problem', message: `Which day? ${forms}` };
    const name = parseDayName(rest);
    if (name !== undefined) return { kind: 'parsed', command: { kind: 'day', day: name } };
    return { kind: 'problem', message: `This is not a day I can read. ${forms}`, at: 0, length: rest.length };
  },
  form: () => [option('date', 'such as 2026-11-24, yesterday or monday', { required: true, suggests: true })],
  run: async (command, context) => {
    const { today } = context;
    const date = dateOf(command.day, today);
    if (date > today) return noteAnswer(`${longDate(date, today)} is still to come.`);
    const state = await readDay(context, date);
    const answer = await dayAnswer(context, date, troubles(state, context));
    return answer ?? noteAnswer(`No list on ${longDate(date, today)}: ${whyNone(state, context)}.`);
  },
  suggest: async (rest) => beginningWith(rest, ['yesterday', ...weekdayNames]),
};
