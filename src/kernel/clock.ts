import type { Brand } from './brand.js';

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Brand<number, 'Instant'>;

export const instant = (ms: number): Instant => ms as Instant;

/** Time as a port: everything that waits or asks for the time takes one, so that tests own time. */
export interface Clock {
  now(): Instant;
  /** Milliseconds of a clock that never goes back; only differences mean something. */
  monotonicMs(): number;
  /** Resolves after `ms`, or at once when the signal aborts; it never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `fire` once a minute, at the start of the minute, until the returned function is called. Never overlaps. */
  everyMinute(fire: () => Promise<void>): () => void;
}

/** A number in [0, 1), as `Math.random` gives it. */
export type Random = () => number;
