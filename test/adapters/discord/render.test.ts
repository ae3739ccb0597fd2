import { describe, expect, it } from 'vitest';
import { actionOf } from '../../../adapters/discord/controls.js';
import { discordLimits } from '../../../adapters/discord/limits.js';
import { renderMessage } from '../../../adapters/discord/render.js';
import { fit, fitOne } from '../../../src/view/fit.js';
import { type Block, code, type Inline, link, type MessageView, strong, text } from '../../../src/view/view.js';
import { list } from '../terminal/edition.js';
import { componentsOf, expectAccepted, markupOf, readingOf, textsOf } from './rendered.js';

const of = (...blocks: readonly Block[]): MessageView => ({ summary: 'Summary', blocks });
const render = (...blocks: readonly Block[]) => renderMessage(of(...blocks));
const paragraph = (...inlines: readonly Inline[]): Block => ({ kind: 'paragraph', inlines });
const kindsOf = (message: ReturnType<typeof renderMessage>) => componentsOf(message).map(({ type }) => type);
const [container, row, button, select, display, separator] = [17, 1, 2, 3, 10, 14];

describe('A list of ten papers in Discord', () => {
  const message = renderMessage(fitOne(list({ 1: '👍 4 in this team' }), discordLimits));

  it('is one container: a head, a text for each paper, the rest and a choice', () => {
    expect(fit(list(), discordLimits)).toHaveLength(1);
    expectAccepted(message);
    const papers = Array.from({ length: 10 }, () => display);
    expect(kindsOf(message)).toEqual([container, display, ...papers, display, row, select]);
    expect(message).toMatchObject({ flags: 1 << 15, allowed_mentions: { parse: [] } });
    expect(textsOf(message)[0]).toBe(
      '## Daily papers · Tuesday, 24 November\n-# 10 of 23 new papers, by upvotes. Vote with the numbers.',
    );
    expect(textsOf(message).at(-1)).toBe('-# +13 more: `/paper today`');
  });

  it('says of a paper the number that votes, the linked title, facts, summary and tally under each other', () => {
    expect(textsOf(message)[1]).toBe(
      [
        '1️⃣ **[Zetta ζ: An Efficient Closed-Loop Embodied Harness](https://huggingface.co/papers/2503.02131)**',
        '-# Xin Ding, Liang Mi +13 · ▲ 74 · [code ★ 412](https://github.com/zeta/zeta)',
        'A closed-loop harness lets agentic systems learn from their own episodes.',
        '-# 👍 4 in this team',
      ].join('\n'),
    );
    expect(textsOf(message)[10]).toMatch(/^🔟 \*\*\[Ten\]/);
  });

  it('links what can be linked of a title with emoji, which no label may hold', () => {
    expect(textsOf(message)[5]).toContain(
      '5️⃣ **🔥 Emoji 👩‍👩‍👧‍👦 [in titles](https://huggingface.co/papers/2503.02135)**',
    );
  });

  it('offers the papers to choose from, each with its action', () => {
    const [choice] = componentsOf(message).filter(({ type }) => type === select);
    expect(choice).toMatchObject({ custom_id: 'choose:4', placeholder: 'Read an abstract…' });
    const options = choice?.options as readonly { readonly value: string }[];
    expect(options.map(({ value }) => actionOf(value))).toEqual(Array.from(options, (_, index) => `show ${index + 1}`));
  });

  it('stays one message with real lengths, by shorter summaries', () => {
    const words = (most: number) => 'words and more of them '.repeat(12).slice(0, most).trim();
    const items = Array.from({ length: 10 }, (_, index) => ({
      number: index + 1,
      lines: [
        {
          role: 'title' as const,
          inlines: [link(`https://huggingface.co/papers/2606.2737${index}`, [strong(words(110))])],
        },
        { role: 'facts' as const, inlines: [text(words(60)), link(`https://github.com/x/${index}`, 'code ★ 412')] },
        { role: 'body' as const, inlines: [text(words(240))] },
        { role: 'note' as const, inlines: [text('👍 4 in this team')] },
      ],
    }));
    const options = items.map(({ number }) => ({ label: words(175), action: `show ${number}` }));
    const votes = {
      kind: 'buttons' as const,
      buttons: items.map(({ number }) => ({ label: `${number}`, action: `v${number}` })),
    };
    const view = of({ kind: 'list', voting: 'numbers', items }, votes, { kind: 'choose', label: 'Read…', options });
    const [only = view, ...more] = fit(view, discordLimits);
    expect(more).toEqual([]);
    const rendered = renderMessage(only);
    expectAccepted(rendered);
    expect(markupOf(rendered).links).toHaveLength(20);
    expect(markupOf(rendered).subtexts).toHaveLength(20);
    expect(markupOf(rendered).emphasis).toHaveLength(10);
    for (const paper of textsOf(rendered)) expect(paper.split('\n')[2]?.length).toBeGreaterThan(60);
    expect(textsOf(rendered).join('').length).toBeGreaterThan(3_800);
  });
});

describe('Other blocks in Discord', () => {
  const item = (number: number) => ({ number, lines: [{ role: 'title' as const, inlines: [text('Title')] }] });

  it.each([
    ['numbers', 11, '**11\\.** Title'],
    ['thumbs', 3, '**3\\.** Title'],
    ['none', 3, '**3\\.** Title'],
    ['numbers', 10, '🔟 Title'],
  ] as const)('a list of %s numbers a paper %i as %s', (voting, number, said) => {
    expect(textsOf(render({ kind: 'list', voting, items: [item(number)] }))).toEqual([said]);
  });

  it('a title of figures and link is bold as one', () => {
    const items = [
      { number: 12, lines: [{ role: 'title' as const, inlines: [link('https://a.example/', [strong('Title')])] }] },
    ];
    expect(textsOf(render({ kind: 'list', voting: 'none', items }))).toEqual(['**12\\. [Title](https://a.example/)**']);
  });

  it('matched words are strong within a link, and texts of one style are one stretch', () => {
    const label = [text('Sparse '), strong('Diffusion '), strong('Models'), text(' and more')];
    expect(
      textsOf(render(paragraph(link('https://a.example/x', label), strong(' now'), code('a'), code('`b')))),
    ).toEqual(['[Sparse **Diffusion Models** and more](https://a.example/x) **now**`aˋb`']);
  });

  it('a heading is large, its link too, and keeps a number sign at its end', () => {
    const heading = (...inlines: readonly Inline[]) => textsOf(render({ kind: 'heading', inlines }));
    expect(heading(link('https://arxiv.org/abs/1', [strong('Title')]), text(' of C#'))).toEqual([
      '## [Title](https://arxiv.org/abs/1) of C♯',
    ]);
    expect(readingOf(render({ kind: 'heading', inlines: [text('# 1. C#')] }))).toBe('# 1. C♯');
  });

  it('facts are one text, a line for each', () => {
    const facts = [
      { label: 'Organization', value: [text('Microsoft')] },
      { label: 'Id', value: [code('2503.02130')] },
      { label: '', value: [text('- no label')] },
    ];
    expect(textsOf(render({ kind: 'facts', facts }))).toEqual([
      '**Organization** Microsoft\n**Id** `2503.02130`\n\\- no label',
    ]);
  });

  it('a note stands close under a text, apart from a list and what follows it', () => {
    const note: Block = { kind: 'note', inlines: [text('grey')] };
    const papers: Block = { kind: 'list', voting: 'none', items: [item(1), item(2)] };
    expect(textsOf(render(paragraph(text('Said')), note, papers, note, note, paragraph(text('End'))))).toEqual([
      'Said\n-# grey',
      '**1\\.** Title',
      '**2\\.** Title',
      '-# grey\n-# grey',
      'End',
    ]);
  });

  it('a divider is a line between others, never at an end', () => {
    const line: Block = { kind: 'divider' };
    expect(kindsOf(render(line, paragraph(text('a')), line, paragraph(text('b')), line))).toEqual([
      ...[container, display, separator, display],
    ]);
  });

  it('buttons are rows of five, alike ones told apart, each with its action', () => {
    const buttons = Array.from({ length: 7 }, (_, index) => ({
      label: `${index}`,
      action: '0:same=',
      primary: index === 1,
    }));
    const message = render(
      { kind: 'buttons', buttons },
      { kind: 'buttons', buttons: [{ label: '\u200b', action: '' }] },
    );
    expectAccepted(message);
    expect(kindsOf(message)).toEqual([container, row, ...Array(5).fill(button), row, button, button, row, button]);
    const all = componentsOf(message).filter(({ type }) => type === button);
    expect(all.map((one) => actionOf(String(one.custom_id)))).toEqual([...Array(7).fill('0:same='), '']);
    expect(all.map(({ style }) => style)).toEqual([2, 1, 2, 2, 2, 2, 2, 2]);
    expect(all.at(-1)?.label).toBe('…');
  });

  it('forty components are enough: lines go, then texts are joined', () => {
    const buttons = (from: number): Block => ({
      kind: 'buttons',
      buttons: [0, 1, 2, 3, 4].map((index) => ({ label: 'Go', action: `${from + index}` })),
    });
    const blocks = Array.from({ length: 20 }, (_, index): readonly Block[] => [
      paragraph(text(`Text ${index}`)),
      index % 4 === 3 ? buttons(index) : { kind: 'divider' },
    ]).flat();
    const [only = of(), ...more] = fit(of(...blocks), discordLimits);
    expect(more).toEqual([]);
    const message = renderMessage(only);
    expectAccepted(message);
    expect(kindsOf(message)).not.toContain(separator);
    expect(textsOf(message)[0]).toBe('Text 0\nText 1\nText 2\nText 3');
  });

  it('what says nothing is left away, and a message is never empty', () => {
    const nothing = [text('\u200b\u200d'), link('https://arxiv.org', ' ')];
    const message = render(
      { kind: 'heading', inlines: nothing },
      paragraph(...nothing),
      { kind: 'note', inlines: nothing },
      { kind: 'list', voting: 'none', items: [{ lines: [{ role: 'title', inlines: nothing }] }] },
      { kind: 'facts', facts: [] },
      { kind: 'choose', label: 'Read…', options: [] },
      { kind: 'buttons', buttons: [] },
      { kind: 'divider' },
    );
    expectAccepted(message);
    expect(textsOf(message)).toEqual(['…']);
  });

  it.each(['javascript:alert(1)', 'discord://open', 'mailto:a@b.example', 'no address'])(
    'an address that is none of the web leads nowhere: %s',
    (url) => {
      expect(textsOf(render(paragraph(link(url, 'read'))))).toEqual(['read']);
    },
  );

  it.each([
    ['https://a.example/x(1) y"<z>', 'https://a.example/x%281%29%20y%22%3Cz%3E'],
    ["https://a.example/**b**/é?q=[1]|`'#\\", 'https://a.example/%2A%2Ab%2A%2A/%C3%A9?q=%5B1%5D%7C%60%27#%5C'],
  ])('an address cannot end its link: %s', (url, safe) => {
    const message = render(paragraph(link(url, [strong('a')])));
    expect(textsOf(message)).toEqual([`**[a](${safe})**`]);
    expect(markupOf(message).links).toEqual([{ url: safe, host: 'a.example', label: 'a' }]);
  });
});
