import { bucketOf, type RateLimits } from './limits.js';
import { RateLimiter, type Standing } from './rate-limiter.js';
import type { Route } from './router.js';

export type Scope = 'user' | 'global' | 'shared';

type Headers = Readonly<Record<string, string>>;

/** Whether a request may come now, and what Discord says about it in headers. */
export interface Verdict {
  readonly tooFast: { readonly scope: Scope; readonly waitMs: number } | undefined;
  readonly headers: Headers;
}

/** Discord's limits: all requests of the bot together, those of one kind in one channel, and invalid ones. */
export class Pacing {
  readonly #now: () => number;
  readonly #global: RateLimiter;
  readonly #buckets: ReadonlyMap<string, RateLimiter>;
  readonly #invalid: RateLimiter;

  constructor(limits: RateLimits, now: () => number) {
    this.#now = now;
    this.#global = new RateLimiter(limits.global, limits.toleranceMs);
    const buckets = Object.entries(limits.buckets);
    this.#buckets = new Map(buckets.map(([name, pace]) => [name, new RateLimiter(pace, limits.toleranceMs)]));
    this.#invalid = new RateLimiter(limits.invalid, 0);
  }

  /** How long the address is still shut out for its invalid requests; zero when it is not. */
  get shutOutMs(): number {
    return this.#invalid.look('', this.#now()).waitMs;
  }

  countInvalid(): void {
    this.#invalid.spend('', this.#now());
  }

  /** Spends one request of the limits that the route is under. */
  spend(route: Route, channel: string): Verdict {
    const now = this.#now();
    const bucket = route.isInteraction ? undefined : bucketOf[`${route.method} ${route.path}`];
    const limiter = this.#buckets.get(bucket ?? '');
    if (!route.isInteraction) {
      const global = this.#global.spend('', now);
      if (global.waitMs > 0) return { tooFast: { scope: 'global', waitMs: global.waitMs }, headers: {} };
    }
    if (bucket === undefined || limiter === undefined) return { tooFast: undefined, headers: {} };
    const standing = limiter.spend(channel, now);
    return {
      tooFast: standing.waitMs > 0 ? { scope: 'user', waitMs: standing.waitMs } : undefined,
      headers: headersOf(bucket, standing, now),
    };
  }
}

const seconds = (ms: number): string => (Math.ceil(ms) / 1_000).toFixed(3);

function headersOf(bucket: string, { limit, remaining, resetAt }: Standing, now: number): Headers {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': seconds(resetAt),
    'x-ratelimit-reset-after': seconds(Math.max(0, resetAt - now)),
    'x-ratelimit-bucket': Buffer.from(`bucket of ${bucket}`).toString('hex').slice(0, 32),
  };
}
