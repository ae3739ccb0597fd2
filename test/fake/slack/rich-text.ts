import { isObject, type JsonObject, objectsIn } from '../json.js';
import type { BlockCheck } from './block-check.js';

/** Rich text's inline elements: what each needs and what it may have beside. */
const inlines: Readonly<Record<string, readonly [required: readonly string[], optional: readonly string[]]>> = {
  text: [['text'], ['style']],
  link: [['url'], ['text', 'style', 'unsafe']],
  emoji: [['name'], ['unicode', 'style', 'url', 'skin_tone']],
  user: [['user_id'], ['style']],
  usergroup: [['usergroup_id'], ['style']],
  channel: [['channel_id'], ['style']],
  broadcast: [['range'], ['style']],
  date: [
    ['timestamp', 'format'],
    ['url', 'fallback', 'style'],
  ],
  color: [['value'], ['style']],
  team: [['team_id'], ['style']],
};

const styles = ['bold', 'italic', 'strike', 'code', 'highlight', 'client_highlight', 'unlink', 'underline'];

function checkStyle(check: BlockCheck, at: string, style: unknown): void {
  if (style === undefined) return;
  if (!isObject(style)) {
    check.note(at, 'must be an object');
    return;
  }
  check.shape(at, style, [], styles);
  for (const value of Object.values(style)) if (typeof value !== 'boolean') check.note(at, 'must be a boolean');
}

function checkInline(check: BlockCheck, at: string, inline: JsonObject): void {
  const fields = inlines[String(inline.type)];
  if (fields === undefined) {
    check.note(at, `unsupported type: ${String(inline.type)}`);
    return;
  }
  check.shape(at, inline, ...fields);
  if (inline.type !== 'link' || inline.text !== '') check.string(`${at}/text`, inline.text, 40_000);
  check.https(`${at}/url`, inline.url, 3_000);
  checkStyle(check, `${at}/style`, inline.style);
}

const containers: Readonly<Record<string, readonly string[]>> = {
  rich_text_section: [],
  rich_text_preformatted: ['border', 'language'],
  rich_text_quote: ['border'],
};

function checkContainer(check: BlockCheck, at: string, container: JsonObject): void {
  const optional = containers[String(container.type)];
  if (optional === undefined) {
    check.note(at, `unsupported type: ${String(container.type)}`);
    return;
  }
  check.shape(at, container, ['elements'], optional);
  check.list(`${at}/elements`, container.elements, 1_000, 0).forEach((inline, index) => {
    checkInline(check, `${at}/elements/${index}`, inline);
  });
}

function checkList(check: BlockCheck, at: string, list: JsonObject): void {
  check.shape(at, list, ['style', 'elements'], ['indent', 'border', 'offset']);
  if (list.style !== 'bullet' && list.style !== 'ordered') check.note(`${at}/style`, 'must be bullet or ordered');
  check.list(`${at}/elements`, list.elements, 1_000).forEach((item, index) => {
    if (item.type !== 'rich_text_section') check.note(`${at}/elements/${index}`, 'must be rich_text_section');
    else checkContainer(check, `${at}/elements/${index}`, item);
  });
}

export function checkRichText(check: BlockCheck, at: string, block: JsonObject): void {
  check.shape(at, block, ['elements'], ['block_id']);
  objectsIn(block.elements).forEach((element, index) => {
    if (element.type === 'rich_text_list') checkList(check, `${at}/elements/${index}`, element);
    else checkContainer(check, `${at}/elements/${index}`, element);
  });
  check.list(`${at}/elements`, block.elements, 1_000);
}
