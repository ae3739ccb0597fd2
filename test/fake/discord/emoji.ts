import { refusals } from './refusal.js';
import type { Emoji } from './state.js';
import type { World } from './world.js';

// The flag is newer than the language version that the sources are compiled for.
const unicodeSets: string = 'v';
const unicodeEmoji = new RegExp('^\\p{RGI_Emoji}$', unicodeSets);

/** With and without the sign that asks for a picture, which people and programs leave out at will. */
const isUnicodeEmoji = (text: string): boolean =>
  unicodeEmoji.test(text) || unicodeEmoji.test(`${text}\uFE0F`) || unicodeEmoji.test(text.replaceAll('\uFE0F', ''));

/** The emoji that a path names: characters, or `name:id` of any guild the bot is in. Throws a Refusal: 10014. */
export function emojiNamed(world: World, text: string): Emoji {
  const id = /^(?:a:)?\w{2,32}:(\d{1,20})$/.exec(text)?.[1];
  if (id !== undefined) {
    for (const guild of world.guilds.values()) {
      const emoji = guild.emojis.get(id);
      if (emoji !== undefined) return emoji;
    }
    throw refusals.unknownEmoji();
  }
  if (!isUnicodeEmoji(text)) throw refusals.unknownEmoji();
  return { id: null, name: text };
}
