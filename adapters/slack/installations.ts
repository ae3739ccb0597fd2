import { type Installation, type InstallationStore, InstallProvider } from '@slack/oauth';
import type { WebClientOptions } from '@slack/web-api';
import type { Clock } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { AdapterStorage } from '../../src/platform/adapter-storage.js';
import type { Access, AccessSource } from './access.js';
import { libraryLog } from './library-log.js';

const namespace = 'installation';
/** Within this a token is not looked up again. Far less than the two hours before its end in which it is renewed. */
const freshMs = 60_000;

interface InstallationsDeps {
  readonly storage: AdapterStorage;
  readonly clock: Clock;
  readonly log: Log;
  readonly clientOptions: WebClientOptions;
  readonly oauth: { readonly clientId: string; readonly clientSecret: string };
}

interface Cached {
  readonly access: Access | undefined;
  readonly untilMs: number;
}

/** The workspaces that installed the app themselves. Their tokens are kept encrypted. */
export class Installations implements AccessSource {
  readonly team = undefined;
  readonly #deps: InstallationsDeps;
  readonly #provider: InstallProvider;
  readonly #cache = new Map<string, Cached>();
  readonly #asking = new Map<string, Promise<Access | undefined>>();

  constructor(deps: InstallationsDeps) {
    const { log, clientOptions, oauth } = deps;
    this.#deps = deps;
    this.#provider = new InstallProvider({
      ...oauth,
      // This one only renews tokens; whoever installs comes in by the receiver, which checks the state.
      stateVerification: false,
      installationStore: this.store,
      clientOptions,
      logger: libraryLog(log),
    });
  }

  get clientOptions(): WebClientOptions {
    return this.#deps.clientOptions;
  }

  /** Where Slack's OAuth library keeps what workspaces grant. */
  readonly store: InstallationStore = {
    storeInstallation: async (installation) => {
      const id = installation.team?.id;
      if (id === undefined || installation.isEnterpriseInstall === true) {
        throw new Error('The app can be installed in workspaces only, not in a whole organization.');
      }
      await this.#deps.storage.put(namespace, id, JSON.stringify(installation), { secret: true });
      this.#cache.delete(id);
    },
    fetchInstallation: async ({ teamId }) => {
      const kept = await this.#deps.storage.get(namespace, teamId ?? '');
      if (kept === undefined) throw new Error('The app is not installed in this workspace.');
      return JSON.parse(kept) as Installation<'v2', false>;
    },
    deleteInstallation: async ({ teamId }) => this.forget(teamId ?? ''),
  };

  async of(team: string): Promise<Access | undefined> {
    const known = this.#cache.get(team);
    if (known !== undefined && known.untilMs > this.#deps.clock.monotonicMs()) return known.access;
    // One at a time: a token that renews another can be used once.
    const asking = this.#asking.get(team) ?? this.#ask(team).finally(() => this.#asking.delete(team));
    this.#asking.set(team, asking);
    return asking;
  }

  async teams(): Promise<readonly string[]> {
    return (await this.#deps.storage.list(namespace)).map(({ key }) => key);
  }

  async forget(team: string): Promise<void> {
    this.#cache.delete(team);
    await this.#deps.storage.delete(namespace, team);
  }

  async #ask(team: string): Promise<Access | undefined> {
    const access = await this.#authorize(team);
    this.#cache.set(team, { access, untilMs: this.#deps.clock.monotonicMs() + freshMs });
    return access;
  }

  async #authorize(team: string): Promise<Access | undefined> {
    const query = { teamId: team, enterpriseId: undefined, isEnterpriseInstall: false };
    try {
      const { botToken, botUserId, botId } = await this.#provider.authorize(query);
      return botToken === undefined ? undefined : { token: botToken, botUserId: botUserId ?? '', botId };
    } catch (thrown) {
      this.#deps.log.info('slack.not-installed', { workspace: team, reason: reasonOf(thrown) });
      return undefined;
    }
  }
}
