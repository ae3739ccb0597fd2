import type { IncomingMessage, ServerResponse } from 'node:http';
import { InstallProvider } from '@slack/oauth';
import { reasonOf } from '../../src/kernel/errors.js';
import type { NewId } from '../../src/kernel/ids.js';
import type { Log } from '../../src/kernel/log.js';
import type { AdapterStorage } from '../../src/platform/adapter-storage.js';
import type { HttpSettings } from './config.js';
import type { Installations } from './installations.js';
import { libraryLog } from './library-log.js';
import { botScopes } from './scopes.js';

const namespace = 'oauth';
const installPath = '/slack/install';
const redirectPath = '/slack/oauth_redirect';

interface InstallPagesDeps {
  readonly settings: HttpSettings;
  readonly installations: Installations;
  readonly storage: AdapterStorage;
  readonly newId: NewId;
  readonly log: Log;
}

/**
 * The two pages by which people install the app in their workspace. The state that goes to Slack and back is signed, lasts ten minutes,
 * and has to agree with a cookie, so that nobody installs by a link that somebody else prepared.
 */
export class InstallPages {
  readonly #provider: InstallProvider;
  readonly #log: Log;

  /** Undefined where there is one workspace, whose token is known. */
  static async open(deps: InstallPagesDeps): Promise<InstallPages | undefined> {
    const { oauth } = deps.settings;
    return oauth === null ? undefined : new InstallPages(deps, oauth, await stateSecret(deps));
  }

  private constructor(
    { settings: { apiUrl }, installations, log }: InstallPagesDeps,
    oauth: NonNullable<HttpSettings['oauth']>,
    secret: string,
  ) {
    this.#log = log;
    this.#provider = new InstallProvider({
      ...oauth,
      stateSecret: secret,
      installationStore: installations.store,
      clientOptions: installations.clientOptions,
      logger: libraryLog(log),
      ...(apiUrl === null ? {} : { authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href }),
    });
  }

  /** Answers a request for one of the pages; false for any other. */
  takes(request: IncomingMessage, response: ServerResponse): boolean {
    const path = (request.url ?? '').split('?')[0];
    if (request.method !== 'GET' || (path !== installPath && path !== redirectPath)) return false;
    const options = { scopes: [...botScopes], redirectUri: `${originOf(request)}${redirectPath}` };
    const answering =
      path === installPath
        ? this.#provider.handleInstallPath(request, response, {}, options)
        : this.#provider.handleCallback(request, response);
    answering.catch((thrown: unknown) => {
      this.#log.error('slack.install-failed', { reason: reasonOf(thrown) });
      if (!response.headersSent) response.writeHead(500).end();
    });
    return true;
  }
}

/**
 * The address under which whoever asks reaches us, as a proxy in front of us tells. Slack sends people back only to an address that the
 * app's settings name, so that a made-up one leads nowhere.
 */
function originOf({ headers }: IncomingMessage): string {
  const first = (name: string): string | undefined =>
    String(headers[name] ?? '')
      .split(',')[0]
      ?.trim() || undefined;
  const host = first('x-forwarded-host') ?? first('host') ?? 'localhost';
  const isHere = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host);
  return `${first('x-forwarded-proto') ?? (isHere ? 'http' : 'https')}://${host}`;
}

/** Kept, so that whoever began to install before a restart can end after it. */
async function stateSecret({ storage, newId }: InstallPagesDeps): Promise<string> {
  const made = `${newId()}${newId()}`;
  await storage.add(namespace, 'state-secret', made, { secret: true });
  return (await storage.get(namespace, 'state-secret')) ?? made;
}
