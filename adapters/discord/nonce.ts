import { createHash } from 'node:crypto';

/** What Discord takes at most (https://discord.com/developers/docs/resources/message#create-message). */
const characters = 25;

/** A second post with the nonce of one that is a few minutes old makes no message: Discord answers with the first. */
export const nonceOf = (id: string): { readonly nonce: string; readonly enforce_nonce: true } => ({
  nonce: createHash('sha256').update(id).digest('base64url').slice(0, characters),
  enforce_nonce: true,
});
