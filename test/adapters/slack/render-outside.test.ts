import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slackLimits } from '../../../adapters/slack/limits.js';
import { renderMessage } from '../../../adapters/slack/render.js';
import { fit, fitOne } from '../../../src/view/fit.js';
import { type Block, code, link, type MessageView, sentence, strong, text } from '../../../src/view/view.js';
import { visibleText } from '../../../src/view/visible-text.js';
import { hostileTitles } from '../../contract/hostile-titles.js';
import { mentionsIn } from '../../fake/slack/mrkdwn.js';
import { anyView } from '../../src/view/arbitrary-view.js';
import { expectAccepted, type Json, objectsIn, richTextOf } from './rendered.js';

const of = (...blocks: readonly Block[]): MessageView => ({ summary: 'Summary', blocks });
const blocksOf = (...blocks: readonly Block[]) => renderMessage(of(...blocks)).blocks;

describe('Words from outside in Slack', () => {
  const said = (words: string): MessageView => ({
    summary: `Daily papers: 1. ${words}; 2. ${words}`,
    blocks: [
      { kind: 'heading', inlines: [text(words)] },
      { kind: 'heading', inlines: [link('https://huggingface.co/papers/1', [strong(words)])] },
      { kind: 'paragraph', inlines: [text(words), strong(words), code(words)] },
      { kind: 'note', inlines: [text(words)] },
      { kind: 'note', inlines: [text(`${words} `), code('/paper today'), link('https://huggingface.co', words)] },
      { kind: 'facts', facts: [{ label: words, value: [text(words)] }] },
      { kind: 'choose', label: words, options: [{ label: words, action: 'a' }] },
      { kind: 'buttons', buttons: [{ label: words, action: 'b' }] },
    ],
  });

  it('mention nobody, lead nowhere, are no marks and no emoji', () => {
    for (const title of hostileTitles) {
      const [view] = fit(said(title), slackLimits);
      const message = renderMessage(view ?? sentence(title));
      expectAccepted(message);
      const read = { text: message.text, blocks: message.blocks as unknown as Json[], attachments: [] };
      const { mentions, links, emphasis, emoji } = mentionsIn(read);
      expect({ mentions, emphasis, emoji }, title).toEqual({ mentions: [], emphasis: ['/paper today'], emoji: [] });
      for (const { host } of links) expect(host).toBe('huggingface.co');
    }
  });

  it('stay inside of code and quotes: what looks like a mark is none', () => {
    for (const title of hostileTitles) {
      const view: MessageView = { summary: `> ${title}`, blocks: [{ kind: 'note', inlines: [code(title)] }] };
      const message = renderMessage(view);
      const [note = ''] = objectsIn(message.blocks).flatMap((one) => (typeof one.text === 'string' ? [one.text] : []));
      expect(note.replace(/^`|`$/g, '')).not.toMatch(/[<>`*~]|:[a-z]+:/);
      expect(message.text).not.toMatch(/^&gt;|[<>`*~]/);
    }
  });

  it('are shown as they are', () => {
    for (const title of hostileTitles.filter((one) => visibleText(one).trim() !== '')) {
      const blocks = blocksOf({ kind: 'paragraph', inlines: [text(title)] });
      expect(richTextOf(blocks)).toEqual([visibleText(title)]);
    }
  });
});

describe('The limits of a Slack message', () => {
  it('hold for whatever is fitted to them', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        for (const part of fit(view, slackLimits)) {
          expectAccepted(renderMessage(part));
          expectAccepted(renderMessage(fitOne(part, slackLimits)));
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['styles', (index: number) => (index % 2 === 0 ? text('a') : strong('b'))],
    ['links', (index: number) => link(`https://arxiv.org/${index} é`, [text('a'), strong('b'), code('c')])],
    ['letters that come apart', () => text('\u0958\ufb2c\u{1d160}')],
  ])('hold with nothing but %s, and no letter is lost for it', (_, inline) => {
    const inlines = Array.from({ length: 150 }, (_, index) => inline(index));
    const paragraphs = Array.from({ length: 12 }, (): Block => ({ kind: 'paragraph', inlines }));
    const parts = fit(of(...paragraphs), slackLimits);
    for (const part of parts) expectAccepted(renderMessage(part));
    const letters = parts
      .flatMap((part) => part.blocks)
      .flatMap((block) => (block.kind === 'paragraph' ? [block] : []));
    const expected = letters.map((block) =>
      block.inlines
        .map((one) => (one.kind === 'link' ? one.label.map((span) => span.text).join('') : one.text))
        .join(''),
    );
    expect(parts.flatMap((part) => richTextOf(renderMessage(part).blocks))).toEqual(expected.map(visibleText));
  });
});
