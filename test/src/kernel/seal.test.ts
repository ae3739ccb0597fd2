import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSealedBy, type Keyring, parseSealKey, seal, unseal } from '../../../src/kernel/seal.js';

function newKey() {
  const key = parseSealKey(randomBytes(32).toString('base64'));
  if (key === undefined) throw new Error('32 bytes are a key.');
  return key;
}
const ringOf = (...[current = newKey(), ...previous]: ReturnType<typeof newKey>[]): Keyring => ({ current, previous });

describe('a sealed text', () => {
  const ring = ringOf(newKey());

  it('opens to what it was, and shows nothing of it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, place) => {
        const sealed = seal(text, place, ring);
        expect(unseal(sealed, place, ring)).toBe(text);
        if (text.length > 3) expect(sealed).not.toContain(text);
      }),
    );
  });

  it('is another one each time', () => {
    expect(seal('xoxb-1', 'here', ring)).not.toBe(seal('xoxb-1', 'here', ring));
  });

  it('opens in its own place alone', () => {
    expect(() => unseal(seal('xoxb-1', 'here', ring), 'there', ring)).toThrow();
  });

  it('does not open when a single character was changed', () => {
    const sealed = seal('xoxb-1', 'here', ring);
    for (let at = 0; at < sealed.length; at += 1) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      let opened: string | undefined;
      try {
        opened = unseal(changed, 'here', ring);
      } catch {
        opened = undefined;
      }
      // The last characters of base 64 may stand for the same bytes.
      expect(opened === undefined || (at > sealed.length - 3 && opened === 'xoxb-1')).toBe(true);
    }
  });

  it('opens with an earlier key, which a sealed text names, and with no other', () => {
    const [old, young] = [newKey(), newKey()];
    const sealed = seal('xoxb-1', 'here', ringOf(old));
    expect(unseal(sealed, 'here', ringOf(young, old))).toBe('xoxb-1');
    expect(isSealedBy(sealed, ringOf(young, old))).toBe(false);
    expect(isSealedBy(sealed, ringOf(old))).toBe(true);
    expect(() => unseal(sealed, 'here', ringOf(young))).toThrow(/BROADSHEET_SECRET_KEY|key/);
  });

  it('takes a key in base 64 or hexadecimal, of 32 bytes and no other length', () => {
    const bytes = randomBytes(32);
    expect(parseSealKey(bytes.toString('hex'))?.id).toBe(parseSealKey(bytes.toString('base64'))?.id);
    for (const wrong of ['', 'short', randomBytes(31).toString('base64'), randomBytes(33).toString('hex')]) {
      expect(parseSealKey(wrong)).toBeUndefined();
    }
  });
});
