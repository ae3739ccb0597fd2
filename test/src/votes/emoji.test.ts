import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseEmoji, hasSkinTones, numberEmoji } from '../../../src/votes/emoji.js';

const tones = ['\u{1F3FB}', '\u{1F3FC}', '\u{1F3FD}', '\u{1F3FE}', '\u{1F3FF}'];

describe('the base form of an emoji', () => {
  it('leaves out skin tones', () => {
    for (const tone of tones) expect(baseEmoji(`👍${tone}`)).toBe('👍');
    expect(baseEmoji('👩🏽‍💻')).toBe('👩‍💻');
  });

  it('leaves out presentation selectors, so that a keycap has one form', () => {
    expect(baseEmoji('1️⃣')).toBe('1\u20e3');
    expect(baseEmoji('❤️')).toBe('❤');
    expect(baseEmoji('⬆︎')).toBe('⬆');
  });

  it('keeps custom emoji by their name', () => {
    expect(baseEmoji(':partyparrot:')).toBe(':partyparrot:');
  });

  it('keeps a skin tone that stands alone', () => {
    expect(baseEmoji('🏽')).toBe('🏽');
  });

  it('is its own base form, whatever the text', () => {
    const pieces = fc.constantFrom('👍', '❤', '1', '\u20e3', '\uFE0F', ...tones, ':a:', '\u200d');
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(pieces).map((some) => some.join('')),
    );
    fc.assert(fc.property(texts, (text) => baseEmoji(baseEmoji(text)) === baseEmoji(text)));
  });

  it('names the ten numbers', () => {
    expect(numberEmoji).toEqual(['1️⃣', '2️⃣', '3️⃣', '4️⃣', '5️⃣', '6️⃣', '7️⃣', '8️⃣', '9️⃣', '🔟'].map(baseEmoji));
  });
});

it('knows which emoji come in skin tones', () => {
  expect(['👍', '👎', '☝'].every(hasSkinTones)).toBe(true);
  expect(['🔥', '❤', ...numberEmoji].some(hasSkinTones)).toBe(false);
});
