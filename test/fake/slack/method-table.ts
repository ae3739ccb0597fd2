import { authMethods } from './methods/auth.js';
import type { BotMethod } from './methods/call.js';
import { chatMethods } from './methods/chat.js';
import { conversationMethods } from './methods/conversations.js';
import { historyMethods } from './methods/history.js';
import { reactionMethods } from './methods/reactions.js';
import { unfurlMethods } from './methods/unfurl.js';
import { userMethods } from './methods/users.js';
import { viewMethods } from './methods/views.js';

/** What a bot's token can call. */
export const botMethods: ReadonlyMap<string, BotMethod> = new Map(
  Object.entries({
    ...authMethods,
    ...chatMethods,
    ...unfurlMethods,
    ...reactionMethods,
    ...historyMethods,
    ...conversationMethods,
    ...userMethods,
    ...viewMethods,
  }),
);
