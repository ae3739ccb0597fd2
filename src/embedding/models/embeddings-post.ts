import type { Clock } from '../../kernel/clock.js';
import { connectionTrouble } from '../../kernel/connection-trouble.js';
import { waitAskedFor } from '../../kernel/retry-after.js';

export interface PostOptions {
  readonly url: string;
  /** Null when the address asks for none. */
  readonly key: string | null;
  readonly clock: Clock;
  readonly userAgent: string;
  /** From the connection to the last byte of the answer. */
  readonly timeoutMs: number;
}

export type PostAnswer =
  | { readonly kind: 'answered'; readonly value: unknown }
  | { readonly kind: 'status'; readonly status: number; readonly waitMs?: number }
  | { readonly kind: 'failed'; readonly reason: string };

const mostBytes = 16 * 1024 * 1024;

const failed = (reason: string): PostAnswer => ({ kind: 'failed', reason });

/**
 * Posts JSON once. Nothing that the other side wrote gets into a reason, which might repeat the key; and no redirect is followed, which
 * might carry the key elsewhere. Never throws.
 */
export async function postJson(body: unknown, signal: AbortSignal, options: PostOptions): Promise<PostAnswer> {
  const { clock, timeoutMs } = options;
  const done = new AbortController();
  const timeout = new AbortController();
  void clock.sleep(timeoutMs, done.signal).then(() => timeout.abort());
  try {
    return await answerTo(body, AbortSignal.any([signal, timeout.signal]), options);
  } catch (thrown) {
    if (signal.aborted) return failed('the request was stopped');
    if (timeout.signal.aborted) return failed(`it did not answer within ${timeoutMs / 1000} s`);
    return failed(connectionTrouble(thrown));
  } finally {
    done.abort();
  }
}

async function answerTo(
  body: unknown,
  signal: AbortSignal,
  { url, key, userAgent, clock }: PostOptions,
): Promise<PostAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': userAgent,
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify(body),
    signal,
  });
  if (response.status === 200) return readJson(response);
  const waitMs = waitAskedFor(response.headers, clock.now());
  await response.body?.cancel();
  return { kind: 'status', status: response.status, ...(waitMs !== undefined && { waitMs }) };
}

async function readJson(response: Response): Promise<PostAnswer> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) return failed('its answer is larger than 16 MB');
    text += decoder.decode(chunk, { stream: true });
  }
  try {
    return { kind: 'answered', value: JSON.parse(text + decoder.decode()) };
  } catch {
    return failed('its answer is no JSON');
  }
}
