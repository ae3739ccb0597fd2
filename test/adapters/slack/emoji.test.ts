import { describe, expect, it } from 'vitest';
import { emojiOf, slackNameOf } from '../../../adapters/slack/emoji.js';
import { peopleEmoji } from '../../../adapters/slack/emoji-people.js';
import { thingEmoji } from '../../../adapters/slack/emoji-things.js';
import { baseEmoji, numberEmoji } from '../../../src/votes/emoji.js';

const tables = `${peopleEmoji} ${thingEmoji}`.trim().split(/\s+/);
const standard = tables.filter((_, index) => index % 2 === 0);
const namesOf = tables.filter((_, index) => index % 2 === 1);

describe("Slack's names of emoji", () => {
  it.each([
    ['👍', '+1'],
    ['👎', '-1'],
    ['⬆', 'arrow_up'],
    ['❤', 'heart'],
    ['🔥', 'fire'],
    ['⭐', 'star'],
    ['☝', 'point_up'],
    ['©', 'copyright'],
    ['🧑‍💻', 'technologist'],
    ['🏳‍🌈', 'rainbow-flag'],
    ['🇩🇪', 'de'],
    ['🇦🇹', 'flag-at'],
    ['🏴󠁧󠁢󠁳󠁣󠁴󠁿', 'flag-scotland'],
    ['#\u20e3', 'hash'],
  ])('%s is %s, and the other way round', (emoji, name) => {
    expect(slackNameOf(emoji)).toBe(name);
    expect(emojiOf(name)).toBe(emoji);
  });

  it('names the numbers that vote', () => {
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'keycap_ten'];
    expect(numberEmoji.map(slackNameOf)).toEqual(names);
    expect(names.map(emojiOf)).toEqual(numberEmoji);
  });

  it('takes an emoji as people type it: with a skin tone or as a picture', () => {
    expect(['👍🏽', '❤️', '1️⃣', '🧑🏿‍💻', '🏳️‍🌈'].map(slackNameOf)).toEqual([
      ...['+1', 'heart', 'one', 'technologist', 'rainbow-flag'],
    ]);
  });

  it('takes other names and skin tones of a reaction as the emoji', () => {
    expect(['thumbsup', '+1::skin-tone-4', 'thumbsup::skin-tone-6'].map(emojiOf)).toEqual(['👍', '👍', '👍']);
    expect(['thumbsdown', 'satisfied', 'flag-us', 'uk', 'flag-gb'].map(emojiOf)).toEqual([
      '👎',
      '😆',
      '🇺🇸',
      '🇬🇧',
      '🇬🇧',
    ]);
    expect(emojiOf('people_holding_hands::skin-tone-2-5')).toBe('🧑‍🤝‍🧑');
  });

  it("keeps a workspace's own emoji by name", () => {
    expect(slackNameOf(':partyparrot:')).toBe('partyparrot');
    expect(emojiOf('partyparrot')).toBe(':partyparrot:');
    expect(slackNameOf(':日本-1:')).toBe('日本-1');
    expect(slackNameOf(':+1::skin-tone-3:')).toBe('+1');
    expect(emojiOf('constructor')).toBe(':constructor:');
  });

  it.each(['', 'word', '::', ':two words:', ':a:b:', '👍👎', '\u200b', '11'])('knows no name for %j', (text) => {
    expect(slackNameOf(text)).toBeUndefined();
  });

  it('has every emoji once, in the base form that ballots use, each of its names leading back', () => {
    expect(standard.length).toBeGreaterThan(1_600);
    expect(new Set(standard).size).toBe(standard.length);
    const names = namesOf.flatMap((some) => some.split('/'));
    expect(new Set(names).size).toBe(names.length);
    for (const [index, emoji] of standard.entries()) {
      expect(baseEmoji(emoji)).toBe(emoji);
      for (const name of namesOf[index]?.split('/') ?? []) expect(emojiOf(name)).toBe(emoji);
      expect(emojiOf(slackNameOf(emoji) ?? '')).toBe(emoji);
    }
  });
});
