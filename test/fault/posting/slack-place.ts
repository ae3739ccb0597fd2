import { refOf, slackId } from '../../../adapters/slack/ref.js';
import { isObject, textOf } from '../../fake/json.js';
import { FakeSlack } from '../../fake/slack/fake-slack.js';
import { slackRateLimits } from '../../fake/slack/limits.js';
import type { Person } from '../../fake/slack/people.js';
import { plainText } from '../../fake/slack/plain-text.js';
import type { ApiRequest, Message } from '../../fake/slack/state.js';
import type { Team } from '../../fake/slack/team.js';
import type { Asked, Harm, Phase, Place, Room, Shown } from './place.js';

const methods = { post: 'chat.postMessage', seed: 'reactions.add' } as const;

const markIn = (metadata: unknown): string | undefined => {
  const payload = isObject(metadata) ? metadata.event_payload : undefined;
  return isObject(payload) ? textOf(payload.delivery) : undefined;
};

/** Slack's stand-in with one workspace. */
export class SlackPlace implements Place {
  readonly adapter = slackId;
  readonly #now: () => number;
  readonly #slack: FakeSlack;
  readonly #team: Team;
  readonly #alice: Person;
  #said = 0;

  static async open(now: () => number, toleranceMs: number): Promise<SlackPlace> {
    return new SlackPlace(now, await FakeSlack.start({ now, limits: { ...slackRateLimits, toleranceMs } }));
  }

  private constructor(now: () => number, slack: FakeSlack) {
    this.#now = now;
    this.#slack = slack;
    this.#team = slack.addWorkspace();
    this.#alice = this.#team.addPerson({ name: 'alice' });
  }

  get environment(): Readonly<Record<string, string>> {
    return { SLACK_BOT_TOKEN: this.#team.token, SLACK_APP_TOKEN: this.#slack.app.appToken };
  }

  get api(): Place['api'] {
    return { url: this.#slack.apiUrl, variable: 'SLACK_API_URL' };
  }

  get complaints(): readonly string[] {
    return this.#slack.complaints;
  }

  get asked(): readonly Asked[] {
    return this.#slack.requests.map(askedOf);
  }

  addRoom(): Room {
    const { id } = this.#team.addChannel({ members: [this.#alice] });
    return { workspace: this.#team.id, channel: id };
  }

  shown(room: Room): readonly Shown[] {
    const messages = [...this.#channel(room).messages.values()].filter(({ user }) => user === this.#team.botUserId);
    return messages.toSorted((one, other) => (one.ts < other.ts ? -1 : 1)).map((message) => this.#shown(message));
  }

  onPost(hook: ((phase: Phase) => unknown) | undefined): void {
    this.#slack.onRequest = hook && (({ method, phase }) => (method === methods.post ? hook(phase) : undefined));
  }

  harm(what: 'post' | 'seed', ...harms: readonly Harm[]): void {
    this.#slack.trouble.next(methods[what], ...harms);
  }

  chat(room: Room, messages: number): void {
    const { id } = this.#alice;
    for (let left = messages; left > 0; left -= 1) {
      this.#said += 1;
      const ts = `${Math.floor(this.#now() / 1_000)}.${String(900_000 + this.#said)}`;
      this.#channel(room).messages.set(ts, {
        ...{ teamId: room.workspace, channel: room.channel, ts, user: id, text: 'Good morning.' },
        ...{ blocks: [], attachments: [], metadata: undefined, reactions: new Map(), unfurls: {}, editedAt: undefined },
      });
    }
  }

  ask(): void {
    void this.#alice.openHome();
  }

  stop(): Promise<void> {
    return this.#slack.stop();
  }

  #channel({ channel }: Room) {
    const found = this.#team.workspace.channels.get(channel);
    if (found === undefined) throw new Error(`There is no channel ${channel}.`);
    return found;
  }

  #shown(message: Message): Shown {
    const { channel, ts, metadata, reactions } = message;
    const seeds = [...reactions].filter(([, people]) => people.has(this.#team.botUserId)).map(([name]) => name);
    return {
      ref: refOf({ team: this.#team.id, channel, ts }).key,
      mark: markIn(metadata),
      text: plainText(message),
      seeds,
    };
  }
}

function askedOf({ method, args, at, outcome }: ApiRequest): Asked {
  const what = method === methods.post ? 'post' : method === methods.seed ? 'seed' : 'other';
  return {
    ...{ at, what, bucket: method, body: JSON.stringify(args) },
    mark: markIn(args.metadata),
    isLimited: /rate ?limited/.test(outcome),
  };
}
