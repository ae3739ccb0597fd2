import { peopleEmoji } from './emoji-people.js';
import { flagCodes, thingEmoji } from './emoji-things.js';

/** Skin tones and presentation selectors (Unicode TR51): the core names emoji without them. */
const looks = /[\u{1F3FB}-\u{1F3FF}\uFE0E\uFE0F]/gu;
/** What a reaction's name ends with when it has a skin tone, or one for each of two people. */
const tone = /::skin-tone-[2-6](?:-[2-6])?$/;
const customEmoji = /^:([\p{L}\p{M}\p{N}_+'-]+)(?:::skin-tone-[2-6](?:-[2-6])?)?:$/u;
const regionalA = 0x1_f1_e6;
const letterA = 97;

const words = (table: string): readonly string[] => table.trim().split(/\s+/);

/** Each flag is its country's two letters, as signs of their own. */
const flagOf = (country: string): string =>
  String.fromCodePoint(...[...country].map((letter) => letter.charCodeAt(0) - letterA + regionalA));

/** Countries whose flags Slack also knows, and names first, without `flag-`. */
const shortFlags: Readonly<Record<string, string>> = {
  ...{ cn: 'cn', de: 'de', es: 'es', fr: 'fr', it: 'it', jp: 'jp', kr: 'kr', ru: 'ru', us: 'us' },
  gb: 'gb/uk',
};

type Named = readonly [emoji: string, names: readonly string[]];

const namedIn = (table: string): readonly Named[] => {
  const all = words(table);
  return all.flatMap((emoji, index) => (index % 2 === 0 ? [[emoji, (all[index + 1] ?? '').split('/')] as const] : []));
};

const namedFlags: readonly Named[] = words(flagCodes).map((country) => {
  const short = shortFlags[country];
  return [flagOf(country), [...(short === undefined ? [] : short.split('/')), `flag-${country}`]];
});

const standard: readonly Named[] = [...namedIn(peopleEmoji), ...namedIn(thingEmoji), ...namedFlags];
const nameOfEmoji = new Map(standard.map(([emoji, [name]]) => [emoji, name]));
const emojiOfName = new Map(standard.flatMap(([emoji, names]) => names.map((name) => [name, emoji] as const)));

/** Slack's name for an emoji: `+1` for `👍🏽`, `partyparrot` for the custom `:partyparrot:`. Undefined for what is none. */
export function slackNameOf(emoji: string): string | undefined {
  return nameOfEmoji.get(emoji.replace(looks, '')) ?? customEmoji.exec(emoji)?.[1];
}

/** The emoji of a reaction in base form, whichever of its names and skin tones Slack says; `:name:` when it is a custom one. */
export function emojiOf(slackName: string): string {
  const name = slackName.replace(tone, '');
  return emojiOfName.get(name) ?? `:${name}:`;
}
