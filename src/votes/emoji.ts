const keycap = '\u20E3';

/** Skin tones and presentation selectors (Unicode TR51): they change how an emoji looks, never what it says. */
const looks = /[\u{1F3FB}-\u{1F3FF}\uFE0E\uFE0F]/gu;

/**
 * The emoji without skin tone and presentation selector, as ballots name it: `👍🏽` is `👍`, `1️⃣` is `1\u20e3`. Custom emoji
 * (`:partyparrot:`) and text that is no emoji stay as they are. Names of standard emoji are the adapters' business.
 */
export function baseEmoji(emoji: string): string {
  const base = emoji.replace(looks, '');
  return base === '' ? emoji : base;
}

/** `1️⃣` … `9️⃣` and `🔟` in base form: what votes for the first to the tenth paper of a list. */
export const numberEmoji: readonly string[] = [
  ...Array.from({ length: 9 }, (_, index) => `${index + 1}${keycap}`),
  '\u{1F51F}',
];

/** Whether the emoji comes in skin tones, so that one person may have several of it on one message. */
export const hasSkinTones = (base: string): boolean => /\p{Emoji_Modifier_Base}/u.test(base);
