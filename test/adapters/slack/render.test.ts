import { describe, expect, it } from 'vitest';
import { slackLimits } from '../../../adapters/slack/limits.js';
import { renderHome, renderMessage } from '../../../adapters/slack/render.js';
import { fit, fitOne } from '../../../src/view/fit.js';
import { type Block, code, link, type MessageView, sentence, strong, text } from '../../../src/view/view.js';
import { checkedView } from '../../fake/slack/blocks.js';
import { mentionsIn } from '../../fake/slack/mrkdwn.js';
import { list } from '../terminal/edition.js';
import { expectAccepted, type Json, objectsIn, richTextOf } from './rendered.js';

const of = (...blocks: readonly Block[]): MessageView => ({ summary: 'Summary', blocks });
const blocksOf = (...blocks: readonly Block[]) => renderMessage(of(...blocks)).blocks;

describe('A list of ten papers in Slack', () => {
  const { text: summary, blocks } = renderMessage(fitOne(list({ 1: '👍 4 in this team' }), slackLimits));

  it('is a header, a grey line, a block for each paper and a choice, in one message', () => {
    expect(fit(list(), slackLimits)).toHaveLength(1);
    expectAccepted({ text: summary, blocks });
    const papers = Array.from({ length: 10 }, () => 'rich_text');
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'context', ...papers, 'context', 'actions']);
    expect(blocks[0]).toEqual({
      type: 'header',
      text: { type: 'plain_text', text: 'Daily papers · Tuesday, 24 November', emoji: false },
    });
  });

  it('says of a paper the number that votes, the linked title, facts, summary and tally under each other', () => {
    expect(blocks[2]).toEqual({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'emoji', name: 'one' },
            { type: 'text', text: '  ' },
            {
              type: 'link',
              url: 'https://huggingface.co/papers/2503.02131',
              text: 'Zetta ζ: An Efficient Closed-Loop Embodied Harness',
              style: { bold: true },
            },
            { type: 'text', text: '\nXin Ding, Liang Mi +13 · ▲ 74 · ' },
            { type: 'link', url: 'https://github.com/zeta/zeta', text: 'code ★ 412' },
            {
              type: 'text',
              text: '\nA closed-loop harness lets agentic systems learn from their own episodes.\n👍 4 in this team',
            },
          ],
        },
      ],
    });
    expect(richTextOf(blocks)[9]).toMatch(/^:keycap_ten: {2}Ten\n/);
  });

  it('offers the papers to choose from, each with its action', () => {
    expect(blocks.at(-1)).toMatchObject({
      elements: [{ type: 'static_select', action_id: 'choose:4', placeholder: { text: 'Read an abstract…' } }],
    });
    const options = objectsIn(blocks.at(-1)).filter(({ value }) => value !== undefined);
    expect(options.map(({ value }) => value)).toEqual(Array.from({ length: 10 }, (_, index) => `show ${index + 1}`));
  });

  it('stays one message with the longest titles and links there are', () => {
    const long = (kind: string, most: number) => `${kind} `.repeat(most).slice(0, most).trim();
    const items = Array.from({ length: 10 }, (_, index) => ({
      number: index + 1,
      lines: [
        {
          role: 'title' as const,
          inlines: [link(`https://huggingface.co/papers/${index}`, [strong(long('R&D', 175))])],
        },
        {
          role: 'facts' as const,
          inlines: [text(long('Name', 120)), link(`https://github.com/${'x'.repeat(80)}`, 'code')],
        },
        { role: 'body' as const, inlines: [text(long('words', 240))] },
        { role: 'note' as const, inlines: [text(long('tally', 60))] },
      ],
    }));
    const options = items.map(({ number }) => ({ label: long('Title', 175), action: `show ${number}` }));
    const view = of({ kind: 'list', voting: 'numbers', items }, { kind: 'choose', label: 'Read…', options });
    const [only, ...more] = fit(view, slackLimits);
    expect(more).toEqual([]);
    expectAccepted(renderMessage(only ?? view));
  });
});

describe('Other blocks in Slack', () => {
  const item = (number: number) => ({ number, lines: [{ role: 'title' as const, inlines: [text('Title')] }] });

  it.each([
    ['numbers', 11, '11. Title'],
    ['thumbs', 3, '3. Title'],
    ['none', 3, '3. Title'],
    ['numbers', 10, ':keycap_ten:  Title'],
  ] as const)('a list of %s numbers a paper %i as %s', (voting, number, said) => {
    expect(richTextOf(blocksOf({ kind: 'list', voting, items: [item(number)] }))).toEqual([said]);
  });

  it('a heading that leads somewhere or is long is a bold line, which can', () => {
    const [led, long] = [
      [link('https://arxiv.org/abs/1', 'Title'), text(' and more')],
      [text('word '.repeat(40).trim())],
    ].map((inlines) => blocksOf({ kind: 'heading', inlines })[0]);
    expect(objectsIn(led)).toContainEqual({
      type: 'link',
      url: 'https://arxiv.org/abs/1',
      text: 'Title',
      style: { bold: true },
    });
    expect(objectsIn(led)).toContainEqual({ type: 'text', text: ' and more', style: { bold: true } });
    expect(long?.type).toBe('rich_text');
  });

  it('a note is read as mrkdwn only where it holds code or a link', () => {
    const noteOf = (...inlines: Extract<Block, { kind: 'note' }>['inlines']) => blocksOf({ kind: 'note', inlines })[0];
    expect(noteOf(text('*1* of <2>'), strong(' papers'))).toEqual({
      type: 'context',
      elements: [{ type: 'plain_text', text: '*1* of <2> papers', emoji: false }],
    });
    expect(
      noteOf(text('R&D *1*: '), code('/paper today'), text(' '), link('https://arxiv.org/?a=1&b=|2', 'x|y')),
    ).toEqual({
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: 'R&amp;D ∗1∗: `/paper today` <https://arxiv.org/?a=1&amp;b=%7C2|x|y>',
          verbatim: true,
        },
      ],
    });
  });

  it('facts are one block, a line for each', () => {
    const facts = [
      { label: 'Organization', value: [text('Microsoft')] },
      { label: 'Id', value: [code('2503.02130')] },
    ];
    expect(richTextOf(blocksOf({ kind: 'facts', facts }))).toEqual(['Organization  Microsoft\nId  2503.02130']);
  });

  it('buttons stand beside the choice that they follow, and have ids of their own', () => {
    const [row, ...more] = blocksOf(
      { kind: 'choose', label: 'Read…', options: [{ label: 'One', action: 'show 1' }] },
      {
        kind: 'buttons',
        buttons: [
          { label: 'Next', action: 'next' },
          { label: 'Go', action: 'go', primary: true },
        ],
      },
    );
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      type: 'actions',
      elements: [
        { type: 'static_select', action_id: 'choose:0' },
        { type: 'button', action_id: 'button:1:0', value: 'next', text: { text: 'Next', emoji: false } },
        { type: 'button', action_id: 'button:1:1', value: 'go', style: 'primary' },
      ],
    });
    expect(objectsIn(row).filter(({ style }) => style !== undefined)).toHaveLength(1);
  });

  it('what says nothing is left away, and a message always has a text', () => {
    const nothing = [text('\u200b'), link('https://arxiv.org', ' ')];
    const message = renderMessage({
      summary: '',
      blocks: [
        { kind: 'heading', inlines: nothing },
        { kind: 'paragraph', inlines: nothing },
        { kind: 'note', inlines: nothing },
        { kind: 'list', voting: 'none', items: [{ lines: [{ role: 'title', inlines: nothing }] }] },
        { kind: 'facts', facts: [] },
        { kind: 'choose', label: 'Read…', options: [] },
        { kind: 'buttons', buttons: [] },
      ],
    });
    expect(message).toEqual({ text: '…', blocks: [] });
    expect(objectsIn(blocksOf({ kind: 'buttons', buttons: [{ label: '\u200b', action: 'go' }] }))).toContainEqual({
      type: 'plain_text',
      text: '…',
      emoji: false,
    });
  });

  it('an address that is none of the web leads nowhere', () => {
    for (const url of ['javascript:alert(1)', 'slack://open', 'mailto:a@b.example', 'no address']) {
      const blocks = blocksOf(
        { kind: 'paragraph', inlines: [link(url, 'read')] },
        { kind: 'note', inlines: [link(url, 'read')] },
      );
      expect(mentionsIn({ text: '', blocks: blocks as unknown as Json[], attachments: [] }).links).toEqual([]);
      expect(richTextOf(blocks)).toEqual(['read']);
    }
  });
});

describe('The Home tab', () => {
  it('takes at most a hundred blocks, and never none', () => {
    const many = renderHome(of(...Array.from({ length: 120 }, (): Block => ({ kind: 'divider' }))));
    expect(many.blocks).toHaveLength(100);
    for (const home of [
      many,
      renderHome({ summary: '', blocks: [] }),
      renderHome(fitOne(list(), slackLimits)),
      renderHome(sentence('Hello')),
    ]) {
      expect(home.blocks.length).toBeGreaterThan(0);
      checkedView(home, 'home');
    }
  });
});
