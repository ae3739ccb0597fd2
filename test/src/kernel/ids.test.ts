import { describe, expect, it } from 'vitest';
import { contentHash, newIdFrom } from '../../../src/kernel/ids.js';

describe('a new id', () => {
  it('has 26 small letters and digits that are hard to confuse', () => {
    const newId = newIdFrom(() => Date.UTC(2026, 10, 24));
    for (let round = 0; round < 100; round += 1) expect(newId()).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
  });

  it('sorts by the time at which it was made', () => {
    let now = Date.UTC(2026, 10, 24);
    const newId = newIdFrom(() => now);
    const ids = Array.from({ length: 50 }, () => {
      now += 37;
      return newId();
    });
    expect(ids.toSorted()).toEqual(ids);
  });

  it('is another one each time, within a millisecond too', () => {
    const newId = newIdFrom(() => 1);
    expect(new Set(Array.from({ length: 10_000 }, newId)).size).toBe(10_000);
  });
});

describe('the hash of frozen content', () => {
  it('is the same for the same text, and 32 hexadecimal digits', () => {
    expect(contentHash('{"papers":[]}')).toBe(contentHash('{"papers":[]}'));
    expect(contentHash('{"papers":[]}')).not.toBe(contentHash('{"papers":[1]}'));
    expect(contentHash('ζ')).toMatch(/^[0-9a-f]{32}$/);
  });
});
