import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discordLimits } from '../../../adapters/discord/limits.js';
import { renderMessage } from '../../../adapters/discord/render.js';
import { fit, fitOne } from '../../../src/view/fit.js';
import { type Block, code, type Inline, link, type MessageView, strong, text } from '../../../src/view/view.js';
import { visibleText } from '../../../src/view/visible-text.js';
import { hostileTitles } from '../../contract/hostile-titles.js';
import { noMarkup } from '../../fake/discord/markdown.js';
import { anyView } from '../../src/view/arbitrary-view.js';
import { expectAccepted, labelsIn, markupOf, readingOf, textsOf } from './rendered.js';

const of = (...blocks: readonly Block[]): MessageView => ({ summary: 'Summary', blocks });
const paragraph = (...inlines: readonly Inline[]): Block => ({ kind: 'paragraph', inlines });
const address = 'https://huggingface.co/papers/1';

/** What people and papers have written that Discord reads, or that a backslash does not keep from being read. */
const titles: readonly string[] = [
  ...hostileTitles,
  ...['-# small', '- item', '1. item', '+ item', '>>> quote', '> quote', '# a', '-# # a', '   # a', '* a', '23. - a'],
  ...[
    'discord.gg/abcdef',
    'Discord.GG/abc',
    'https://discord.com/invite/abc',
    'http://evil.example/(a)',
    'steam://run/1',
  ],
  ...['<id:customize>', '<mailto:a@b.example>', '<tel:+123>', '<blah:/a>', '<@&1>', '@Everyone', '¯\\_(ツ)_/¯'],
  ...[
    '[a](https://evil.example)',
    '](https://evil.example)',
    '[',
    ']',
    '[[a]]',
    '[a][b](c)',
    'a [b](discord:x) c',
    'a](',
  ],
  ...[
    '\\',
    '\\\\',
    'a\\',
    '\\*',
    '*',
    '**',
    '***',
    '****a****',
    '_',
    '__a__b',
    'snake_case_name',
    '_a_',
    '~',
    '~~~',
    '|||',
  ],
  ...[
    '`',
    '``',
    '```',
    '`a``b`',
    'https\u2236//evil.example',
    ':a:b:c:',
    ':+1:',
    '10:30:45',
    '👍',
    '🇩🇪',
    '1️⃣',
    '©',
    'C#',
  ],
];

describe('Words from outside in Discord', () => {
  const said = (words: string): MessageView =>
    of(
      { kind: 'heading', inlines: [text(words)] },
      { kind: 'heading', inlines: [link(address, [strong(words)])] },
      paragraph(text(words), strong(words), text(words)),
      paragraph(strong(words), text(` ${words}`)),
      paragraph(link(address, words), text(words), link(address, [text(words), strong(words)])),
      { kind: 'note', inlines: [text(words)] },
      { kind: 'note', inlines: [text(`${words} `), link(address, words)] },
      {
        kind: 'list',
        voting: 'none',
        items: [
          { number: 1, lines: [{ role: 'title', inlines: [link(address, [strong(words)])] }] },
          {
            lines: [
              { role: 'title', inlines: [text(words)] },
              { role: 'facts', inlines: [text(words)] },
            ],
          },
        ],
      },
      { kind: 'facts', facts: [{ label: words, value: [text(words)] }] },
      { kind: 'choose', label: words, options: [{ label: words, action: 'a' }] },
      { kind: 'buttons', buttons: [{ label: words, action: 'b' }] },
    );

  it('mention nobody, lead nowhere else, are no marks, lists, code, timestamps or emoji', () => {
    for (const title of titles) {
      for (const part of fit(said(title), discordLimits)) {
        const message = renderMessage(part);
        expectAccepted(message);
        const { links, emphasis: _bold, headings: _large, subtexts: _small, ...rest } = markupOf(message);
        const { links: _, emphasis: __, headings: ___, subtexts: ____, ...none } = noMarkup;
        expect(rest, title).toEqual(none);
        for (const { url } of links) expect(url, title).toBe(address);
      }
    }
  });

  it('are bold, large or small only where the view says so', () => {
    for (const title of titles) {
      const { emphasis, headings, subtexts, links } = markupOf(renderMessage(of(paragraph(text(title)))));
      expect({ emphasis, headings, subtexts, links }, title).toEqual({
        emphasis: [],
        headings: [],
        subtexts: [],
        links: [],
      });
    }
  });

  it('are shown as they are', () => {
    for (const title of titles.filter((one) => visibleText(one).trim() !== '')) {
      const shown = readingOf(renderMessage(of(paragraph(text(title)))));
      expect(shown.replaceAll('\u200b', '').replace('․', '.')).toBe(visibleText(title).trim());
    }
  });

  it('call no one even where a label of a link is shown as typed, and hold no signs that nobody sees', () => {
    for (const title of titles) {
      for (const written of textsOf(renderMessage(of(paragraph(link(address, title), strong(title)))))) {
        expect(written, title).not.toMatch(/@(?:everyone|here)/i);
        expect(written, title).not.toMatch(/(?<!\\)<[@#/:]/);
        expect(written, title).not.toMatch(/discord(?:app)?\.(?:gg|com)\//i);
        expect(written, title).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }
    }
  });

  it('stay inside of code', () => {
    for (const title of titles.filter((one) => visibleText(one).trim() !== '')) {
      const markup = markupOf(renderMessage(of(paragraph(text('a '), code(title), strong(' b')))));
      expect(markup).toEqual({
        ...noMarkup,
        code: [visibleText(title).replaceAll('`', 'ˋ').replaceAll('*', '∗')],
        emphasis: ['b'],
      });
    }
  });

  it('keep a link whatever the title, without a backslash that shows, and brackets that pair', () => {
    const labels = [
      'S*: Test',
      'an [IDK] Token',
      '<think> about',
      'V_AI and L_2',
      '\\& Decode',
      'GPT-[n] and o-[n]',
      'a ] b',
      'x_',
    ].map((title) => textsOf(renderMessage(of(paragraph(link(address, title))))).flatMap(labelsIn));
    expect(labels).toEqual([
      ...[
        ['S∗: Test'],
        ['an [IDK] Token'],
        ['<think> about'],
        ['V_AI and L_2'],
        ['∖& Decode'],
        ['GPT-[n] and o-[n]'],
        ['a ］ b'],
        ['xˍ'],
      ],
    ]);
  });
});

describe('The limits of a Discord message', () => {
  const trick = fc.constantFrom(...titles);
  const words = fc.array(trick, { minLength: 1, maxLength: 40 }).map((some) => some.join(' '));
  const inline = fc.oneof(
    words.map(text),
    words.map(strong),
    words.map(code),
    words.map((label) => link(`${address}?é=${'('.repeat(label.length % 50)}`, [text(label), strong('b')])),
  );
  const inlines = fc.array(inline, { minLength: 1, maxLength: 6 });
  const role = fc.constantFrom('title', 'facts', 'body', 'note');
  const item = fc.record({
    number: fc.nat({ max: 12 }),
    lines: fc.array(fc.record({ role, inlines }), { maxLength: 4 }),
  });
  const block: fc.Arbitrary<Block> = fc.oneof(
    fc.record({ kind: fc.constantFrom('heading', 'paragraph', 'note'), inlines }),
    fc.record({
      kind: fc.constant('list'),
      voting: fc.constantFrom('numbers', 'none'),
      items: fc.array(item, { maxLength: 12 }),
    }),
    fc.record({
      kind: fc.constant('facts'),
      facts: fc.array(fc.record({ label: words, value: inlines }), { maxLength: 9 }),
    }),
    fc.record({
      kind: fc.constant('buttons'),
      buttons: fc.array(fc.record({ label: words, action: words.map((one) => one.slice(0, 96)) }), { maxLength: 12 }),
    }),
    fc.constant({ kind: 'divider' as const }),
  );

  it.each([
    ['whatever is fitted to them', anyView],
    ['hostile words everywhere', fc.array(block, { maxLength: 12 }).map((blocks) => of(...blocks))],
  ])('hold for %s', (_, views) => {
    fc.assert(
      fc.property(views, (view) => {
        for (const part of fit(view, discordLimits)) {
          expectAccepted(renderMessage(part));
          expectAccepted(renderMessage(fitOne(part, discordLimits)));
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['marks', (index: number) => (index % 2 === 0 ? text('a') : strong('b'))],
    ['links', (index: number) => link(`https://arxiv.org/${index} é`, [text('a'), strong('b'), code('c')])],
    ['letters that come apart', () => text('\u0958\ufb2c\u{1d160}')],
    ['signs that are escaped', () => text('*_[]|~`\\<@here:a::b: ')],
  ])('hold with nothing but %s, and no letter is lost for it', (_, make) => {
    const parts = fit(
      of(...Array.from({ length: 60 }, () => paragraph(...Array.from({ length: 40 }, (__, index) => make(index))))),
      discordLimits,
    );
    for (const part of parts) {
      const message = renderMessage(part);
      expectAccepted(message);
      const expected = part.blocks.flatMap((one) =>
        one.kind === 'paragraph'
          ? [
              one.inlines
                .map((some) => (some.kind === 'link' ? some.label.map((span) => span.text).join('') : some.text))
                .join(''),
            ]
          : [],
      );
      expect(readingOf(message).replaceAll('\u200b', '')).toBe(
        expected.map((one) => visibleText(one).trim()).join('\n'),
      );
    }
  });
});
