import { atMost } from '../../src/kernel/at-most.js';
import { type Clock, instant } from '../../src/kernel/clock.js';
import { keepLatest } from '../../src/kernel/keep-latest.js';
import { parseTimeZone } from '../../src/kernel/schedule.js';
import type { Profile, Target, User } from '../../src/platform/adapter.js';
import type { AdapterStorage } from '../../src/platform/adapter-storage.js';
import type { Urgency } from '../../src/platform/pace.js';
import { type Data, groupOf, textIn } from './answer.js';
import type { Caller } from './caller.js';
import { isDirect } from './ref.js';

const programNamespace = 'program';
const personNamespace = 'person';
const inviterNamespace = 'inviter';
/** Names change seldom. */
const freshMs = 3_600_000;
/** Whoever asks wants an answer soon, and does without when Slack is slow. */
const patienceMs = 2_000;
const mostKnown = 20_000;
/** Nobody turns from a person into a program; this only bounds what is kept. */
const rememberedMs = 30 * 86_400_000;

/** Slack's own helper, which is no bot user to `users.info` (https://docs.slack.dev/reference/objects/user-object). */
const slackbot = 'USLACKBOT';

interface Known {
  readonly user: Data;
  readonly untilMs: number;
}

interface PeopleDeps {
  readonly caller: Caller;
  readonly storage: AdapterStorage;
  readonly clock: Clock;
  /** Ids from the configuration: they may manage every channel. */
  readonly managers: readonly string[];
}

/** Who people are in Slack, what they may do, and which of them are programs. */
export class People {
  readonly #deps: PeopleDeps;
  readonly #known = new Map<string, Known>();
  readonly #asking = new Map<string, Promise<Data | undefined>>();
  readonly #programs = new Set<string>();
  readonly #persons = new Set<string>();

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
  }

  /** Recalls which users are programs, and which are not. */
  async recall(): Promise<void> {
    const { storage } = this.#deps;
    for (const { key } of await storage.list(programNamespace)) this.#programs.add(key);
    for (const { key } of await storage.list(personNamespace)) this.#persons.add(key);
  }

  async profile({ workspace, id }: User): Promise<Profile | undefined> {
    const user = await this.#soon(workspace, id, 'answer');
    if (user === undefined) return undefined;
    const profile = groupOf(user.profile);
    const name =
      textIn(profile, 'display_name') ??
      textIn(profile, 'real_name') ??
      textIn(user, 'real_name') ??
      textIn(user, 'name');
    const zone = parseTimeZone(textIn(user, 'tz') ?? '');
    return { ...(name === undefined ? {} : { name }), ...(zone === undefined ? {} : { zone }) };
  }

  /** Known to be a program. */
  isProgram(team: string, id: string): boolean {
    return id === slackbot || this.#programs.has(`${team}/${id}`);
  }

  /** Whether somebody of whom nothing is known yet is a program; undefined while Slack does not say. */
  async askProgram(team: string, id: string): Promise<boolean | undefined> {
    const user = await this.#user(team, id, 'read');
    if (user === undefined) return undefined;
    await this.#remember(`${team}/${id}`, user.is_bot === true);
    return user.is_bot === true;
  }

  /** Whether the user is known to be a program, or known to be none. */
  isKnown(team: string, id: string): boolean {
    return this.isProgram(team, id) || this.#persons.has(`${team}/${id}`);
  }

  /** Whether Slack can be asked about somebody now, without waiting for a turn. */
  canAsk(team: string): boolean {
    return this.#deps.caller.isFree(team, 'users.info');
  }

  async #remember(key: string, isProgram: boolean): Promise<void> {
    (isProgram ? this.#programs : this.#persons).add(key);
    const { storage, clock } = this.#deps;
    if (isProgram) await storage.put(programNamespace, key, '');
    else await storage.put(personNamespace, key, '', { expiresAt: instant(clock.now() + rememberedMs) });
  }

  /** Whoever brings the bot into a channel may say what it does there. */
  async invited(team: string, channel: string, by: string): Promise<void> {
    await this.#deps.storage.put(inviterNamespace, `${team}/${channel}`, by);
  }

  /**
   * Owners and admins of the workspace, who made the channel, who invited the bot, and ids of the configuration. Never guests, people of
   * other organizations, or anybody in a direct message.
   */
  async mayManage({ id }: User, { workspace: team, channel }: Target): Promise<boolean> {
    if (isDirect(channel)) return false;
    const user = await this.#soon(team, id, 'answer');
    // Whom the configuration names needs no word of Slack's, only none against it.
    if (this.#deps.managers.includes(id)) return user === undefined || !isOutsider(user, team);
    if (user === undefined || isOutsider(user, team)) return false;
    if (user.is_admin === true || user.is_owner === true || user.is_primary_owner === true) return true;
    if ((await this.#deps.storage.get(inviterNamespace, `${team}/${channel}`)) === id) return true;
    const answer = await this.#deps.caller.call(team, 'conversations.info', { channel }, { urgency: 'answer' });
    return answer.kind === 'ok' && textIn(answer.data.channel, 'creator') === id;
  }

  async #soon(team: string, id: string, urgency: Urgency): Promise<Data | undefined> {
    let user: Data | undefined;
    const asking = this.#user(team, id, urgency).then((found) => {
      user = found;
    });
    await atMost(this.#deps.clock, patienceMs, asking);
    return user;
  }

  async #user(team: string, id: string, urgency: Urgency): Promise<Data | undefined> {
    const key = `${team}/${id}`;
    const known = this.#known.get(key);
    if (known !== undefined && known.untilMs > this.#deps.clock.monotonicMs()) return known.user;
    const asking = this.#asking.get(key) ?? this.#ask(team, id, urgency).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }

  async #ask(team: string, id: string, urgency: Urgency): Promise<Data | undefined> {
    const answer = await this.#deps.caller.call(team, 'users.info', { user: id }, { urgency });
    if (answer.kind !== 'ok') return undefined;
    const user = groupOf(answer.data.user);
    const known: Known = { user, untilMs: this.#deps.clock.monotonicMs() + freshMs };
    keepLatest(this.#known, `${team}/${id}`, known, mostKnown);
    return user;
  }
}

/** Guests, and members of other organizations in a shared channel. */
const isOutsider = (user: Data, team: string): boolean =>
  user.is_restricted === true ||
  user.is_ultra_restricted === true ||
  user.is_stranger === true ||
  user.is_bot === true ||
  user.deleted === true ||
  (textIn(user, 'team_id') ?? team) !== team;
