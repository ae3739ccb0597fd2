import { groupOf, listOf } from './answer.js';

/** The addresses that blocks of rich text link to, in the order in which they are read. */
export function linksIn(blocks: unknown): readonly string[] {
  return listOf(blocks)
    .map(groupOf)
    .flatMap((one) => (one.type === 'link' && typeof one.url === 'string' ? [one.url] : linksIn(one.elements)));
}
