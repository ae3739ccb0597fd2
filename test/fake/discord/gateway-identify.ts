import { isObject, type JsonObject } from '../json.js';
import { type Fault, faults, knownIntents, privilegedIntents } from './gateway-protocol.js';
import type { Shard } from './gateway-session.js';

export interface Verdict {
  readonly shard: Shard;
  readonly intents: number;
  /** Undefined when all is well. */
  readonly fault: Fault | undefined;
}

const whole = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

function shardIn(value: unknown): Shard | undefined {
  if (value === undefined) return [0, 1];
  const [id, count, ...more] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  return whole(id) && whole(count) && id < count && more.length === 0 ? [id, count] : undefined;
}

const hasProperties = (value: unknown): boolean =>
  isObject(value) && ['os', 'browser', 'device'].every((name) => typeof value[name] === 'string');

/** Whether Discord takes an IDENTIFY (https://docs.discord.com/developers/events/gateway-events#identify). */
export function judgeIdentify(d: JsonObject, token: string, allowedPrivileged: number): Verdict {
  const shard = shardIn(d.shard);
  const intents = whole(d.intents) ? d.intents : undefined;
  const fault = d.token === token ? faultIn(d, shard, intents, allowedPrivileged) : faults.wrongToken;
  return { shard: shard ?? [0, 1], intents: intents ?? 0, fault };
}

function faultIn(
  d: JsonObject,
  shard: Shard | undefined,
  intents: number | undefined,
  allowedPrivileged: number,
): Fault | undefined {
  if (!hasProperties(d.properties)) return faults.notDecoded;
  if (shard === undefined) return faults.invalidShard;
  if (intents === undefined || (intents & ~knownIntents) !== 0) return faults.invalidIntents;
  return (intents & privilegedIntents & ~allowedPrivileged) === 0 ? undefined : faults.disallowedIntents;
}
