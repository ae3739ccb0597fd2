import { isObject, type JsonObject, textOf } from '../json.js';
import type { Message } from './state.js';

/** What Slack makes of a text beyond its letters. */
export interface Markup {
  /** `<!channel>`, `<@U1>`, `<#C1>`: everything that names or wakes somebody. */
  readonly mentions: readonly string[];
  readonly links: readonly { readonly url: string; readonly host: string; readonly label: string }[];
  /** What stands between marks: bold, italic, struck out, code. */
  readonly emphasis: readonly string[];
  /** `:tada:` and the like. */
  readonly emoji: readonly string[];
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');

const link = (url: string, label: string) => ({
  url: unescaped(url),
  host: hostOf(unescaped(url)),
  label: unescaped(label),
});

/** A mark counts at the edge of a word and with text right inside of it. */
const emphasised = /(?<![\p{L}\p{N}])([*_~`])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])/gu;

const shortcode = /:([a-z0-9_+'-]+):/g;

/** Reads mrkdwn as Slack does. Bare addresses become links unless the text is verbatim. */
function readMrkdwn(text: string, isVerbatim = false): Markup {
  const mentions: string[] = [];
  const links: Markup['links'][number][] = [];
  const rest = text.replace(/<([^<>]+)>/g, (whole, inside: string) => {
    const [target = '', label] = inside.split('|');
    if (/^[!@#]/.test(target)) mentions.push(whole);
    else if (/^(https?|mailto|slack|tel):/i.test(target)) links.push(link(target, label ?? target));
    else return whole;
    return ' ';
  });
  if (!isVerbatim) for (const [url] of rest.matchAll(/https?:\/\/[^\s<>|]+/gi)) links.push(link(url, url));
  return {
    mentions,
    links,
    emphasis: [...text.replace(/<[^<>|]*\|?/g, ' ').matchAll(emphasised)].map(([, , inside]) =>
      unescaped(inside ?? ''),
    ),
    emoji: [...rest.matchAll(shortcode)].map(([, name]) => name ?? ''),
  };
}

const none: Markup = { mentions: [], links: [], emphasis: [], emoji: [] };

const together = (parts: readonly Markup[]): Markup => ({
  mentions: parts.flatMap(({ mentions }) => mentions),
  links: parts.flatMap(({ links }) => links),
  emphasis: parts.flatMap(({ emphasis }) => emphasis),
  emoji: parts.flatMap(({ emoji }) => emoji),
});

/** Rich text says outright what it means; nothing in its letters is read. */
function richInline(element: JsonObject): Markup | undefined {
  switch (element.type) {
    case 'user':
      return { ...none, mentions: [`<@${textOf(element.user_id)}>`] };
    case 'usergroup':
      return { ...none, mentions: [`<!subteam^${textOf(element.usergroup_id)}>`] };
    case 'channel':
      return { ...none, mentions: [`<#${textOf(element.channel_id)}>`] };
    case 'broadcast':
      return { ...none, mentions: [`<!${textOf(element.range)}>`] };
    case 'link':
      return { ...none, links: [link(textOf(element.url), textOf(element.text) || textOf(element.url))] };
    case 'emoji':
      return { ...none, emoji: [textOf(element.name)] };
    case 'mrkdwn':
      return readMrkdwn(textOf(element.text), element.verbatim === true);
    case 'markdown':
      return readMrkdwn(textOf(element.text));
    case 'plain_text':
      return element.emoji === false ? none : { ...none, emoji: readMrkdwn(textOf(element.text)).emoji };
    default:
      return undefined;
  }
}

/** What Slack makes of blocks, however deep their texts lie. */
export function markupOf(value: unknown): Markup {
  if (Array.isArray(value)) return together((value as readonly unknown[]).map(markupOf));
  if (!isObject(value)) return none;
  const own = richInline(value);
  const button = value.type === 'button' && typeof value.url === 'string' ? [link(value.url, '')] : [];
  return own ?? together([{ ...none, links: button }, ...Object.values(value).map(markupOf)]);
}

/** Every mention, link, emphasis and emoji of a message: its text, which notifications show, and its blocks. */
export const mentionsIn = (message: Pick<Message, 'text' | 'blocks' | 'attachments'>): Markup =>
  together([readMrkdwn(message.text), markupOf(message.blocks), markupOf(message.attachments)]);

/** mrkdwn's letters: links by their labels, marks left out. */
export const mrkdwnText = (text: string): string =>
  unescaped(
    text
      .replace(/<([^<>|]+)\|([^<>]*)>/g, '$2')
      .replace(/<([^<>]+)>/g, '$1')
      .replace(emphasised, '$2'),
  );
