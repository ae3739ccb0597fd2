import { z } from 'zod';
import type { SessionStarts } from './identify-budget.js';

const count = z.number().nonnegative().nullish().catch(undefined);
const several = z.int().min(1).nullish().catch(undefined);

const named = z.object({ url: z.string().min(1) });
const shape = named.extend({
  shards: several,
  session_start_limit: z
    .object({ total: count, remaining: count, reset_after: count, max_concurrency: several })
    .nullish()
    .catch(undefined),
});

/** What a bot of ordinary size may begin in a day (https://docs.discord.com/developers/events/gateway#session-start-limit). */
const usualTotal = 1_000;

/** By which the protocols go that servers in Discord's place name. */
const protocols: ReadonlyMap<string, string> = new Map([
  ['ws:', 'ws:'],
  ['wss:', 'wss:'],
  ['http:', 'ws:'],
  ['https:', 'wss:'],
]);

/** Where the gateway is, by how many connections it wants to be read, and how many sessions may still begin. */
export interface GatewayAddress {
  readonly url: string;
  readonly shards: number;
  readonly starts: SessionStarts;
}

/** From the answer to `GET /gateway/bot`; undefined when it names no address that can be connected to. */
export function gatewayAddressOf(data: unknown): GatewayAddress | undefined {
  const parsed = shape.safeParse(data);
  if (!parsed.success) return undefined;
  const { shards, session_start_limit: limit } = parsed.data;
  const url = socketAddress(parsed.data.url);
  return url === undefined ? undefined : { url, shards: shards ?? 1, starts: startsOf(limit ?? {}) };
}

/** The address as it stands in the answer. */
export const namedAddress = (data: unknown): string | undefined => named.safeParse(data).data?.url;

type Limit = Partial<NonNullable<z.infer<typeof shape>['session_start_limit']>>;

function startsOf({ total, remaining, reset_after, max_concurrency }: Limit): SessionStarts {
  const all = total ?? usualTotal;
  return {
    ...{ total: all, remaining: remaining ?? all },
    ...{ resetAfterMs: reset_after ?? 0, maxConcurrency: max_concurrency ?? 1 },
  };
}

/** The library puts a search of its own behind it. */
function socketAddress(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const protocol = protocols.get(url?.protocol ?? '');
  if (url === undefined || protocol === undefined || url.hostname === '') return undefined;
  const { username, host, pathname } = url;
  return username === '' ? `${protocol}//${host}${pathname}` : undefined;
}

/**
 * Where a session is resumed. Discord names an address of its own for it; of a server that stands in Discord's place only addresses on the
 * same machine are taken, since some name Discord's.
 */
export function resumeAddress(gateway: string, named: string | undefined, standsIn: boolean): string {
  const address = socketAddress(named ?? '');
  if (address === undefined) return gateway;
  return standsIn && new URL(address).hostname !== new URL(gateway).hostname ? gateway : address;
}
