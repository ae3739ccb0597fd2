import { once } from 'node:events';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { freePort } from '../../bench/slack-home.js';
import type { FaultOutcome, FaultRun } from '../fault.js';
import { callsIn, type SystemCall, traced, untraceable } from './call-trace.js';
import { program, SlackBot } from './slack-bot.js';

const numbers = ['one', 'two', 'three'] as const;
const readyMs = 30_000;

/** Whether what has to be on the disk is there when the world is told of it. */
class Order {
  readonly #people: ReadonlySet<string>;
  readonly #wrong: string[];
  /** Something was written to the log of the database and is not synced. */
  #isDirty = false;
  #syncs = 0;
  #posts = 0;
  #votes = 0;
  /** By socket: how often the log had been synced when a vote came in on it. */
  readonly #heard = new Map<string, number>();

  constructor(people: ReadonlySet<string>, wrong: string[]) {
    this.#people = people;
    this.#wrong = wrong;
  }

  get counts() {
    return { posts: this.#posts, votes: this.#votes, syncs: this.#syncs };
  }

  take({ name, what }: SystemCall): void {
    const isLog = /^\d+<[^>]*-wal>/.test(what);
    if (name === 'pwrite64' && isLog) this.#isDirty = true;
    else if (/^f(?:data)?sync$/.test(name) && isLog) this.#synced();
    else if (/^(?:read|recvfrom)$/.test(name)) this.#hear(what);
    else if (/^(?:write|writev|sendto|sendmsg)$/.test(name)) this.#say(what);
  }

  #synced(): void {
    this.#isDirty = false;
    this.#syncs += 1;
  }

  /** Of the bot's own reactions nothing is kept. */
  #hear(what: string): void {
    const user = /\\"type\\":\\"reaction_added\\",\\"user\\":\\"(\w+)/.exec(what)?.[1];
    if (user !== undefined && this.#people.has(user)) this.#heard.set(socketIn(what), this.#syncs);
  }

  #say(what: string): void {
    if (what.includes('POST /api/chat.postMessage')) this.#posting();
    const heard = this.#heard.get(socketIn(what));
    if (heard === undefined || !what.includes('HTTP/1.1 200')) return;
    this.#heard.delete(socketIn(what));
    this.#votes += 1;
    if (this.#isDirty || this.#syncs === heard)
      this.#wrong.push(`vote ${this.#votes} was acknowledged before it was on the disk`);
  }

  #posting(): void {
    this.#posts += 1;
    if (this.#isDirty || this.#syncs === 0)
      this.#wrong.push(`post ${this.#posts} went out before its claim was on the disk`);
  }
}

const socketIn = (what: string): string => /^\d+<[^>]*>/.exec(what)?.[0] ?? '';

/** A file gets its name when it is on the disk, and then the name is synced, too. */
function checkNaming(calls: readonly SystemCall[], path: string, wrong: string[]): void {
  const syncs = (synced: string, after: number): boolean =>
    calls.some(({ name, what }, index) => index > after && name === 'fsync' && what.includes(`<${synced}>`));
  const named = calls.findIndex(({ name, what }) => name === 'rename' && what.startsWith(`"${path}.new"`));
  const whole = calls.findIndex(({ name, what }) => name === 'fsync' && what.includes(`<${path}.new>`));
  if (named < 0 || whole < 0 || whole > named) wrong.push(`${path} got its name before it was on the disk`);
  if (!syncs(dirname(path), named)) wrong.push(`the name of ${path} was never synced`);
}

/** The database is made, an edition posted and votes counted, while every call to the system is written down. */
export async function powerLoss({ folder, random }: FaultRun): Promise<FaultOutcome> {
  const why = untraceable();
  if (why !== undefined) return { kind: 'not run', why };
  const wrong: string[] = [];
  const bot = await SlackBot.open(folder, 2 + Math.floor(random() * 3));
  try {
    const backup = join(folder, 'by-hand.sqlite');
    const made = [bot.database, backup] as const;
    for (const [index, words] of [
      ['import', bot.publish()],
      ['backup', backup],
    ].entries()) {
      const trace = join(folder, `${index}.trace`);
      const child = bot.start(traced(trace, [process.execPath, program, ...words]));
      if (child.exitCode === null) await once(child, 'exit');
      checkNaming(callsIn(trace), made[index] ?? '', wrong);
    }
    await bot.subscribe();
    const trace = join(folder, 'calls.trace');
    const port = await freePort();
    bot.slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;
    const way = { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: bot.slack.app.signingSecret, SLACK_PORT: String(port) };
    bot.start(traced(trace, [process.execPath, program, 'start']), way);
    await bot.until(() => bot.lists.every((list) => list !== undefined), readyMs);
    const people = new Set<string>();
    const sent = await vote(bot, random, people);
    await bot.close();
    const order = new Order(people, wrong);
    for (const call of callsIn(trace)) order.take(call);
    const { posts, votes, syncs } = order.counts;
    if (posts < bot.channels.length)
      wrong.push(`of ${bot.channels.length} posts ${posts} were seen going out: ${bot.said.join(' ')}`);
    if (votes < sent) wrong.push(`of ${sent} votes ${votes} were seen being acknowledged`);
    if (syncs === 0) wrong.push('the log of the database was never synced');
    const figures = { editions: posts, reactionsSent: sent, reactionsLost: sent - standing(bot.database) };
    return { kind: 'ran', times: posts + votes, figures, wrong };
  } finally {
    await bot.close();
  }
}

/** People vote, some at the same time. How many reactions that made. */
async function vote(bot: SlackBot, random: () => number, ids: Set<string>): Promise<number> {
  let sent = 0;
  for (const [index, list] of bot.lists.entries()) {
    const channel = bot.channels[index];
    if (channel === undefined || list === undefined) continue;
    for (const number of numbers) {
      const people = Array.from({ length: 1 + Math.floor(random() * 3) }, () => bot.team.addPerson());
      for (const { id } of people) ids.add(id);
      const answers = await Promise.all(people.map((person) => person.react(channel, list, number)));
      sent += answers.filter((answer) => answer?.via === 'http' && answer.status === 200).length;
    }
  }
  return sent;
}

function standing(path: string): number {
  const database = new Sqlite(path, { readonly: true });
  try {
    return Number(
      database.prepare("select count(*) from reaction where present = 1 and origin = 'reaction'").pluck().get(),
    );
  } finally {
    database.close();
  }
}
