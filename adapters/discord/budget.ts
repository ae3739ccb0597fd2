import type { LaneUse, Rate } from '../../src/platform/pace.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Path = `/${string}`;

/**
 * Discord allows a bot 50 requests a second (https://discord.com/developers/docs/topics/rate-limits#global-rate-limit), as many in any second:
 * each of fifty lanes takes one, with a little to spare for a network that becomes faster meanwhile.
 */
const globalRate: Rate = { everyMs: 1_010, burst: 1, abreast: 50 };
/** Spread over the second, so that what is urgent need not wait for the next one; what a busy process missed it makes up for at once. */
const evenRate: Rate = { everyMs: 20, burst: 6 };
/** A channel takes five messages in five seconds, and as many edits; Discord publishes no number and tells it in its headers. */
const messageRate: Rate = { everyMs: 5_100, burst: 1, abreast: 5 };
/** A channel takes one emoji every quarter of a second. */
const reactionRate: Rate = { everyMs: 260, burst: 1 };

const writing: Readonly<Partial<Record<Method, RegExp>>> = {
  POST: /^\/channels\/(\d+)\/(?:messages|threads)$/,
  PATCH: /^\/channels\/(\d+)\/messages\/\d+$/,
};
const reacting = /^\/channels\/(\d+)\/messages\/\d+\/reactions\//;

/** Which lanes a request goes on, so that Discord need not refuse one. */
export const lanesOf = (method: Method, path: Path): readonly LaneUse[] => [
  { lane: 'all', rate: globalRate },
  { lane: 'all, evenly', rate: evenRate },
  ...ownLanes(method, path),
];

function ownLanes(method: Method, path: Path): readonly LaneUse[] {
  const [, channel] = writing[method]?.exec(path) ?? [];
  if (channel !== undefined) return [{ lane: `${method} ${channel}`, rate: messageRate }];
  const [, reacted] = (method !== 'GET' && reacting.exec(path)) || [];
  return reacted === undefined ? [] : [{ lane: `reactions ${reacted}`, rate: reactionRate }];
}

/** The channel, the server, or a webhook with its token: each has limits of its own. */
const major = /^\/(?:(?:channels|guilds)\/\d+|(?:webhooks|interactions)\/\d+\/[^/]+)/;

/** What shares a limit: a method and a path, with the channel or the server, whatever the message and the emoji. */
export function routeOf(method: Method, path: Path): string {
  const [own = ''] = major.exec(path) ?? [];
  return `${method} ${own}${general(path.slice(own.length))}`;
}

/** The route as a log may have it: without a webhook's token. */
export const routeName = (method: Method, path: Path): string =>
  `${method} ${general(path.replace(/^\/(webhooks|interactions)\/\d+\/[^/]+/, '/$1/:id/:token'))}`;

const general = (path: string): string =>
  path.replace(/\/reactions\/.*/, '/reactions/:emoji').replace(/\/\d{1,20}(?=\/|$)/g, '/:id');
