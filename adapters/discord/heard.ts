import { type Instant, instant } from '../../src/kernel/clock.js';
import { unconnectedCode } from '../../src/kernel/connection-codes.js';
import { visibleText } from '../../src/view/visible-text.js';
import type { Answer, Failure } from './answer.js';
import type { Method, Path } from './budget.js';
import { codeOf } from './errors.js';
import { numberIn } from './json.js';
import type { Exchange, Received } from './wire.js';

/** When Discord asks to wait without saying how long. */
const unsaidMs = 5_000;
const detailCharacters = 300;

interface On {
  readonly method: Method;
  readonly path: Path;
}

/** What Discord's answer says, or that there was none. A request to wait is `waitOf`'s business. */
export function answerOf({ received, complaint, thrown }: Exchange, now: Instant, { method, path }: On): Answer {
  if (received === undefined) return connectionFailure(thrown);
  const { status, text } = received;
  const data = text === '' ? null : parsed(text);
  if (status >= 200 && status < 300) {
    if (data === undefined) return { kind: 'lost', reason: "Discord's answer could not be read" };
    return { kind: 'ok', data, timing: { at: dateOf(received, now), tookMs: received.tookMs } };
  }
  if (status >= 500 || status === 408) return { kind: 'lost', reason: `Discord answered ${status}`, status };
  if (isOfProxy(status, data)) return { kind: 'unsent', reason: `something before Discord answered ${status}` };
  const code = codeOf(numberIn(data, 'code'), status, method, path);
  return { kind: 'refused', status, code, detail: detailOf(complaint, status) };
}

/** Discord refuses in JSON and sends nobody elsewhere: anything else comes from who stands before it and let nothing through. */
const isOfProxy = (status: number, data: unknown): boolean =>
  status < 400 || (status !== 401 && (data === undefined || (data === null && status !== 404)));

export interface Wait {
  readonly retryAfterMs: number;
  /** Of everything that the bot asks, not of one route alone. */
  readonly isGlobal: boolean;
  readonly scope: string | undefined;
}

/** What a 429 says. One that is not in Discord's form comes from who stands before Discord and counts everything. */
export function waitOf({ headers, text }: Received): Wait {
  const data = parsed(text);
  const seconds = numberIn(data, 'retry_after') ?? Number.parseFloat(headers.get('retry-after') ?? '');
  return {
    retryAfterMs: Number.isFinite(seconds) ? Math.ceil(Math.max(0, seconds) * 1_000) : unsaidMs,
    isGlobal: headers.has('x-ratelimit-global') || numberIn(data, 'retry_after') === undefined,
    scope: headers.get('x-ratelimit-scope') ?? undefined,
  };
}

/** For how long a further request of the same kind would be one too many; undefined when it would not. */
export function spentForMs({ headers }: Received): number | undefined {
  const seconds = Number.parseFloat(headers.get('x-ratelimit-reset-after') ?? '');
  return headers.get('x-ratelimit-remaining') === '0' && Number.isFinite(seconds) ? seconds * 1_000 : undefined;
}

function connectionFailure(thrown: unknown): Failure {
  const code = unconnectedCode(thrown);
  if (code !== undefined) return { kind: 'unsent', reason: `Discord could not be reached (${code})` };
  const isLate = thrown instanceof Error && thrown.name === 'AbortError';
  return { kind: 'lost', reason: isLate ? 'Discord did not answer in time' : 'the connection to Discord broke' };
}

/** Discord's message with what it says of single fields, as one line. What was sent, which it quotes, is left out. */
function detailOf(complaint: string | undefined, status: number): string {
  const line = visibleText((complaint ?? '').replace(/"[^"\n]*"?/g, '"…"').replaceAll('\n', '; ')).trim();
  return line === '' ? `Discord answered ${status}` : line.slice(0, detailCharacters);
}

function dateOf({ headers }: Received, now: Instant): Instant {
  const dated = Date.parse(headers.get('date') ?? '');
  // Discord dates its answers; whoever stands in for it may not.
  return instant(Number.isNaN(dated) ? Math.floor(now / 1_000) * 1_000 : dated);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
