import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../bench/slack-home.js';
import { seededRandom } from '../../fake/ids.js';
import { FakeSlack } from '../../fake/slack/fake-slack.js';
import type { Person } from '../../fake/slack/people.js';
import { plainText } from '../../fake/slack/plain-text.js';
import type { Channel, Message } from '../../fake/slack/state.js';
import type { Team } from '../../fake/slack/team.js';
import type { Fault, FaultRun } from '../fault.js';
import { oneOf, whole } from './chance.js';
import { Program, until } from './program.js';
import { answeredBefore, answersUnderWay, reactionEvents } from './protections.js';
import { reactionId, storedReactions } from './stored.js';
import { Tally } from './tally.js';

const modes = ['socket', 'http'] as const;
type Mode = (typeof modes)[number];

/** Instead of Slack's three seconds, and its retries at once, after one minute and after five. */
const answerWithinMs = 250;
const hurry = 300;
const people = 6;
const changes = 30;
const names = ['one', 'two', 'three'] as const;
const baseOf = (name: string): string => `${names.indexOf(name as (typeof names)[number]) + 1}\u20e3`;
const tries = 4;

/** The real program, which does not answer for a while: everything is told four times, and what was asked is answered once. */
class Scene {
  readonly program = new Program();
  readonly touched = new Set<string>();
  readonly #slack: FakeSlack;
  readonly #team: Team;
  readonly #voters: readonly Person[];
  readonly #channel: Channel;
  readonly #mode: Mode;
  readonly #port: number;

  constructor(mode: Mode, slack: FakeSlack, port: number) {
    this.#mode = mode;
    this.#port = port;
    this.#slack = slack;
    this.#team = slack.addWorkspace();
    this.#voters = Array.from({ length: people }, () => this.#team.addPerson());
    this.#channel = this.#team.addChannel({ members: this.#voters });
    if (mode === 'http') slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;
  }

  async begin() {
    const { home } = this.program;
    await home.prepare((store) => store.subscriptions.save([home.subscription(this.#team.id, this.#channel.id)]));
    const { apiUrl, app } = this.#slack;
    const way: Readonly<Record<string, string>> =
      this.#mode === 'socket'
        ? { SLACK_APP_TOKEN: app.appToken }
        : { SLACK_SIGNING_SECRET: app.signingSecret, SLACK_PORT: String(this.#port) };
    const child = this.program.start({ SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: this.#team.token, ...way });
    await this.#slack.until(() => this.#team.history(this.#channel).length > 0, 30_000);
    return child;
  }

  get list(): Message {
    const [list] = this.#team.history(this.#channel);
    if (list === undefined) throw new Error('There is no list.');
    return list;
  }

  toggle(random: FaultRun['random']): void {
    const [person, name] = [oneOf(random, this.#voters), oneOf(random, names)];
    const stands = this.list.reactions.get(name)?.has(person.id) === true;
    void (stands ? person.unreact(this.#channel, this.list.ts, name) : person.react(this.#channel, this.list.ts, name));
    this.touched.add(JSON.stringify([person.id, name]));
  }

  /** Somebody asks the bot by its name; says the id of the event. */
  ask(): string {
    const before = this.#slack.events.sent.length;
    void this.#voters[0]?.say(this.#channel, `<@${this.#team.botUserId}> help`);
    const event = this.#slack.events.sent.slice(before).find(({ type }) => type === 'app_mention');
    if (event === undefined) throw new Error('Nothing was asked.');
    return event.id;
  }

  /** How often what was asked has been answered. */
  get answers(): number {
    const [asker] = this.#voters;
    const seen = asker === undefined ? [] : this.#team.visibleTo(asker, this.#channel);
    return seen.filter((message) => message.ephemeralFor !== undefined && plainText(message).includes('Commands'))
      .length;
  }

  /** Resolves when Slack has given up on everything, or everything was taken. */
  settled(): Promise<void> {
    return this.#slack.events.settled();
  }

  /** Everything that was told is on disk. */
  async heard(): Promise<void> {
    const last = this.#team.addPerson();
    this.#channel.members.add(last.id);
    await last.react(this.#channel, this.list.ts, 'one');
    await until(
      () => [...storedReactions(this.program.home.folder).keys()].some((id) => id.includes(last.id)),
      'the mark',
    );
    this.touched.add(JSON.stringify([last.id, 'one']));
  }

  again(eventId: string) {
    return this.#slack.events.again(eventId);
  }

  /** Tries for each reaction that was not taken at once. */
  get retried(): number {
    return this.#slack.events.sent.filter(({ attempts }) => attempts.length >= tries).length;
  }

  /** What stands and is not counted, and what is counted and does not stand. */
  difference() {
    const stored = storedReactions(this.program.home.folder);
    const key = [...stored.keys()][0]?.split(' ')[0] ?? '';
    const both = [...this.touched].map((one) => {
      const [user, name] = JSON.parse(one) as readonly [string, string];
      const counted = stored.get(reactionId(key, user, baseOf(name)));
      return { one, stands: this.list.reactions.get(name)?.has(user) === true, counted };
    });
    return {
      lost: both.filter(({ stands, counted }) => counted === undefined || (stands && !counted)).map(({ one }) => one),
      extra: both.filter(({ stands, counted }) => !stands && counted === true).map(({ one }) => one),
    };
  }

  async close(): Promise<void> {
    await this.program.close();
    await this.#slack.stop();
  }
}

async function play(random: FaultRun['random'], mode: Mode, tally: Tally): Promise<void> {
  const slack = await FakeSlack.start({ answerWithinMs, sleep: (ms) => sleep(ms / hurry) });
  const scene = new Scene(mode, slack, await freePort());
  try {
    const child = await scene.begin();
    for (let count = 0; count < changes; count += 1) scene.toggle(random);
    await scene.settled();
    // It takes nothing for as long as Slack tries.
    child.kill('SIGSTOP');
    for (let count = 0; count < changes; count += 1) {
      scene.toggle(random);
      if (whole(random, 4) === 0) await sleep(5);
    }
    const asked = scene.ask();
    await scene.settled();
    child.kill('SIGCONT');
    await scene.heard();
    await until(() => scene.answers > 0, 'the answer');
    await scene.again(asked);
    await scene.heard();
    tally.add(`Slack by ${mode}`, changes * 2 + 2, scene.difference());
    tally.expect(scene.retried > changes, `Slack by ${mode}: only ${scene.retried} events came four times.`);
    tally.expect(scene.answers === 1, `Slack by ${mode}: what was asked once was answered ${scene.answers} times.`);
  } finally {
    await scene.close();
  }
}

export const retries: Fault = {
  id: 'F27',
  title: 'Slack tells events again and again',
  done: 'the program stopped until Slack has told everything four times, by socket and by HTTP',
  isFast: false,
  protections: [reactionEvents, answersUnderWay, answeredBefore],
  run: async (run) => {
    const tally = new Tally();
    // Side by side, each with a chance of its own.
    await Promise.all(modes.map((mode, place) => play(seededRandom(run.seed * 2 + place), mode, tally)));
    return tally.outcome();
  },
};
