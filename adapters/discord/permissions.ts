import { PermissionFlagsBits } from 'discord.js';
import type { Clock } from '../../src/kernel/clock.js';
import type { Rights as PlatformRights, Target } from '../../src/platform/adapter.js';
import { visibleText } from '../../src/view/visible-text.js';
import type { Answer } from './answer.js';
import { bitsOf, type Channel, type Channels, isChannel, isForum, isThread, type Overwrite } from './channels.js';
import { groupOf, groupsIn, listOf, textIn } from './json.js';
import type { RestApi } from './rest-api.js';

const { Administrator, ViewChannel, SendMessages, SendMessagesInThreads } = PermissionFlagsBits;
const { CreatePublicThreads, AddReactions, ReadMessageHistory, EmbedLinks } = PermissionFlagsBits;

const all = (1n << 64n) - 1n;
/** What is left to somebody in a timeout (https://discord.com/developers/docs/topics/permissions#permissions-for-timed-out-members). */
const inTimeout = ViewChannel | ReadMessageHistory;

const viewName = 'View Channel';
const missingAccess = 50_001;

/** The permissions that the bot needs, as Discord's settings call them, in the order in which they stand there. */
const names: readonly (readonly [bigint, string])[] = [
  [ViewChannel, viewName],
  [SendMessages, 'Send Messages'],
  [SendMessagesInThreads, 'Send Messages in Threads'],
  [CreatePublicThreads, 'Create Public Threads'],
  [EmbedLinks, 'Embed Links'],
  [AddReactions, 'Add Reactions'],
  [ReadMessageHistory, 'Read Message History'],
];

/** What the bot is invited with. */
export const neededPermissions = names.reduce((sum, [bit]) => sum | bit, 0n);

/** Somebody in a guild. */
export interface Bearer {
  readonly id: string;
  readonly roles: readonly string[];
  readonly isInTimeout: boolean;
}

export interface GuildRoles {
  readonly guild: string;
  /** What each role allows; the one of everybody has the guild's id. */
  readonly roles: ReadonlyMap<string, bigint>;
}

/**
 * What somebody may do in a channel (https://discord.com/developers/docs/topics/permissions#permission-overwrites); a thread goes by the
 * overwrites of the channel that it is in.
 */
export function permissionsIn({ guild, roles }: GuildRoles, bearer: Bearer, overwrites: readonly Overwrite[]): bigint {
  const base = [guild, ...bearer.roles].reduce((sum, id) => sum | (roles.get(id) ?? 0n), 0n);
  if ((base & Administrator) !== 0n) return all;
  const held = new Set(bearer.roles);
  const everybody = overwrites.filter(({ id }) => id === guild);
  const ofRoles = overwrites.filter(({ id }) => id !== guild && held.has(id));
  const own = overwrites.filter(({ id }) => id === bearer.id);
  const may = [everybody, ofRoles, own].reduce(overwritten, base);
  if ((may & ViewChannel) === 0n) return 0n;
  return bearer.isInTimeout ? may & inTimeout : may;
}

/** Of overwrites on the same step what one allows counts more than what another forbids. */
const overwritten = (base: bigint, step: readonly Overwrite[]): bigint =>
  (base & ~step.reduce((sum, { deny }) => sum | deny, 0n)) | step.reduce((sum, { allow }) => sum | allow, 0n);

/** What of a channel is used: an edition with a thread under it needs more than one without. */
export interface Needs {
  readonly threads: boolean;
}

/** The names of the permissions that are missing among those that posting there needs. */
export function lacking(may: bigint, channel: Pick<Channel, 'type'>, { threads }: Needs): readonly string[] {
  const needed =
    ViewChannel |
    AddReactions |
    ReadMessageHistory |
    EmbedLinks |
    (isThread(channel) ? SendMessagesInThreads : SendMessages) |
    (isForum(channel) || (threads && !isThread(channel)) ? SendMessagesInThreads : 0n) |
    (threads && !isThread(channel) && !isForum(channel) ? CreatePublicThreads : 0n);
  return names.filter(([bit]) => (needed & bit) !== 0n && (may & bit) === 0n).map(([, name]) => name);
}

interface RightsDeps {
  readonly rest: RestApi;
  readonly channels: Channels;
  readonly clock: Clock;
  readonly botUserId: () => string;
}

/** What the bot may do where, as Discord's settings have it. */
export class Rights {
  readonly #deps: RightsDeps;

  constructor(deps: RightsDeps) {
    this.#deps = deps;
  }

  /** What is missing for posts there, and votes on them. Undefined when it cannot be told now; never rejects. */
  async inspect({ channel: id }: Target, needs: Needs = { threads: true }): Promise<PlatformRights | undefined> {
    // The settings are looked at because somebody has just changed them.
    this.#deps.channels.forget(id);
    const channel = await this.#deps.channels.get(id);
    if (!isChannel(channel)) {
      const isHidden = channel.kind === 'refused' && channel.code === missingAccess;
      return isHidden ? { place: `channel ${id}`, missing: [viewName] } : undefined;
    }
    if (channel.guild === undefined) return { place: 'direct message', missing: [] };
    const may = await this.#permissionsIn(channel, channel.guild);
    if (may === undefined) return undefined;
    return { place: `#${visibleText(channel.name)}`, missing: lacking(may, channel, needs) };
  }

  /** Whether Discord shows what was said there: without the right it shows nothing, and does not say so. */
  async mayReadHistory(id: string): Promise<boolean | undefined> {
    const channel = await this.#deps.channels.get(id);
    if (!isChannel(channel)) return undefined;
    if (channel.guild === undefined) return true;
    const may = await this.#permissionsIn(channel, channel.guild);
    return may === undefined ? undefined : (may & ReadMessageHistory) !== 0n;
  }

  async #permissionsIn(channel: Channel, guild: string): Promise<bigint | undefined> {
    const { rest, channels, botUserId, clock } = this.#deps;
    const place = isThread(channel) && channel.parent !== undefined ? await channels.get(channel.parent) : channel;
    if (!isChannel(place)) return undefined;
    // A bot asks for itself like for anybody else: /users/@me/guilds/{guild}/member is for people's own tokens.
    const [roles, member] = await Promise.all([
      rest.call('GET', `/guilds/${guild}/roles`, { urgency: 'read' }),
      rest.call('GET', `/guilds/${guild}/members/${botUserId()}`, { urgency: 'read' }),
    ]);
    if (roles.kind !== 'ok' || member.kind !== 'ok') return undefined;
    return permissionsIn(rolesIn(guild, roles), bearerIn(botUserId(), member, clock.now()), place.overwrites);
  }
}

type Ok = Extract<Answer, { readonly kind: 'ok' }>;

const rolesIn = (guild: string, { data }: Ok): GuildRoles => ({
  guild,
  roles: new Map(groupsIn(data).map((role) => [textIn(role, 'id') ?? '', bitsOf(textIn(role, 'permissions'))])),
});

function bearerIn(id: string, { data }: Ok, now: number): Bearer {
  const until = Date.parse(textIn(data, 'communication_disabled_until') ?? '');
  const roles = listOf(groupOf(data).roles).filter((role) => typeof role === 'string');
  return { id, roles, isInTimeout: until > now };
}
