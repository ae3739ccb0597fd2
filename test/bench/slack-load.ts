import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeSlack } from '../fake/slack/fake-slack.js';
import type { Person } from '../fake/slack/people.js';
import type { Channel, Message } from '../fake/slack/state.js';
import { writeArchive } from './archive.js';
import { type Figure, percentile } from './measure.js';
import { BenchHome, ended, freePort } from './slack-home.js';

const seconds = 20;
const commandsInSecond = 50;
const reactionsInSecond = 100;
const people = 300;
const papers = 20_000;
/** Words of the made-up papers: common ones, and from the long tail. */
const queries = ['language model training', 'wgn', 'data learning w1an', 'w3fn wzn', 'model w2n'];

type Mode = 'socket' | 'http';

/** Fifty commands and a hundred reactions a second, by the real program: how soon Slack hears of it, and how soon people have answers. */
export async function benchSlackLoad(): Promise<readonly Figure[]> {
  return [...(await load('socket')), ...(await load('http'))];
}

async function load(mode: Mode): Promise<readonly Figure[]> {
  const slack = await FakeSlack.start();
  const home = new BenchHome();
  const team = slack.addWorkspace();
  const members = Array.from({ length: people }, () => team.addPerson());
  const channel = team.addChannel({ members });
  const archive = join(home.folder, 'archive.jsonl');
  await writeArchive(archive, papers);
  await home.run('import', archive);
  await home.prepare((store) => store.subscriptions.save([home.subscription(team.id, channel.id)]));
  const port = await freePort();
  const child = home.start({
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: team.token,
    ...(mode === 'socket'
      ? { SLACK_APP_TOKEN: slack.app.appToken }
      : { SLACK_SIGNING_SECRET: slack.app.signingSecret, SLACK_PORT: String(port) }),
  });
  await slack.until(() => team.history(channel).length === 1, 60_000);
  if (mode === 'http') slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;
  const [list] = team.history(channel);
  if (list === undefined) throw new Error('There is no list to vote on.');
  const timings = await drive(members, channel, list);
  await ended(child);
  await slack.stop();
  home.remove();
  return figuresOf(mode, timings);
}

interface Timings {
  readonly commandAcks: number[];
  readonly reactionAcks: number[];
  readonly answers: number[];
  failures: number;
}

/** Each request is sent at its time, whatever became of those before it. */
async function drive(members: readonly Person[], channel: Channel, list: Message): Promise<Timings> {
  const timings: Timings = { commandAcks: [], reactionAcks: [], answers: [], failures: 0 };
  const under: Promise<void>[] = [];
  const began = performance.now();
  const total = seconds * (commandsInSecond + reactionsInSecond);
  for (let count = 0; count < total; count += 1) {
    const at = (count * 1_000) / (commandsInSecond + reactionsInSecond);
    const waitMs = began + at - performance.now();
    if (waitMs > 1) await sleep(waitMs);
    const member = members[(count * 7) % members.length];
    if (member === undefined) continue;
    under.push(count % 3 === 0 ? command(member, channel, count, timings) : react(member, channel, list, timings));
  }
  await Promise.all(under);
  return timings;
}

async function command(member: Person, channel: Channel, count: number, timings: Timings): Promise<void> {
  const began = performance.now();
  const asked = member.command(channel, '/paper', `search ${queries[count % queries.length]}`);
  const { via } = await asked.acked;
  timings.commandAcks.push(performance.now() - began);
  if (via === 'none') timings.failures += 1;
  await asked.next(20_000).then(
    () => timings.answers.push(performance.now() - began),
    () => {
      timings.failures += 1;
    },
  );
}

/** Each person puts the first number on the list and takes it away again, in turn. */
async function react(member: Person, channel: Channel, list: Message, timings: Timings): Promise<void> {
  const began = performance.now();
  const stands = list.reactions.get('one')?.has(member.id) === true;
  const answer = await (stands ? member.unreact(channel, list.ts, 'one') : member.react(channel, list.ts, 'one'));
  timings.reactionAcks.push(performance.now() - began);
  if (answer?.via === 'none') timings.failures += 1;
}

function figuresOf(mode: Mode, { commandAcks, reactionAcks, answers, failures }: Timings): readonly Figure[] {
  const name = `slack ${mode}, ${commandsInSecond} commands + ${reactionsInSecond} reactions/s`;
  const p99 = (what: string, samples: readonly number[], goal: number): Figure => ({
    name: `${name}: ${what} p99`,
    value: percentile(samples, 0.99),
    unit: 'ms',
    goal,
    better: 'lower',
  });
  return [
    p99('command acknowledged', commandAcks, 100),
    p99('reaction acknowledged', reactionAcks, 100),
    p99('answer', answers, 500),
    { name: `${name}: not taken`, value: failures, unit: '', goal: 0, better: 'lower' },
  ];
}
