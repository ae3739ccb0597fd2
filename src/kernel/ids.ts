import { createHash, randomBytes } from 'node:crypto';

/** Makes a new id: 26 lower-case letters and digits, sortable by the time it was made, unguessable. */
export type NewId = () => string;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Crockford base 32 of 48 bits of time and 80 bits of chance, the shape of a ULID. */
export function newIdFrom(now: () => number, random: (bytes: number) => Uint8Array = randomBytes): NewId {
  return () => {
    let time = now();
    let head = '';
    for (let digit = 0; digit < 10; digit += 1) {
      head = alphabet.charAt(time % 32) + head;
      time = Math.floor(time / 32);
    }
    return head + Array.from(random(16), (byte) => alphabet.charAt(byte % 32)).join('');
  };
}

/** The address of frozen content: the first 128 bits of its SHA-256, as 32 hexadecimal digits. */
export const contentHash = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 32);
