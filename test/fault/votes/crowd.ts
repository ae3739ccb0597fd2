import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Subscription } from '../../../src/editions/subscription.js';
import { writeArchive } from '../../bench/archive.js';
import { percentile } from '../../bench/measure.js';
import type { Fault, FaultRun } from '../fault.js';
import { shuffled, whole } from './chance.js';
import { CpuQueue } from './cpu-queue.js';
import { DiscordCrowd } from './discord-crowd.js';
import { Program, until } from './program.js';
import { crowdIsKept } from './protections.js';
import { SlackCrowd } from './slack-crowd.js';
import { reactionId, storedReactions } from './stored.js';
import { Tally } from './tally.js';

const reactionsInSecond = 1_000;
const commandsInSecond = 10;
const tickMs = 10;
const usualSeconds = 10;
/** The last two of a night's twenty seeds, one of each platform, last as long as it was asked for. */
const longSeconds = 60;
const isLong = (seed: number): boolean => seed % 20 === 0 || seed % 20 === 19;
const papers = 3_000;
const goalMs = 500;
const warmUps = 20;
/** So long after the last reaction everything has to be on disk, however busy the machine is. */
const lateMs = 30_000;
/** A program that is ready to go on waits for a processor at most for so much of the time; else nothing can be said about how fast it is. */
const mostWaited = 0.2;
/** A reaction in so many is taken back again at some later time. */
const takenBack = 5;
const queries = ['language model training', 'wgn', 'data learning w1an', 'w3fn wzn', 'model w2n'];

/** Who puts which of the ten numbers on which post. */
export interface Vote {
  readonly voter: number;
  readonly post: number;
  /** From 0. */
  readonly number: number;
}

/** A platform with many people in front of a post in each of some channels. */
export interface Crowd {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly posts: number;
  readonly voters: number;
  subscriptions(home: Program['home']): readonly Subscription[];
  /** Every channel has its post. */
  isReady(): boolean;
  set(vote: Vote, present: boolean): void;
  /** Id of the reaction in the store. */
  idOf(vote: Vote): { readonly message: string; readonly user: string };
  /** Resolves once somebody has the answer to a search. */
  search(voter: number, words: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Changes in the order in which they happen: each vote once, some of them taken back later. */
function changesOf(random: FaultRun['random'], crowd: Crowd, count: number) {
  const all = Array.from({ length: crowd.voters * crowd.posts * 10 }, (_, index) => index);
  const added = shuffled(random, all).slice(0, Math.ceil((count * takenBack) / (takenBack + 1)));
  const changes: { readonly vote: Vote; readonly present: boolean }[] = [];
  const standing: Vote[] = [];
  for (const index of added) {
    const number = index % 10;
    const post = Math.floor(index / 10) % crowd.posts;
    const vote = { number, post, voter: Math.floor(index / (10 * crowd.posts)) };
    changes.push({ vote, present: true });
    standing.push(vote);
    if (changes.length % (takenBack + 1) !== takenBack) continue;
    const [back] = standing.splice(whole(random, standing.length), 1);
    if (back !== undefined) changes.push({ vote: back, present: false });
  }
  return changes.slice(0, count);
}

/** Everything is sent at its time, whatever became of what was sent before. */
async function drive(random: FaultRun['random'], crowd: Crowd, changes: ReturnType<typeof changesOf>) {
  const answers: number[] = [];
  let unanswered = 0;
  const under: Promise<void>[] = [];
  const ask = async (count: number): Promise<void> => {
    const began = performance.now();
    try {
      await crowd.search(whole(random, crowd.voters), queries[count % queries.length] ?? '');
      answers.push(performance.now() - began);
    } catch {
      unanswered += 1;
    }
  };
  const began = performance.now();
  let [sent, asked] = [0, 0];
  while (sent < changes.length) {
    const passedMs = performance.now() - began;
    const due = Math.min(changes.length, Math.floor((passedMs * reactionsInSecond) / 1_000));
    for (const { vote, present } of changes.slice(sent, due)) crowd.set(vote, present);
    sent = due;
    for (; asked < (passedMs * commandsInSecond) / 1_000; asked += 1) under.push(ask(asked));
    await sleep(tickMs);
  }
  const seconds = (performance.now() - began) / 1_000;
  await Promise.all(under);
  return { answers, unanswered, seconds };
}

/** What is not in the database though it was told, and what stands there as it does not on the platform. */
function differenceOf(folder: string, crowd: Crowd, changes: ReturnType<typeof changesOf>) {
  const last = new Map<string, boolean>();
  for (const { vote, present } of changes) {
    const { message, user } = crowd.idOf(vote);
    last.set(reactionId(message, user, vote.number === 9 ? '\u{1F51F}' : `${vote.number + 1}\u20e3`), present);
  }
  const stored = storedReactions(folder);
  return {
    lost: [...last]
      .filter(([id, present]) => stored.get(id) === undefined || (present && !stored.get(id)))
      .map(([id]) => id),
    extra: [...last].filter(([id, present]) => !present && stored.get(id) === true).map(([id]) => id),
  };
}

/** Says why nothing can be said about the time that answers took, where that is so. */
async function play(run: FaultRun, crowd: Crowd, tally: Tally): Promise<string | undefined> {
  const program = new Program();
  const { folder } = program.home;
  try {
    const archive = join(folder, 'archive.jsonl');
    await writeArchive(archive, papers);
    await program.home.run('import', archive);
    await program.home.prepare((store) => store.subscriptions.save(crowd.subscriptions(program.home)));
    const { pid } = program.start(crowd.environment);
    await until(() => crowd.isReady(), 'the posts', 60_000);
    // The fault is a crowd before a program that runs, and not one that begins.
    for (let count = 0; count < warmUps; count += 1) await crowd.search(0, queries[count % queries.length] ?? '');
    const changes = changesOf(run.random, crowd, reactionsInSecond * (isLong(run.seed) ? longSeconds : usualSeconds));
    const queue = [new CpuQueue(pid), new CpuQueue(process.pid)];
    const { answers, unanswered, seconds } = await drive(run.random, crowd, changes);
    const waited = Math.max(...queue.map((one) => one.share()));
    const missing = () => differenceOf(folder, crowd, changes);
    await until(() => missing().lost.length + missing().extra.length === 0, 'all of them', lateMs).catch(
      () => undefined,
    );
    tally.add(crowd.name, changes.length, missing());
    tally.expect(unanswered === 0, `${crowd.name}: ${unanswered} searches had no answer.`);
    const [rate, p99] = [changes.length / seconds, percentile(answers, 0.99)];
    const found = `${rate.toFixed(0)} reactions a second were sent, an answer took ${p99.toFixed(0)} ms (p99 of ${answers.length})`;
    if (p99 < goalMs && rate > reactionsInSecond * 0.95) return undefined;
    if (waited > mostWaited)
      return `${found}, while other programs had the processor for ${Math.round(waited * 100)} % of the time`;
    tally.wrong(`${crowd.name}: ${found}.`);
    return undefined;
  } finally {
    await program.close();
    await crowd.close();
  }
}

export const crowd: Fault = {
  id: 'F26',
  title: 'a thousand reactions a second, and people search',
  done: `for ${usualSeconds} s (${longSeconds} s with the last two seeds of a night), Slack and Discord in turn`,
  isFast: false,
  protections: [crowdIsKept],
  run: async (run) => {
    const tally = new Tally();
    const why = await play(run, run.seed % 2 === 1 ? await SlackCrowd.open() : await DiscordCrowd.open(), tally);
    return why === undefined || !tally.isWell ? tally.outcome() : { kind: 'not run', why };
  },
};
