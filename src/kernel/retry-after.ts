import type { Instant } from './clock.js';

const longestWaitMs = 86_400_000;
const secondsShape = /^\d{1,15}(?:\.\d{1,9})?$/;

function retryAfterMs(header: string, now: Instant): number | undefined {
  if (secondsShape.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : at - now;
}

/** Some services send seconds to wait, some the second or millisecond of the epoch. */
function resetMs(header: string, now: Instant): number | undefined {
  if (!secondsShape.test(header)) return undefined;
  const value = Number(header);
  if (value < 1e9) return value * 1000;
  return (value < 1e12 ? value * 1000 : value) - now;
}

/** `RateLimit: "api";r=0;t=271` of the IETF draft, as Hugging Face sends it. */
const draftReset = (header: string): string => /;\s*t=(\d{1,15})/.exec(header)?.[1] ?? '';

/**
 * How long an answer asks to wait, in milliseconds, at most a day: by `Retry-After`, else by the headers of rate limits.
 * Undefined when it does not say, or names a time that is over.
 */
export function waitAskedFor(headers: Headers, now: Instant): number | undefined {
  const said = (name: string): string => headers.get(name)?.trim() ?? '';
  const waits = [
    retryAfterMs(said('retry-after'), now),
    resetMs(draftReset(said('ratelimit')), now),
    resetMs(said('ratelimit-reset'), now),
    resetMs(said('x-ratelimit-reset'), now),
  ];
  const wait = waits.find((ms) => ms !== undefined && ms > 0);
  return wait === undefined ? undefined : Math.min(Math.ceil(wait), longestWaitMs);
}
