import type { Receiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Instant } from '../../src/kernel/clock.js';
import type {
  ChatAdapter,
  DeliveryId,
  EditOutcome,
  InboundSink,
  Lookup,
  MessageRef,
  PostOutcome,
  PostRequest,
  ReadBack,
  Target,
  User,
} from '../../src/platform/adapter.js';
import type { AdapterContext, AdapterFactory } from '../../src/platform/adapter-factory.js';
import type { MessageView } from '../../src/view/view.js';
import type { SlackSettings } from './config.js';
import { Desk } from './desk.js';
import { Happenings, readMissed } from './happenings.js';
import { HttpDoor } from './http.js';
import { InstallPages } from './install-pages.js';
import { Installations } from './installations.js';
import { slackLimits } from './limits.js';
import { listen } from './listeners.js';
import { type Office, openOffice } from './office.js';
import { Intake } from './receiver.js';
import { slackId, targetOf, workspaceOf } from './ref.js';
import { openDirect } from './reply.js';
import { SeenEvents } from './seen-events.js';
import { SocketDoor } from './socket.js';
import { clientOptions } from './web-api.js';

/** A search that begins earlier may miss a message that is still on its way. */
const settleMs = 30_000;
/** Slack tells of a minute in which it left events out; when it is over, what was left out can be read. */
const limitedMs = 90_000;

const notRunning = 'the bot is stopping';

/** Slack as a platform: one workspace by a token of the environment, or many that installed the app. */
class Slack implements ChatAdapter {
  readonly id = slackId;
  readonly limits = slackLimits;
  readonly #settings: SlackSettings;
  readonly #context: AdapterContext;
  readonly #options: WebClientOptions;
  readonly #stopping = new AbortController();
  #office: Promise<Office> | undefined;
  #intake: Intake | undefined;
  #door: Receiver | undefined;
  #sink: InboundSink | undefined;
  readonly #endings = new Map<string, Promise<void>>();

  constructor(settings: SlackSettings, context: AdapterContext) {
    this.#settings = settings;
    this.#context = context;
    this.#options = clientOptions(settings.apiUrl, context.log);
  }

  readonly edit = { replace: (ref: MessageRef, view: MessageView) => this.#replace(ref, view) };
  readonly reactions = {
    list: (ref: MessageRef) => this.#list(ref),
    seed: (ref: MessageRef, emoji: string) => this.#seed(ref, emoji),
  };
  readonly lookup = {
    settleMs,
    find: (id: DeliveryId, target: Target, since: Instant) => this.#find(id, target, since),
  };
  readonly people = { profile: async (user: User) => (await this.#open()).people.profile(user) };
  readonly permissions = {
    who: 'whoever made it or brought me here, or an admin of the workspace',
    mayManage: async (user: User, target: Target) => (await this.#open()).people.mayManage(user, target),
  };
  readonly direct = { open: (user: User) => this.#direct(user) };
  readonly links = { to: async (ref: MessageRef) => (await this.#open()).addresses.of(ref) };

  /** Where requests are heard, in HTTP mode. */
  get port(): number | undefined {
    return this.#door instanceof HttpDoor ? this.#door.port : undefined;
  }

  async open(): Promise<void> {
    await this.#open();
  }

  async start(sink: InboundSink): Promise<void> {
    const office = await this.#open();
    const { clock, log } = this.#context;
    this.#sink = sink;
    office.voters.start(sink);
    const intake = new Intake({ clock, log, limited: (team) => this.#limited(team) });
    this.#intake = intake;
    const door = await this.#makeDoor(intake, office);
    await this.#listen(door, sink, office);
    this.#door = door;
    await door.start();
    if (this.port !== undefined) log.info('slack.listening', { port: this.port });
  }

  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    const [intake, door] = [this.#intake, this.#door];
    this.#intake = undefined;
    this.#door = undefined;
    await intake?.drain(graceMs);
    await door?.stop();
  }

  async post(request: PostRequest): Promise<PostOutcome> {
    if (this.#isStopped) return { kind: 'retry', reason: notRunning };
    return (await this.#open()).messages.post(request);
  }

  async #replace(ref: MessageRef, view: MessageView): Promise<EditOutcome> {
    return (await this.#open()).messages.replace(ref, view);
  }

  async #seed(ref: MessageRef, emoji: string): Promise<EditOutcome> {
    return (await this.#open()).messages.seed(ref, emoji);
  }

  async #list(ref: MessageRef): Promise<ReadBack> {
    return (await this.#open()).messages.reactions(ref);
  }

  async #find(id: DeliveryId, target: Target, since: Instant): Promise<Lookup> {
    return (await this.#open()).messages.find(id, target, since);
  }

  async #direct({ workspace, id }: User): Promise<Target | undefined> {
    const { caller } = await this.#open();
    const channel = await openDirect(caller, workspace, id);
    return channel === undefined ? undefined : targetOf(workspace, channel);
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Finds out whose token it is. One that Slack does not take is asked for again with the next call. */
  #open(): Promise<Office> {
    const revoked = (team: string, error: string) => void this.#ended(team, error);
    this.#office ??= openOffice(this.#settings, this.#context, this.#options, revoked).catch((thrown: unknown) => {
      this.#office = undefined;
      throw thrown;
    });
    return this.#office;
  }

  async #makeDoor(intake: Intake, { access }: Office): Promise<HttpDoor | SocketDoor> {
    const { clock, log, storage, newId } = this.#context;
    const settings = this.#settings;
    if (settings.mode === 'socket') {
      return new SocketDoor({
        ...{ appToken: settings.appToken, intake, clientOptions: this.#options, clock, log },
        reconnected: () => void this.#missed(),
        limited: (team) => this.#limited(team),
      });
    }
    const installations = access instanceof Installations ? access : undefined;
    const pages =
      installations === undefined
        ? undefined
        : await InstallPages.open({ settings, installations, storage, newId, log });
    return new HttpDoor({ settings, intake, clock, log, pages });
  }

  #listen(door: Receiver, sink: InboundSink, { access, caller, people, voters }: Office): Promise<void> {
    const { clock, log, storage } = this.#context;
    const desk = new Desk({ caller, clock, log });
    const seen = new SeenEvents(storage, clock);
    const ended = (team: string, reason: string) => this.#ended(team, reason);
    const happenings = new Happenings({ access, caller, people, voters, desk, seen, clock, log, ended });
    return listen(door, sink, { access, desk, happenings, clientOptions: this.#options, log });
  }

  /** The workspace's token goes at once; the others go on. Slack says it twice, and a refused request may say it again. */
  #ended(team: string, reason: string): Promise<void> {
    const ending = this.#endings.get(team) ?? this.#end(team, reason).finally(() => this.#endings.delete(team));
    this.#endings.set(team, ending);
    return ending;
  }

  async #end(team: string, reason: string): Promise<void> {
    const { access, caller } = await this.#open();
    if ((await access.of(team)) === undefined) return;
    this.#context.log.error('slack.workspace-ended', { workspace: team, reason });
    await access.forget(team);
    caller.forget(team);
    await this.#sink?.ended(workspaceOf(team), reason);
  }

  async #missed(): Promise<void> {
    const { access } = await this.#open();
    const sink = this.#sink;
    if (sink === undefined) return;
    for (const team of await access.teams()) void readMissed(team, sink, this.#context.log);
  }

  /** What Slack leaves out now can be read when it has ended. */
  #limited(team: string): void {
    const { clock, log } = this.#context;
    log.warn('slack.events-limited', { workspace: team });
    const sink = this.#sink;
    if (sink === undefined) return;
    void readMissed(team, sink, log);
    void clock.sleep(limitedMs, this.#stopping.signal).then(async () => {
      if (!this.#isStopped) await readMissed(team, sink, log);
    });
  }
}

/** Makes the adapter. It asks nothing of Slack before `open`, `start` or the first post. */
export const createSlack: AdapterFactory<SlackSettings> = async (settings, context) => new Slack(settings, context);
