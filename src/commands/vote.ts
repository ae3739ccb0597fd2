import type { Paper } from '../papers/paper.js';
import type { MessageRef, Order } from '../platform/adapter.js';
import { cardBallot, thumbs } from '../votes/ballot.js';
import { tallyText } from '../votes/tally-line.js';
import type { CommandAnswer, CommandContext, PaperName } from './command.js';
import { noteAnswer } from './note.js';
import { parsePaperName, resolvePaper } from './paper-name.js';

export interface Press {
  readonly name: PaperName;
  readonly sign: 1 | -1;
}

/** Reads `vote + 2405.14906` and `vote + 2026-11-24/3`, the lines of vote buttons; undefined when it is another line. */
export function parsePress(line: string): Press | undefined {
  const [, sign, typed = ''] = /^vote ([+-]) (.+)$/.exec(line) ?? [];
  const name = parsePaperName(typed);
  return sign === undefined || name === undefined ? undefined : { name, sign: sign === '+' ? 1 : -1 };
}

/**
 * Buttons under an answer stand on no message that lasts, so they vote on a place of their own: one a workspace and paper. A second
 * press takes the first back.
 */
export async function pressVote(press: Press, order: Order, context: CommandContext): Promise<CommandAnswer> {
  const { deps, user, target, now } = context;
  const resolved = await resolvePaper(press.name, context);
  if ('problem' in resolved) return noteAnswer(resolved.problem);
  const { key } = resolved;
  const paper = (await deps.papers.find([key])).get(key);
  const ballot = cardBallot(key, thumbs);
  const emoji = ballot.find(({ sign }) => sign === press.sign)?.emoji;
  if (paper === undefined || emoji === undefined) return noteAnswer(`There is no paper ${key} here any more.`);
  const { adapter, workspace, channel } = target;
  const ref: MessageRef = { adapter, key: `show:${workspace}:${key}` };
  await deps.votes.addMessage({ ref, adapter, workspace, channel, ballot, postedAt: now, virtual: true });
  const stands = await deps.votes.press(ref, user, emoji, order);
  return noteAnswer(await outcome(paper, stands ? 'stands' : 'withdrawn', context));
}

/** Says what the vote is now, which may still rest on a reaction elsewhere or be cancelled by its opposite. */
async function outcome(
  { key, title }: Paper,
  pressed: 'stands' | 'withdrawn',
  { deps, user, team }: CommandContext,
): Promise<string> {
  const [votes, tallies] = await Promise.all([deps.votes.voters(team, key), deps.votes.tallies(team, [key])]);
  const own = votes.find((vote) => isSame(vote.user, user))?.sign;
  const tally = tallies.get(key);
  const counts = tally === undefined ? undefined : tallyText(tally);
  const after = counts === undefined ? '' : ` ${counts}.`;
  if (own !== undefined) return `Your vote on "${title}" is ${own === 1 ? '👍' : '👎'}.${after}`;
  if (pressed === 'withdrawn') return `Your vote on "${title}" is taken back.${after}`;
  return `👍 and 👎 of yours on "${title}" cancel: press one again to take it back.${after}`;
}

const isSame = (a: CommandContext['user'], b: CommandContext['user']): boolean =>
  a.adapter === b.adapter && a.workspace === b.workspace && a.id === b.id;
