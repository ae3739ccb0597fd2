import { isObject, type JsonObject, objectsIn, textOf } from '../json.js';
import { markdownText } from './markdown.js';
import type { Message } from './state.js';

const option = ({ label, description }: JsonObject): string =>
  [textOf(label), textOf(description)].filter(Boolean).join(' – ');

const mediaText = (item: JsonObject): string => textOf(item.description);

function componentParts(component: JsonObject): readonly string[] {
  switch (component.type) {
    case 2:
      return [
        `[${[textOf(isObject(component.emoji) ? component.emoji.name : ''), textOf(component.label)].filter(Boolean).join(' ')}]`,
      ];
    case 3:
      return [textOf(component.placeholder), ...objectsIn(component.options).map(option)];
    case 10:
      return [markdownText(textOf(component.content))];
    case 11:
      return [mediaText(component)];
    case 12:
      return objectsIn(component.items).map(mediaText);
    default:
      return [...objectsIn(component.components), ...objectsIn([component.accessory])].map(componentText);
  }
}

const componentText = (component: JsonObject): string => componentParts(component).filter(Boolean).join('\n');

const named = (value: unknown, name: string): string => (isObject(value) ? textOf(value[name]) : '');

/** Author, title, field names and footer are not read as markdown in full; what differs does not matter to who reads them. */
const embedText = (embed: JsonObject): string =>
  [
    named(embed.author, 'name'),
    markdownText(textOf(embed.title)),
    markdownText(textOf(embed.description)),
    ...objectsIn(embed.fields).flatMap((field) => [textOf(field.name), textOf(field.value)].map(markdownText)),
    named(embed.footer, 'text'),
  ]
    .filter(Boolean)
    .join('\n');

/** What a person reads, without any markup: content, embeds, then components; buttons and choices by their labels. */
export const plainText = (message: Pick<Message, 'content' | 'embeds' | 'components'>): string =>
  [markdownText(message.content), ...message.embeds.map(embedText), ...message.components.map(componentText)]
    .filter(Boolean)
    .join('\n');
