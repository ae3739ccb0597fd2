import { describe, expect, it } from 'vitest';
import { discordEmojiOf, emojiOf, namedEmoji } from '../../../adapters/discord/emoji.js';
import { baseEmoji, numberEmoji } from '../../../src/votes/emoji.js';

const votes = ['👍', '⬆️', '❤️', '🔥', '⭐', '👎'].map(baseEmoji);
const others = ['🧑‍💻', '🏳‍🌈', '🇩🇪', '☝', '❤‍🔥', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👁‍🗨', '🧑‍⚕', '#\u20e3', '©'];

describe("Discord's emoji", () => {
  it.each([
    ['👍', '👍'],
    ['❤', '❤️'],
    ['⬆', '⬆️'],
    ['⭐', '⭐'],
    ['1\u20e3', '1️⃣'],
    ['🔟', '🔟'],
    ['🏳‍🌈', '🏳️‍🌈'],
    ['❤‍🔥', '❤️‍🔥'],
    ['🧑‍⚕', '🧑‍⚕️'],
    ['🇩🇪', '🇩🇪'],
  ])('%s is put on a message as a picture: %s', (base, picture) => {
    expect(discordEmojiOf(base)).toBe(picture);
    expect(discordEmojiOf(picture)).toBe(picture);
  });

  it('come back as what votes', () => {
    for (const base of [...votes, ...numberEmoji, ...others]) {
      expect(emojiOf({ id: null, name: discordEmojiOf(base) })).toBe(base);
      expect(baseEmoji(base)).toBe(base);
    }
  });

  it.each(['👍🏽', '👍', '👍🏿', '👍\ufe0f'])('%s is 👍 whoever gives it', (name) => {
    expect(emojiOf({ id: null, name })).toBe('👍');
  });

  it("of a server's own go by name, and by id once they are deleted", () => {
    expect(emojiOf({ id: '41771983429993937', name: 'partyparrot' })).toBe(':partyparrot:');
    expect(emojiOf({ id: '41771983429993937', name: null })).toBe(':41771983429993937:');
    const idOf = (name: string) => (name === 'partyparrot' ? '41771983429993937' : undefined);
    expect(discordEmojiOf(':partyparrot:', idOf)).toBe('partyparrot:41771983429993937');
    expect(discordEmojiOf(':unknown:', idOf)).toBeUndefined();
    expect(discordEmojiOf(':partyparrot:')).toBeUndefined();
  });

  it("of a server's own that the configuration names by their id are no others of that name", () => {
    const named = namedEmoji(['👍', ':partyparrot:', '<a:partyparrot:41771983429993937>']);
    expect(emojiOf({ id: '41771983429993937', name: 'renamed' }, named)).toBe('<a:partyparrot:41771983429993937>');
    expect(emojiOf({ id: '5', name: 'partyparrot' }, named)).toBe(':partyparrot:');
    expect(discordEmojiOf('<a:partyparrot:41771983429993937>')).toBe('partyparrot:41771983429993937');
  });

  it.each(['', 'word', '::', ':two words:', ':a/b:', '👍👎', '\u200b', '11', '1', '#', '../1', '*'])(
    '%j is none',
    (base) => {
      expect(discordEmojiOf(base)).toBeUndefined();
    },
  );
});
