import type { Limits } from '../view/limits.js';
import { type Block, type Button, code, type Inline, type MessageView, text } from '../view/view.js';
import type { ActionLines } from './action-lines.js';
import type { CommandAnswer, CommandButton } from './command.js';
import type { ParseProblem } from './parse.js';

/** The answer as its asker sees it, with a button that shares it. */
export function privateView(answer: CommandAnswer, lines: ActionLines, limits: Limits): MessageView {
  const share = answer.share === undefined ? [] : [{ label: 'Share', line: `share ${answer.share}` }];
  return withButtons(answer, [...(answer.buttons ?? []), ...share], lines, limits);
}

/** The answer as the channel sees it: nobody pages through it there, and it says who brought it when that is known. */
export function sharedView(
  answer: CommandAnswer,
  sharedBy: string | undefined,
  lines: ActionLines,
  limits: Limits,
): MessageView {
  const buttons = (answer.buttons ?? []).filter(({ shared }) => shared === true);
  const view = withButtons(answer, buttons, lines, limits);
  if (sharedBy === undefined) return view;
  return { ...view, blocks: [...view.blocks, { kind: 'note', inlines: [text(`shared by ${sharedBy}`)] }] };
}

function withButtons(
  { summary, blocks }: CommandAnswer,
  buttons: readonly CommandButton[],
  lines: ActionLines,
  limits: Limits,
): MessageView {
  if (buttons.length === 0) return { summary, blocks };
  const made = buttons.map(
    ({ label, line, primary }): Button => ({
      label,
      action: lines.actionFor(line, limits.actionCharacters),
      ...(primary === undefined ? {} : { primary }),
    }),
  );
  return { summary, blocks: [...blocks, { kind: 'buttons', buttons: made }] };
}

/** Names the mistake, points at it in the text, and shows the right form. */
export function problemAnswer(typed: string, problem: ParseProblem): CommandAnswer {
  const { message, usage, meant, at, length = 1 } = problem;
  const pointed: readonly Block[] =
    at === undefined || length === 0 ? [] : [{ kind: 'paragraph', inlines: pointedAt(typed, at, length) }];
  return {
    summary: message,
    blocks: [
      { kind: 'paragraph', inlines: [text(message)] },
      ...pointed,
      { kind: 'note', inlines: wayOut(usage, meant) },
    ],
    ...(meant === undefined ? {} : { buttons: [{ label: 'Run that', line: `turn ${meant}`, primary: true }] }),
  };
}

function wayOut(usage: string | null, meant: string | undefined): readonly Inline[] {
  if (meant !== undefined) return [text('Did you mean '), code(meant), text('?')];
  return usage === null ? [code('help'), text(' lists what there is.')] : [text('The right form: '), code(usage)];
}

const around = 60;

/** The place in code style with some of the text around it. */
function pointedAt(typed: string, at: number, length: number): readonly Inline[] {
  const before = typed.slice(Math.max(0, at - around), at);
  const part = typed.slice(at, at + Math.min(length, around));
  const after = typed.slice(at + part.length, at + part.length + around);
  const said: readonly Inline[] = [
    text(`${at > around ? '…' : ''}${before}`),
    code(part),
    text(`${after}${at + part.length + after.length < typed.length ? '…' : ''}`),
  ];
  return said.filter((inline) => inline.kind === 'link' || inline.text !== '');
}
