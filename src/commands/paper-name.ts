import { parseIsoDate } from '../kernel/dates.js';
import type { PaperKey } from '../papers/paper.js';
import { paperKeyOf } from '../papers/paper-key.js';
import type { MenuOption } from '../platform/menu.js';
import type { CommandContext, PaperName, Problem } from './command.js';
import { option } from './menu.js';

/** Ids and addresses never are a bare number of so few digits, nor such a number after a date. */
const numberShape = /^(?:(\d{4}-\d{2}-\d{2})\/)?#?(\d{1,4})\.?$/;

/** A paper as typed: `3`, `#3`, `2026-11-24/3` (of that date's edition), `2405.14906`, `https://arxiv.org/abs/2405.14906v2`. Undefined when it names none. */
export function parsePaperName(text: string): PaperName | undefined {
  const [, date, digits] = numberShape.exec(text) ?? [];
  if (digits !== undefined) {
    return { by: 'number', number: Number(digits), date: date === undefined ? null : (parseIsoDate(date) ?? null) };
  }
  const key = paperKeyOf(text);
  return key === undefined ? undefined : { by: 'key', key };
}

const forms = 'Name it by its id, its address or its number in the latest edition.';

/** Reads what names one paper and has to. */
export function readPaperName(typed: string): PaperName | Problem {
  if (typed === '') return { kind: 'problem', message: `Which paper? ${forms}` };
  const paper = parsePaperName(typed);
  return paper ?? { kind: 'problem', message: `This names no paper. ${forms}`, at: 0, length: typed.length };
}

/** The paper as part of a form. */
export const paperOption = (): MenuOption =>
  option('paper', 'words of its title, its id, its address or its number', { required: true, suggests: true });

/** Says that the store does not know a paper. */
export const unknownPaper = (key: PaperKey): string =>
  `There is no paper ${key} here: it stood on none of the lists read so far.`;

/** The paper that is meant in this channel, or one sentence that says why none is. */
export async function resolvePaper(
  name: PaperName,
  { deps, target }: CommandContext,
): Promise<{ readonly key: PaperKey } | { readonly problem: string }> {
  if (name.by === 'key') return { key: name.key };
  const numbers = await deps.numbers(target, name.date);
  const key = numbers[name.number - 1];
  if (key !== undefined) return { key };
  if (numbers.length === 0) {
    return {
      problem: 'There is no edition in this channel yet, so numbers name no paper; use an id, as in show 2405.14906.',
    };
  }
  const range = numbers.length === 1 ? 'only the number 1' : `numbers 1 to ${numbers.length}`;
  return {
    problem: `${name.date === null ? 'The latest edition here' : `The edition of ${name.date}`} has ${range}, not ${name.number}.`,
  };
}
