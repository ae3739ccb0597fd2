import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linksIn as linksInDiscord } from '../../../adapters/discord/links.js';
import { renderMessage as renderForDiscord } from '../../../adapters/discord/render.js';
import { linksIn as linksInSlack } from '../../../adapters/slack/links.js';
import { renderMessage as renderForSlack } from '../../../adapters/slack/render.js';
import { linksIn } from '../../../src/view/links.js';
import { type Item, link, type MessageView, strong, text } from '../../../src/view/view.js';

const item = (number: number, title: string, body: string): Item => ({
  number,
  lines: [
    { role: 'title', inlines: [link(`https://huggingface.co/papers/2611.1000${number}`, [strong(`Paper ${title}`)])] },
    { role: 'facts', inlines: [text('Ada · '), link(`https://github.com/lab/code-${number}`, 'code')] },
    { role: 'body', inlines: [text(body)] },
  ],
});

const list = (titles: readonly string[], body: string): MessageView => ({
  summary: 'Daily papers',
  blocks: [
    { kind: 'heading', inlines: [text('Daily papers')] },
    { kind: 'list', voting: 'numbers', items: titles.map((title, index) => item(index + 1, title, body)) },
    { kind: 'divider' },
    { kind: 'choose', label: 'Read an abstract…', options: [{ label: '1', action: 'show 2611.10001' }] },
  ],
});

const links = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => [
    `https://huggingface.co/papers/2611.1000${index + 1}`,
    `https://github.com/lab/code-${index + 1}`,
  ]).flat();

const hostile = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    '](https://evil.example)',
    '[x](https://evil.example)',
    '<https://evil.example|x>',
    'https://evil.example',
  ),
);

describe('the links of a message', () => {
  it('are those of its view, in the order in which it is read', () => {
    expect(linksIn(list(['one', 'two'], 'What it does.'))).toEqual(links(2));
  });

  it('are read back from what Slack and Discord keep of it, and outside text adds none', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 5 }), hostile, (titles, body) => {
        const view = list(titles, body);
        const own = (found: readonly string[]) => found.filter((one) => /huggingface|evil/.test(one));
        const expected = own(links(titles.length));
        expect([...new Set(own(linksInSlack(renderForSlack(view).blocks)))]).toEqual(expected);
        expect([...new Set(own(linksInDiscord(renderForDiscord(view).components)))]).toEqual(expected);
      }),
    );
  });
});
