import { messageOf, need } from '../access.js';
import { emojiNamed } from '../emoji.js';
import { discordLimits } from '../limits.js';
import { addReaction, clearEmoji, clearReactions, removeReaction } from '../message-changes.js';
import { idIn, limitIn } from '../paging.js';
import { userPayload } from '../payloads.js';
import { refusals } from '../refusal.js';
import { type Call, noContent, ok, type Result, type Router } from '../router.js';
import { emojiKey } from '../state.js';
import type { World } from '../world.js';

/** The permission to add is for an emoji that nobody has used yet. */
function add(world: World, call: Call): Result {
  const { channel, message } = messageOf(world, call);
  const emoji = emojiNamed(world, call.params.emoji ?? '');
  need(world, channel, 'readMessageHistory');
  if (!message.reactions.has(emojiKey(emoji))) {
    need(world, channel, 'addReactions');
    if (message.reactions.size >= discordLimits.distinctReactions) throw refusals.tooManyReactions();
  }
  if (channel.isArchived) throw refusals.archivedThread();
  void addReaction(world, channel, message, { userId: world.application.botUser.id, emoji, isBurst: false });
  return noContent;
}

function removeOf(world: World, call: Call, user: string): Result {
  const { channel, message } = messageOf(world, call);
  const emoji = emojiNamed(world, call.params.emoji ?? '');
  need(world, channel, ...(user === world.application.botUser.id ? [] : (['manageMessages'] as const)));
  void removeReaction(world, channel, message, { userId: user, emoji, isBurst: false });
  return noContent;
}

function clear(world: World, call: Call): Result {
  const { channel, message } = messageOf(world, call);
  need(world, channel, 'manageMessages');
  const name = call.params.emoji;
  if (name === undefined) void clearReactions(world, channel, message);
  else void clearEmoji(world, channel, message, emojiKey(emojiNamed(world, name)));
  return noContent;
}

/** In the order of their ids: `after` pages through them. */
function list(world: World, call: Call): Result {
  const { channel, message } = messageOf(world, call);
  need(world, channel, 'readMessageHistory');
  const reaction = message.reactions.get(emojiKey(emojiNamed(world, call.params.emoji ?? '')));
  const { reactionPage, defaultReactionPage } = discordLimits;
  const limit = limitIn(call.query, { most: reactionPage, usual: defaultReactionPage });
  const after = idIn(call.query, 'after') ?? 0n;
  const users = (call.query.get('type') === '1' ? reaction?.burst : reaction?.normal) ?? new Set<string>();
  const page = [...users]
    .filter((id) => BigInt(id) > after)
    .sort((one, other) => (BigInt(one) < BigInt(other) ? -1 : 1))
    .slice(0, limit);
  return ok(page.flatMap((id) => world.users.get(id) ?? []).map(userPayload));
}

export function addReactionRoutes(router: Router, world: World): void {
  const all = '/channels/{channel}/messages/{message}/reactions';
  const me = world.application.botUser.id;
  router.route('PUT', `${all}/{emoji}/@me`, (call) => add(world, call));
  router.route('DELETE', `${all}/{emoji}/@me`, (call) => removeOf(world, call, me));
  router.route('DELETE', `${all}/{emoji}/{user}`, (call) => removeOf(world, call, call.params.user ?? ''));
  router.route('GET', `${all}/{emoji}`, (call) => list(world, call));
  router.route('DELETE', `${all}/{emoji}`, (call) => clear(world, call));
  router.route('DELETE', all, (call) => clear(world, call));
}
