import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { BroadsheetError } from './errors.js';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const version = 'v1';

interface SealKey {
  /** The beginning of its hash: it says which key it was, and nothing about it. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** The key that seals, and those that only open what was sealed before. */
export interface Keyring {
  readonly current: SealKey;
  readonly previous: readonly SealKey[];
}

/** Thirty-two bytes in base 64 or as hexadecimal digits; undefined when the text is neither. */
export function parseSealKey(text: string): SealKey | undefined {
  const trimmed = text.trim();
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed)
    ? Buffer.from(trimmed, 'hex')
    : Buffer.from(trimmed.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
  if (bytes.length !== keyBytes || !/^[\w+/=-]+$/.test(trimmed)) return undefined;
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
}

/**
 * Seals a text under the current key: AES-256-GCM. `place` is where it will stand; opened anywhere else it is refused, so that nobody can
 * move one secret to another's place.
 */
export function seal(text: string, place: string, { current }: Keyring): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, current.bytes, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return [version, current.id, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
}

/** Whether the text was sealed under the current key. */
export const isSealedBy = (sealed: string, { current }: Keyring): boolean => sealed.split('.')[1] === current.id;

/** What was sealed. Throws a BroadsheetError `config` when no key fits, or when it was changed or moved. */
export function unseal(sealed: string, place: string, { current, previous }: Keyring): string {
  const [form, id, nonce = '', body = ''] = sealed.split('.');
  const key = [current, ...previous].find((known) => known.id === id);
  if (form !== version || key === undefined) {
    throw new BroadsheetError(
      'config',
      `A stored token was sealed with another key than BROADSHEET_SECRET_KEY (its id is ${id?.slice(0, 8) ?? 'unknown'}).`,
      'Set the key with which it was sealed, or name that one in BROADSHEET_SECRET_KEY_PREVIOUS.',
    );
  }
  try {
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv(algorithm, key.bytes, Buffer.from(nonce, 'base64url'), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString('utf8');
  } catch (thrown) {
    throw new BroadsheetError(
      'config',
      'A stored token cannot be opened: it was changed, or moved from another place.',
      'Have the workspace install the app again.',
      thrown,
    );
  }
}
