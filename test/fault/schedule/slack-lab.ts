import { FakeSlack } from '../../fake/slack/fake-slack.js';
import { plainText } from '../../fake/slack/plain-text.js';
import type { Channel } from '../../fake/slack/state.js';
import type { Team } from '../../fake/slack/team.js';
import { Bot } from './bot.js';
import type { Lab, PostHook } from './lab.js';

const posting = 'chat.postMessage';

/** Slack's stand-in with some channels, and a bot whose edition is due there at once. */
export class SlackLab implements Lab {
  readonly slack: FakeSlack;
  readonly team: Team;
  readonly channels: readonly Channel[];
  readonly bot: Bot;

  static async open(channels: number): Promise<SlackLab> {
    const lab = new SlackLab(await FakeSlack.start(), channels);
    await lab.#subscribe();
    return lab;
  }

  private constructor(slack: FakeSlack, channels: number) {
    this.slack = slack;
    this.team = slack.addWorkspace();
    this.channels = Array.from({ length: channels }, () => this.team.addChannel());
    const { apiUrl, app } = slack;
    this.bot = new Bot({
      SLACK_API_URL: apiUrl,
      SLACK_BOT_TOKEN: this.team.token,
      SLACK_APP_TOKEN: app.appToken,
    });
  }

  get lists(): readonly number[] {
    return this.channels.map(
      (channel) => this.team.history(channel).filter((message) => plainText(message).startsWith('Daily papers')).length,
    );
  }

  get posted(): number {
    return this.lists.reduce((sum, count) => sum + count, 0);
  }

  /** How often somebody connected to hear of events. */
  get connections(): number {
    return this.slack.requests.filter(({ method }) => method === 'apps.connections.open').length;
  }

  get complaints(): readonly string[] {
    return this.slack.complaints;
  }

  onPost(hook: PostHook | undefined): void {
    this.slack.onRequest = hook && (({ method, phase }) => (method === posting ? hook(phase) : undefined));
  }

  loseNextAnswer(): void {
    this.slack.trouble.next(posting, { kind: 'hang', applied: true });
  }

  until(isSo: () => boolean, timeoutMs: number): Promise<void> {
    return this.slack.until(isSo, timeoutMs);
  }

  async close(): Promise<void> {
    await this.bot.close();
    await this.slack.stop();
  }

  async #subscribe(): Promise<void> {
    const { home } = this.bot;
    const subscriptions = this.channels.map(({ id }) => home.subscription(this.team.id, id));
    await home.prepare((store) => store.subscriptions.save(subscriptions));
  }
}
