import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type App, HTTPModuleFunctions, HTTPReceiver, type Receiver } from '@slack/bolt';
import type { Clock } from '../../src/kernel/clock.js';
import { BroadsheetError, reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { HttpSettings } from './config.js';
import type { InstallPages } from './install-pages.js';
import { libraryLog } from './library-log.js';
import type { Intake } from './receiver.js';

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
const mostSkewMs = 5 * 60_000;
/** Slack's own payloads stay far below. */
const mostBytes = 3 * 1_024 * 1_024;

interface HttpDeps {
  readonly settings: HttpSettings;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly log: Log;
  /** Where people install the app, when they do it themselves. */
  readonly pages: InstallPages | undefined;
}

/** Takes Slack's requests at `/slack/events`, signed; with OAuth also those of people who install the app. */
export class HttpDoor implements Receiver {
  readonly #deps: HttpDeps;
  readonly #receiver: HTTPReceiver;
  #server: Server | undefined;

  constructor(deps: HttpDeps) {
    const { settings, log } = deps;
    this.#deps = deps;
    this.#receiver = new HTTPReceiver({
      signingSecret: settings.signingSecret,
      logger: libraryLog(log),
      processEventErrorHandler: async ({ response, error }) => {
        log.error('slack.event-failed', { reason: reasonOf(error) });
        if (!response.headersSent) response.writeHead(500).end();
        return false;
      },
    });
  }

  init(app: App): void {
    this.#receiver.init(this.#deps.intake.before(app));
  }

  /** Rejects with a BroadsheetError when nothing can be heard there. */
  async start(): Promise<void> {
    const { host, port } = this.#deps.settings;
    const server = createServer(this.#listener);
    // A request that comes byte by byte ends after a while.
    server.requestTimeout = 30_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (thrown: NodeJS.ErrnoException) => reject(cannotListen(thrown, host, port)));
      server.listen({ host, port }, () => resolve());
    });
    server.on('error', (thrown) => this.#deps.log.error('slack.server-failed', { reason: reasonOf(thrown) }));
    this.#server = server;
  }

  /** The port that it listens on; undefined while it does not. */
  get port(): number | undefined {
    const address = this.#server?.address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  }

  /** Takes no new connections; those that wait for an answer keep theirs. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  readonly #listener: RequestListener = (request, response) => {
    if (this.#deps.pages?.takes(request, response) === true) return;
    void this.#admit(request)
      .then((status) => {
        if (status !== undefined) refuse(response, status);
        else void this.#receiver.requestListener(request, response);
      })
      // Bolt throws for every address that it does not know.
      .catch(() => refuse(response, 404));
  };

  /** Looks at a request before Bolt does, which ends the process over a payload that is no object. A status: it is refused with it. */
  async #admit(request: IncomingMessage): Promise<number | undefined> {
    if (request.method !== 'POST') return undefined;
    const rawBody = await bodyOf(request);
    if (rawBody === undefined) return 413;
    if (isAhead(request, this.#deps.clock)) return 401;
    const buffered = Object.assign(request, { rawBody });
    const { signingSecret } = this.#deps.settings;
    try {
      await HTTPModuleFunctions.parseAndVerifyHTTPRequest({ enabled: true, signingSecret }, buffered);
    } catch {
      return 401;
    }
    return isReadable(buffered) ? undefined : 400;
  }
}

/** The whole body, at most `mostBytes` of it; undefined when there is more. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    // The rest is read and dropped, so that the answer reaches whoever is still sending.
    if (bytes <= mostBytes) chunks.push(chunk as Buffer);
  }
  return bytes > mostBytes ? undefined : Buffer.concat(chunks);
}

function isReadable(request: IncomingMessage & { readonly rawBody: Buffer }): boolean {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request);
    return typeof body === 'object' && body !== null && !Array.isArray(body);
  } catch {
    return false;
  }
}

/** Slack signs with its own time; Bolt looks only for signatures that are too old. */
function isAhead({ headers }: IncomingMessage, clock: Clock): boolean {
  const seconds = Number(headers['x-slack-request-timestamp']);
  return seconds * 1_000 - clock.now() > mostSkewMs;
}

const refuse = (response: ServerResponse, status: number): void => {
  response.writeHead(status, { 'content-length': 0 }).end();
};

function cannotListen({ code, message }: NodeJS.ErrnoException, host: string, port: number): BroadsheetError {
  const why = code === 'EADDRINUSE' ? 'another program uses it' : code === 'EACCES' ? 'it is not allowed' : message;
  return new BroadsheetError(
    'config',
    `Slack's requests cannot be taken at ${host}, port ${port}: ${why}.`,
    'Choose another port with SLACK_PORT, or under slack: in the configuration.',
  );
}
