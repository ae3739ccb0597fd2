import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BenchHome, freePort } from '../bench/slack-home.js';
import { FakeSlack } from '../fake/slack/fake-slack.js';
import type { Person } from '../fake/slack/people.js';
import { plainText } from '../fake/slack/plain-text.js';
import type { Channel } from '../fake/slack/state.js';
import type { Team } from '../fake/slack/team.js';

type Mode = 'socket' | 'http';

/** Longer than a restarted program waits before it looks for a post whose fate nobody knows. */
const settledMs = 60_000;

/** The real program against the stand-in, killed from outside and started again on the same data. */
class Scene {
  readonly slack: FakeSlack;
  readonly team: Team;
  readonly channel: Channel;
  readonly alice: Person;
  readonly bob: Person;
  readonly #home = new BenchHome(3, resolve(import.meta.dirname, '../../dist/src/main.js'));
  readonly #mode: Mode;
  readonly #port: number;
  child: ChildProcess | undefined;

  static async open(mode: Mode): Promise<Scene> {
    const scene = new Scene(mode, await FakeSlack.start(), await freePort());
    await scene.#home.prepare((store) =>
      store.subscriptions.save([scene.#home.subscription(scene.team.id, scene.channel.id)]),
    );
    return scene;
  }

  private constructor(mode: Mode, slack: FakeSlack, port: number) {
    this.#mode = mode;
    this.#port = port;
    this.slack = slack;
    this.team = slack.addWorkspace();
    this.alice = this.team.addPerson({ name: 'alice' });
    this.bob = this.team.addPerson({ name: 'bob' });
    this.channel = this.team.addChannel({ members: [this.alice, this.bob] });
    if (mode === 'http') slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;
  }

  start(): void {
    const { apiUrl, app } = this.slack;
    const way: Readonly<Record<string, string>> =
      this.#mode === 'socket'
        ? { SLACK_APP_TOKEN: app.appToken }
        : { SLACK_SIGNING_SECRET: app.signingSecret, SLACK_PORT: String(this.#port) };
    const environment = { SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: this.team.token, LOG_LEVEL: 'silent', ...way };
    this.child = this.#home.start(environment);
  }

  /** Kills the program at that moment of its next request of that kind, and resolves when it is gone. */
  killAt(method: string, phase: 'before' | 'after'): Promise<unknown> {
    const { child } = this;
    if (child === undefined) throw new Error('It does not run.');
    const gone = once(child, 'exit');
    this.slack.onRequest = async (moment) => {
      if (moment.method !== method || moment.phase !== phase) return;
      this.slack.onRequest = undefined;
      child.kill('SIGKILL');
      await gone;
    };
    return gone;
  }

  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  lists = () => this.team.history(this.channel).filter((message) => plainText(message).startsWith('Daily papers'));

  async close(): Promise<void> {
    await this.kill();
    await this.slack.stop();
    this.#home.remove();
  }
}

describe.concurrent.each<Mode>(['socket', 'http'])('a bot on Slack by %s that is killed', (mode) => {
  const scenes: Scene[] = [];
  afterAll(() => Promise.all(scenes.map((scene) => scene.close())));

  const open = async (): Promise<Scene> => {
    const scene = await Scene.open(mode);
    scenes.push(scene);
    return scene;
  };

  it('shows its list once, and loses no vote, when it dies between the answer and the record', async () => {
    const scene = await open();
    const { slack, team, channel, alice, bob } = scene;
    scene.start();
    await scene.killAt('chat.postMessage', 'after');
    const [list] = scene.lists();
    if (list === undefined) throw new Error('The list was applied before the kill.');
    // Votes of people who see it while nobody listens.
    void alice.react(channel, list.ts, 'one');
    void bob.react(channel, list.ts, 'two');
    scene.start();
    await slack.until(() => team.history(channel).some((message) => plainText(message).includes('👍 1')), settledMs);
    expect(scene.lists()).toHaveLength(1);
    const said = scene.lists().map(plainText).join();
    expect(said.split('👍 1 in this team')).toHaveLength(3);
  }, 90_000);

  it('posts its list once when it dies before the request took effect', async () => {
    const scene = await open();
    scene.start();
    const gone = scene.killAt('chat.postMessage', 'before');
    scene.slack.trouble.next('chat.postMessage', { kind: 'reset' });
    await gone;
    expect(scene.lists()).toEqual([]);
    scene.start();
    await scene.slack.until(() => scene.lists().length > 0, settledMs);
    await scene.slack.until(() => scene.slack.requests.some(({ method }) => method === 'reactions.add'), settledMs);
    expect(scene.lists()).toHaveLength(1);
  }, 90_000);
});
