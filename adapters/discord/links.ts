import { groupsIn } from './json.js';

/** What renders as a link. In outside text the colon of an address is written so that it is none. */
const link = /\]\((https?:\/\/[^\s)]+)\)/g;

/** The addresses that the texts of components link to, in the order in which they are read. */
export const linksIn = (components: unknown): readonly string[] =>
  groupsIn(components).flatMap(({ content, components: inner }) => [
    ...[...(typeof content === 'string' ? content : '').matchAll(link)].flatMap(([, address]) => address ?? []),
    ...linksIn(inner),
  ]);
