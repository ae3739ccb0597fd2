/** Skin tones and presentation selectors (Unicode TR51): the core names emoji without them. */
const looks = /[\u{1F3FB}-\u{1F3FF}\uFE0E\uFE0F]/gu;
const keycap = /^[0-9#*]\u20E3$/;
const begins = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2})/u;
/** Drawn as a picture only when the selector says so. */
const textByDefault = /(?!\p{Emoji_Presentation})\p{Emoji}/gu;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What Discord says of an emoji; one of a server's own has an id, and no name once it was deleted. */
interface DiscordEmoji {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
}

/** Emoji of a server's own that the configuration names by their id: as it writes them, by id. */
export type NamedEmoji = ReadonlyMap<string, string>;

const none: NamedEmoji = new Map();
const byId = /^<a?:(\w+):(\d+)>$/;

export const namedEmoji = (emoji: readonly string[]): NamedEmoji =>
  new Map(emoji.flatMap((one) => (byId.test(one) ? [[byId.exec(one)?.[2] ?? '', one] as const] : [])));

/**
 * The emoji of a reaction in base form. One of a server's own is `<:name:id>` where the configuration names it by its id, else `:name:`, since
 * ids differ from server to server.
 */
export function emojiOf({ id, name }: DiscordEmoji, named: NamedEmoji = none): string {
  if (typeof id === 'string' && id !== '') return named.get(id) ?? `:${name ?? id}:`;
  const base = (name ?? '').replace(looks, '');
  return base === '' ? (name ?? '') : base;
}

/**
 * What names the emoji in a path of Discord's, before it is percent-encoded: the emoji as a picture, or `name:id` of one of a server's own,
 * whose id the server says. Undefined for what is no emoji or not there.
 */
export function discordEmojiOf(
  base: string,
  idOf: (name: string) => string | undefined = () => undefined,
): string | undefined {
  const [, ownName, ownId] = byId.exec(base) ?? [];
  if (ownName !== undefined) return `${ownName}:${ownId}`;
  const custom = /^:(\w{2,32}):$/.exec(base)?.[1];
  if (custom !== undefined) {
    const id = idOf(custom);
    return id === undefined ? undefined : `${custom}:${id}`;
  }
  const plain = base.replace(looks, '');
  const [first, second] = graphemes.segment(plain);
  if (first === undefined || second !== undefined) return undefined;
  return keycap.test(plain) || begins.test(plain) ? plain.replace(textByDefault, '$&\uFE0F') : undefined;
}
