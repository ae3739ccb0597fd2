import { characters, isObject, type JsonObject, numberOf, objectsIn, textOf } from '../json.js';
import { checkComponents, numbered } from './components.js';
import { FormCheck, type Path } from './form-check.js';
import { refusals } from './refusal.js';
import { type Message, messageFlags } from './state.js';

export type Content = Pick<Message, 'content' | 'components' | 'embeds' | 'flags'>;

const embedsInAll = 6_000;

function checkEmbed(check: FormCheck, at: Path, embed: JsonObject): void {
  check.string([...at, 'title'], embed.title, 256);
  check.string([...at, 'description'], embed.description, 4_096);
  check.url([...at, 'url'], embed.url, 2_048);
  check.integer([...at, 'color'], embed.color, 0, 0xffffff);
  if (isObject(embed.footer)) check.text([...at, 'footer', 'text'], embed.footer.text, 2_048);
  if (isObject(embed.author)) check.text([...at, 'author', 'name'], embed.author.name, 256);
  if (isObject(embed.author)) check.url([...at, 'author', 'url'], embed.author.url, 2_048);
  for (const [place, field] of check.list([...at, 'fields'], embed.fields, 25)) {
    check.text([...place, 'name'], field.name, 256);
    check.text([...place, 'value'], field.value, 1_024);
  }
}

const objectAt = (value: unknown): JsonObject => (isObject(value) ? value : {});

const embedSize = (embed: JsonObject): number =>
  [
    ...[embed.title, embed.description, objectAt(embed.footer).text, objectAt(embed.author).name],
    ...objectsIn(embed.fields).flatMap((field) => [field.name, field.value]),
  ].reduce<number>((sum, text) => sum + characters(textOf(text)), 0);

function checkEmbeds(check: FormCheck, embeds: unknown): void {
  for (const [place, embed] of check.list(['embeds'], embeds, 10)) checkEmbed(check, place, embed);
  const size = objectsIn(embeds).reduce((sum, embed) => sum + embedSize(embed), 0);
  if (size > embedsInAll)
    check.note(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${embedsInAll}`);
}

function checkMentions(check: FormCheck, value: unknown): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) {
    check.note(['allowed_mentions'], 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used');
    return;
  }
  for (const kind of Array.isArray(value.parse) ? value.parse : [])
    check.oneOf(['allowed_mentions', 'parse'], kind, ['roles', 'users', 'everyone']);
}

/** A flag once set stays; an edit that says otherwise is refused rather than silently half done. */
function flagsOf(check: FormCheck, body: JsonObject, before: Content | undefined): number {
  const old = before?.flags ?? 0;
  check.integer(['flags'], body.flags, 0, 2 ** 31 - 1);
  if (body.flags === undefined || body.flags === null) return old;
  const flags = numberOf(body.flags);
  if ((old & messageFlags.componentsV2) !== 0 && (flags & messageFlags.componentsV2) === 0)
    check.note(['flags'], 'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG', 'The IS_COMPONENTS_V2 flag cannot be removed');
  return before === undefined ? flags : (old & messageFlags.crossposted) | flags;
}

function checkV2(check: FormCheck, content: Content, body: JsonObject): void {
  const cannot = (name: string): void =>
    check.note([name], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', `The '${name}' field cannot be used`);
  if (content.content !== '') cannot('content');
  if (content.embeds.length > 0) cannot('embeds');
  if (objectAt(body.poll) === body.poll) cannot('poll');
  if (Array.isArray(body.sticker_ids) && body.sticker_ids.length > 0) cannot('sticker_ids');
}

/** With what Discord adds. */
const shownEmbed = (embed: JsonObject): JsonObject => ({
  ...embed,
  type: 'rich',
  ...(Array.isArray(embed.fields) && { fields: objectsIn(embed.fields).map((field) => ({ inline: false, ...field })) }),
});

/** Fields that are missing stay as they were before. */
function contentAfter(body: JsonObject, before: Content | undefined, flags: number): Content {
  const old: Content = before ?? { content: '', embeds: [], components: [], flags: 0 };
  return {
    content: body.content === undefined ? old.content : textOf(body.content).trim(),
    embeds: body.embeds === undefined ? old.embeds : objectsIn(body.embeds).map(shownEmbed),
    components: body.components === undefined ? old.components : numbered(objectsIn(body.components)),
    flags,
  };
}

const isEmpty = ({ content, embeds, components }: Content): boolean =>
  content === '' && embeds.length === 0 && components.length === 0;

/**
 * What a message holds after this body, whether it is new or, with `before`, edited. Throws a Refusal: 50035 with what is wrong
 * where, 50006 when nothing would be left.
 */
export function messageContent(body: JsonObject, before?: Content): Content {
  const check = new FormCheck();
  const flags = flagsOf(check, body, before);
  const isV2 = (flags & messageFlags.componentsV2) !== 0;
  check.string(['content'], body.content, 2_000);
  checkEmbeds(check, body.embeds);
  checkComponents(check, body.components, isV2);
  checkMentions(check, body.allowed_mentions);
  const content = contentAfter(body, before, flags);
  if (isV2) checkV2(check, content, body);
  check.done();
  if (isEmpty(content)) throw refusals.emptyMessage();
  return content;
}

/** What Discord lets pass and a reviewer does not. */
export function contentComplaints(body: JsonObject): readonly string[] {
  const mentions = body.allowed_mentions;
  const isQuiet = isObject(mentions) && Array.isArray(mentions.parse) && mentions.parse.length === 0;
  const shows = [body.content, ...objectsIn(body.embeds), ...objectsIn(body.components)].some(Boolean);
  return shows && !isQuiet ? ['without allowed_mentions: {parse: []}'] : [];
}
