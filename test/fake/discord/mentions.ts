import { isObject, type JsonObject, objectsIn, textOf } from '../json.js';
import { allComponents, componentTypes } from './components.js';
import { linkTo, type Markup, markdownMarkup, noMarkup, together } from './markdown.js';
import type { Message } from './state.js';

const linksOf = (url: unknown, label: unknown): Markup =>
  typeof url === 'string' ? { ...noMarkup, links: [linkTo(url, textOf(label))] } : noMarkup;

/** Labels of buttons and options are shown letter by letter; a link button leads somewhere. */
function componentMarkup(component: JsonObject): Markup {
  if (component.type === componentTypes.text) return markdownMarkup(textOf(component.content));
  if (component.type === componentTypes.button) return linksOf(component.url, component.label);
  return noMarkup;
}

/** Author and footer are shown letter by letter. */
function embedMarkup(embed: JsonObject): Markup {
  const fields = objectsIn(embed.fields).flatMap(({ name, value }) => [name, value]);
  const author = isObject(embed.author) ? linksOf(embed.author.url, embed.author.name) : noMarkup;
  const read = [embed.title, embed.description, ...fields].map((text) => markdownMarkup(textOf(text)));
  return together([linksOf(embed.url, embed.title), author, ...read]);
}

/** What Discord makes of a message beyond its letters: everywhere that it reads markdown, and where buttons and embeds lead. */
export const mentionsIn = (message: Pick<Message, 'content' | 'embeds' | 'components'>): Markup =>
  together([
    markdownMarkup(message.content),
    ...message.embeds.map(embedMarkup),
    ...allComponents(message.components).map(componentMarkup),
  ]);
