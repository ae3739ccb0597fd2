import { FakeSlack } from '../../fake/slack/fake-slack.js';
import type { Person } from '../../fake/slack/people.js';
import type { Channel, Message } from '../../fake/slack/state.js';
import type { Team } from '../../fake/slack/team.js';
import type { Crowd, Vote } from './crowd.js';
import type { Program } from './program.js';

const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'keycap_ten'] as const;
const channels = 12;
const people = 600;

export class SlackCrowd implements Crowd {
  readonly name = 'Slack';
  readonly posts = channels;
  readonly voters = people;
  readonly #slack: FakeSlack;
  readonly #team: Team;
  readonly #people: readonly Person[];
  readonly #channels: readonly Channel[];

  static async open(): Promise<SlackCrowd> {
    return new SlackCrowd(await FakeSlack.start());
  }

  private constructor(slack: FakeSlack) {
    this.#slack = slack;
    this.#team = slack.addWorkspace();
    this.#people = Array.from({ length: people }, () => this.#team.addPerson());
    this.#channels = Array.from({ length: channels }, () => this.#team.addChannel({ members: this.#people }));
  }

  get environment(): Readonly<Record<string, string>> {
    const { apiUrl, app } = this.#slack;
    return { SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: this.#team.token, SLACK_APP_TOKEN: app.appToken };
  }

  subscriptions(home: Program['home']) {
    return this.#channels.map(({ id }) => home.subscription(this.#team.id, id));
  }

  isReady(): boolean {
    return this.#channels.every((channel) => this.#team.history(channel).length > 0);
  }

  set({ voter, post, number }: Vote, present: boolean): void {
    const [person, channel, name] = [this.#people[voter], this.#channels[post], numbers[number]];
    const list = channel && this.#list(channel);
    if (person === undefined || channel === undefined || list === undefined || name === undefined) return;
    void (present ? person.react(channel, list.ts, name) : person.unreact(channel, list.ts, name));
  }

  idOf({ voter, post }: Vote): { readonly message: string; readonly user: string } {
    const channel = this.#channels[post];
    const ts = channel && this.#list(channel)?.ts;
    return { message: `${this.#team.id}/${channel?.id}/${ts}`, user: this.#people[voter]?.id ?? '' };
  }

  search(voter: number, words: string): Promise<unknown> {
    const [person, channel] = [this.#people[voter], this.#channels[0]];
    if (person === undefined || channel === undefined) return Promise.reject(new Error('There is nobody to ask.'));
    return person.command(channel, '/paper', `search ${words}`).next(20_000);
  }

  close(): Promise<void> {
    return this.#slack.stop();
  }

  #list(channel: Channel): Message | undefined {
    return channel.messages.values().next().value;
  }
}
