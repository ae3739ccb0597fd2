import { BroadsheetError, type ErrorCode, reasonOf } from '../kernel/errors.js';
import type { LogFields } from '../kernel/log.js';
import type {
  ActionEvent,
  CommandEvent,
  InboundSink,
  Place,
  Reply,
  Target,
  User,
  Workspace,
} from '../platform/adapter.js';
import { fit, fitOne } from '../view/fit.js';
import type { Limits } from '../view/limits.js';
import { type MessageView, sentence } from '../view/view.js';
import { ActionLines } from './action-lines.js';
import { privateView, problemAnswer, sharedView } from './answer-view.js';
import type { CommandAnswer, CommandContext, CommandName, CommandOf } from './command.js';
import type { CommandDeps } from './command-deps.js';
import { contextOf } from './context.js';
import { greetingView } from './greeting.js';
import { homeView } from './home.js';
import { parseCommand } from './parse.js';
import { suggestions } from './suggest.js';
import { commandTable } from './table.js';
import { unfurlViews } from './unfurl.js';
import { parsePress, pressVote } from './vote.js';

/** How a command ended, for whoever has to tell a machine: `failed` with the code of what went wrong. */
export type CommandEnding =
  | { readonly kind: 'answered' | 'misunderstood' }
  | { readonly kind: 'failed'; readonly code: ErrorCode };

/** What people ask, answered. Promises never reject: a surprise is one log line, and the asker sees its id. */
export interface Commands {
  command(event: CommandEvent, reply: Reply, limits: Limits): Promise<void>;
  /** As `command`, and says how it ended. */
  ask(event: CommandEvent, reply: Reply, limits: Limits): Promise<CommandEnding>;
  /** Runs the line of a button or an option: a command, `turn …` (a command whose answer replaces this one), `share …`, or a vote. */
  act(event: ActionEvent, reply: Reply, limits: Limits): Promise<void>;
  readonly suggest: InboundSink['suggest'];
  /** A person's own page of the bot: their votes, the team's best of the week, what is planned. One message. */
  home(user: User, limits: Limits): Promise<MessageView>;
  /** Short cards for links to papers that the store knows, by link; one message each. */
  unfurl(links: readonly string[], target: Target, limits: Limits): Promise<ReadonlyMap<string, MessageView>>;
  /** What the bot says when it comes into a channel: how the morning edition is switched on, or when the next one comes. */
  greeting(target: Target, limits: Limits): Promise<MessageView>;
}

/** One request: who asks what, and how to answer. */
interface Request {
  readonly event: CommandEvent | ActionEvent;
  readonly reply: Reply;
  readonly limits: Limits;
  /** Where the first part of the answer goes. */
  readonly place?: Place;
}

const answered: CommandEnding = { kind: 'answered' };
const misunderstood: CommandEnding = { kind: 'misunderstood' };
const tooOld = 'This button is too old: type the command again.';

export function createCommands(deps: CommandDeps): Commands {
  const lines = new ActionLines();
  const desk = { deps, lines };
  const ask: Commands['ask'] = (event, reply, limits) =>
    guarded({ event, reply, limits }, desk, () => runLine(event.text, { event, reply, limits }, desk));
  return {
    ask,
    command: async (event, reply, limits) => void (await ask(event, reply, limits)),
    act: async (event, reply, limits) =>
      void (await guarded({ event, reply, limits }, desk, () => runAction(event, { event, reply, limits }, desk))),
    suggest: (event) => suggestions(event, commandTable, deps),
    home: async (user, limits) => fitOne(await told('home', user, deps, () => homeView(user, deps)), limits),
    unfurl: (links, target, limits) => unfurled(links, target, limits, deps),
    greeting: async (target, limits) =>
      fitOne(await told('greeting', target, deps, () => greetingView(target, deps)), limits),
  };
}

interface Desk {
  readonly deps: CommandDeps;
  readonly lines: ActionLines;
}

async function runLine(line: string, request: Request, { deps, lines }: Desk): Promise<CommandEnding> {
  const context = await contextOf(request.event, commandTable, deps);
  const { answer, ending } = await answerLine(line, context);
  await send('asker', privateView(answer, lines, request.limits), request);
  return ending;
}

async function runAction({ action, order }: ActionEvent, request: Request, desk: Desk): Promise<CommandEnding> {
  const line = desk.lines.lineOf(action);
  if (line === undefined) {
    await send('asker', sentence(tooOld), request);
    return misunderstood;
  }
  const press = parsePress(line);
  if (press !== undefined) {
    const context = await contextOf(request.event, commandTable, desk.deps);
    const answer = await pressVote(press, order, context);
    await send('asker', privateView(answer, desk.lines, request.limits), request);
    return answered;
  }
  const [, how, rest = ''] = /^(share|turn) (.+)$/s.exec(line) ?? [];
  if (how === 'share') return share(rest, request, desk);
  return how === 'turn' ? runLine(rest, { ...request, place: 'instead' }, desk) : runLine(line, request, desk);
}

/** Runs the line again for the channel. What has become a problem or empty since is told to the asker alone. */
async function share(line: string, request: Request, { deps, lines }: Desk): Promise<CommandEnding> {
  const context = await contextOf(request.event, commandTable, deps, true);
  const { answer, ending } = await answerLine(line, context);
  if (answer.share === undefined) await send('asker', privateView(answer, lines, request.limits), request);
  else {
    const sharedBy = (await deps.profile(context.user))?.name;
    await send('channel', sharedView(answer, sharedBy, lines, request.limits), request);
  }
  return ending;
}

interface Answered {
  readonly answer: CommandAnswer;
  readonly ending: CommandEnding;
}

async function answerLine(line: string, context: CommandContext): Promise<Answered> {
  const { clock, log } = context.deps;
  const parsed = parseCommand(line, commandTable);
  const { adapter } = context.target;
  if (parsed.kind === 'problem') {
    log.info('command.problem', { adapter });
    return { answer: problemAnswer(line, parsed), ending: misunderstood };
  }
  const began = clock.monotonicMs();
  const answer = await runCommand(parsed.command.kind, parsed.command, context);
  log.info('command.answered', { adapter, command: parsed.command.kind, tookMs: clock.monotonicMs() - began });
  return { answer, ending: answered };
}

function runCommand<K extends CommandName>(kind: K, command: CommandOf<K>, context: CommandContext) {
  return commandTable[kind].run(command, context);
}

async function send(audience: 'asker' | 'channel', view: MessageView, request: Request): Promise<void> {
  const { reply, limits, place = 'new' } = request;
  const [first, ...more] = fit(view, limits);
  if (first !== undefined) await reply.send(audience, first, place);
  for (const part of more) await reply.send(audience, part, 'new');
}

async function guarded(request: Request, { deps }: Desk, body: () => Promise<CommandEnding>): Promise<CommandEnding> {
  try {
    return await body();
  } catch (thrown) {
    const { adapter } = request.event.target;
    const error = noteFailure(thrown, { adapter }, deps);
    await send('asker', apology(thrown, error), request).catch((again: unknown) => {
      deps.log.error('command.unanswered', { error, adapter, reason: reasonOf(again) });
    });
    return { kind: 'failed', code: thrown instanceof BroadsheetError ? thrown.code : 'software' };
  }
}

/** Logs it, and returns the id that people are told. */
function noteFailure(thrown: unknown, fields: LogFields, { newId, log }: CommandDeps): string {
  // The last digits are chance, the first ones time.
  const error = newId().slice(-6);
  log.error('command.failed', { error, ...fields, reason: reasonOf(thrown), stack: stackOf(thrown) });
  return error;
}

/** What is made without anybody having typed a command: never rejects either. */
async function told(
  what: string,
  { adapter }: Workspace,
  deps: CommandDeps,
  make: () => Promise<MessageView>,
): Promise<MessageView> {
  try {
    return await make();
  } catch (thrown) {
    return apology(thrown, noteFailure(thrown, { adapter, what }, deps));
  }
}

async function unfurled(
  links: readonly string[],
  target: Target,
  limits: Limits,
  deps: CommandDeps,
): Promise<ReadonlyMap<string, MessageView>> {
  try {
    const views = await unfurlViews(links, target, deps);
    return new Map([...views].map(([url, view]) => [url, fitOne(view, limits)]));
  } catch (thrown) {
    noteFailure(thrown, { adapter: target.adapter, what: 'unfurl' }, deps);
    return new Map();
  }
}

function apology(thrown: unknown, error: string): MessageView {
  if (thrown instanceof BroadsheetError) return sentence(`${thrown.message} ${thrown.hint}`);
  return sentence(
    `Something went wrong here (error ${error}). Try again; if it stays, tell whoever runs Broadsheet this id.`,
  );
}

const stackOf = (thrown: unknown): string | undefined => (thrown instanceof Error ? thrown.stack : undefined);
