import { createHmac } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { AppAnswer, AppDoor, Parcel, Retry } from './app-door.js';
import type { App } from './state.js';

const form = 'application/x-www-form-urlencoded';

function asForm(parcel: Parcel): string {
  if (parcel.kind === 'interactive') return new URLSearchParams({ payload: JSON.stringify(parcel.payload) }).toString();
  const fields = Object.entries(parcel.payload).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}

/** Slack's signature of a body, as headers. `seconds` is the time it claims to be sent at. */
export function signatureHeaders(secret: string, seconds: number, body: string): Readonly<Record<string, string>> {
  const hash = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${hash}` };
}

/** Brings parcels to the app's request URL, signed. */
export class HttpDoor implements AppDoor {
  readonly #app: App;
  readonly #now: () => number;
  readonly #timeoutMs: number;
  readonly #agent = new Agent({ keepAlive: true });
  readonly url: string;

  constructor(url: string, app: App, now: () => number, timeoutMs: number) {
    this.url = url;
    this.#app = app;
    this.#now = now;
    this.#timeoutMs = timeoutMs;
  }

  send(parcel: Parcel, retry?: Retry): Promise<AppAnswer> {
    const isEvent = parcel.kind === 'events_api';
    const body = isEvent ? JSON.stringify(parcel.payload) : asForm(parcel);
    return this.sendRaw(body, {
      'content-type': isEvent ? 'application/json' : form,
      ...signatureHeaders(this.#app.signingSecret, Math.floor(this.#now() / 1_000), body),
      ...(retry !== undefined && { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason }),
    });
  }

  /** Exactly this body with exactly these headers: for forged and stale ones. */
  sendRaw(body: string, headers: Readonly<Record<string, string>>): Promise<AppAnswer> {
    return new Promise((resolve) => {
      const all = { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': 'Slackbot 1.0' };
      const sent = request(this.url, { method: 'POST', headers: all, agent: this.#agent });
      const timer = setTimeout(() => {
        resolve({ via: 'none', reason: 'http_timeout' });
        sent.destroy();
      }, this.#timeoutMs);
      sent.on('error', () => {
        clearTimeout(timer);
        resolve({ via: 'none', reason: 'connection_failed' });
      });
      sent.on('response', (response) => {
        void read(response).then((text) => {
          clearTimeout(timer);
          const headersBack = response.headers as Readonly<Record<string, string>>;
          resolve({ via: 'http', status: response.statusCode ?? 0, headers: headersBack, body: text });
        });
      });
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The body as far as it came. */
async function read(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(chunk as Buffer);
  } catch {
    // Cut off: what came is what there is.
  }
  return Buffer.concat(chunks).toString();
}
