import { z } from 'zod';
import type { SessionStarts } from './identify-budget.js';

const shape = z.object({
  url: z.string().min(1),
  shards: z.int().min(1).default(1),
  session_start_limit: z
    .object({
      total: z.number().default(1_000),
      remaining: z.number().default(1_000),
      reset_after: z.number().default(0),
      max_concurrency: z.int().min(1).default(1),
    })
    .default({ total: 1_000, remaining: 1_000, reset_after: 0, max_concurrency: 1 }),
});

/** Where the gateway is, by how many connections it wants to be read, and how many sessions may still begin. */
export interface GatewayAddress {
  readonly url: string;
  readonly shards: number;
  readonly starts: SessionStarts;
}

/** From the answer to `GET /gateway/bot`; undefined when it names no address. */
export function gatewayAddressOf(data: unknown): GatewayAddress | undefined {
  const parsed = shape.safeParse(data);
  if (!parsed.success) return undefined;
  const { url, shards, session_start_limit: limit } = parsed.data;
  return {
    url,
    shards,
    starts: { remaining: limit.remaining, resetAfterMs: limit.reset_after, maxConcurrency: limit.max_concurrency },
  };
}

/**
 * Where a session is resumed. Discord names an address of its own for it; of a server that stands in Discord's place only addresses on the
 * same machine are taken, since some name Discord's.
 */
export function resumeAddress(gateway: string, named: string | undefined, standsIn: boolean): string {
  if (named === undefined || named === '') return gateway;
  return standsIn && hostOf(named) !== hostOf(gateway) ? gateway : named;
}

function hostOf(url: string): string | undefined {
  try {
    return new URL(url).hostname;
  } catch {
    return undefined;
  }
}
