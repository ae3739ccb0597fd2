import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitOne, fit as fitted } from '../../../src/view/fit.js';
import { excess } from '../../../src/view/measure.js';
import { type Block, type Item, type MessageView, text } from '../../../src/view/view.js';
import { saneLimits } from './arbitrary-view.js';
import { edition, itemsOf, keysOf, labelOf, numbered, paper, readable, roomy } from './edition.js';

describe('fit, of what the bot says', () => {
  it('splits a list between items, choices and buttons in the last message, and each further summary names its titles', () => {
    const parts = fitted(edition(24), roomy);
    expect(parts.map((part) => itemsOf([part]).length)).toEqual([10, 10, 4]);
    expect(parts.map((part) => part.blocks.at(-1)?.kind)).toEqual(['list', 'list', 'buttons']);
    expect(parts[0]?.summary).toBe('Daily papers');
    expect(parts[2]?.summary).toMatch(/^21\. word0 .*; 24\. word0/);
  });

  it('never leaves a heading as the last thing of a message', () => {
    const sections = numbered(6).flatMap((number): readonly Block[] => [
      { kind: 'heading', inlines: [text(`Section ${number}`)] },
      { kind: 'list', voting: 'none', items: [paper(1), paper(2), paper(3)] },
    ]);
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 700, max: 4_000 }),
        (blocks, messageCharacters) => {
          const parts = fitted({ summary: 's', blocks: sections }, { ...roomy, blocks, messageCharacters });
          for (const part of parts) expect(part.blocks.at(-1)?.kind).toBe('list');
        },
      ),
    );
  });

  it('keeps a heading with an item that alone would fill the message', () => {
    const view: MessageView = {
      summary: 's',
      blocks: [
        { kind: 'heading', inlines: [text('Today')] },
        { kind: 'list', voting: 'none', items: [paper(1, 400)] },
      ],
    };
    const parts = fitted(view, { ...roomy, messageCharacters: 1_000, blockCharacters: 1_000 });
    expect(parts).toHaveLength(1);
  });

  it('keeps choices and buttons with the line before them when there is no room for all', () => {
    const limits = { ...roomy, blocks: 13 };
    const last = fitted(edition(10), limits).at(-1);
    expect(last?.blocks.map(({ kind }) => kind)).toEqual(['note', 'choose', 'buttons']);
  });

  it('puts options beyond the limit into a further choice and buttons into a further row', () => {
    const view: MessageView = {
      summary: 's',
      blocks: [
        { kind: 'choose', label: 'Which?', options: numbered(60).map((n) => ({ label: `${n}`, action: `${n}` })) },
        { kind: 'buttons', buttons: numbered(7).map((n) => ({ label: `${n}`, action: `b${n}` })) },
      ],
    };
    const [part] = fitted(view, roomy);
    const counts = part?.blocks.map((block) =>
      block.kind === 'choose' ? block.options.length : block.kind === 'buttons' ? block.buttons.length : 0,
    );
    expect(counts).toEqual([25, 25, 10, 5, 2]);
  });

  it('cuts texts at a word, with an ellipsis, bodies before titles', () => {
    const [part] = fitted(
      { summary: 's', blocks: [{ kind: 'list', voting: 'none', items: [paper(1, 100)] }] },
      { ...roomy, blockCharacters: 400 },
    );
    const lines = itemsOf([part ?? edition(0)])[0]?.lines ?? [];
    expect(lines[0]).toEqual(paper(1).lines[0]);
    expect(lines[1]).toEqual(paper(1).lines[1]);
    expect(readable(lines[2])).toMatch(/word0 word1 .*word\d+…/);
  });

  it('never cuts a visible character in two', () => {
    const family = '👩‍👩‍👧‍👦';
    const view: MessageView = { summary: 's', blocks: [{ kind: 'paragraph', inlines: [text(family.repeat(400))] }] };
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 3_000 }), (blockCharacters) => {
        const [block] = fitted(view, { ...roomy, blockCharacters })[0]?.blocks ?? [];
        const said = block?.kind === 'paragraph' ? block.inlines.map(labelOf).join('') : '';
        expect(said.replaceAll(family, '')).toBe('…');
      }),
    );
  });

  it('keeps at least 60 characters of every title where the limits leave room for them', () => {
    fc.assert(
      fc.property(saneLimits, fc.integer({ min: 1, max: 300 }), (some, body) => {
        const limits = { ...some, blockCharacters: Math.max(1_000, some.blockCharacters), messageCharacters: 3_000 };
        const items = [paper(1, body, 60), paper(2, body, 400), paper(3, body)];
        const view: MessageView = { summary: 's', blocks: [{ kind: 'list', voting: 'none', items }] };
        for (const item of itemsOf(fitted(view, limits))) expect(titleOf(item).length).toBeGreaterThanOrEqual(60);
      }),
    );
  });

  it('makes a message of the summary when a view has nothing else', () => {
    expect(fitted({ summary: 'Nothing new.', blocks: [] }, roomy)).toEqual([
      { summary: 'Nothing new.', blocks: [{ kind: 'paragraph', inlines: [text('Nothing new.')] }] },
    ]);
  });
});

const titleOf = (item: Item): string => (item.lines[0]?.inlines ?? []).map(labelOf).join('');

describe('fitOne', () => {
  it('keeps a part one message with the same items when lines are added, by shortening bodies', () => {
    const tight = { ...roomy, messageCharacters: 3_500 };
    const [part] = fitted(edition(10, 100), tight);
    const grown = withNotes(part ?? edition(0));
    const edited = fitOne(grown, tight);
    expect(excess(edited, tight)).toEqual([]);
    expect(keysOf([edited])).toEqual(keysOf([grown]));
    expect(readable(edited)).toContain('👍 4 in this team');
    expect(itemsOf([edited]).map(titleOf)).toEqual(itemsOf([grown]).map(titleOf));
  });

  it('keeps every item, with its number and a few characters of its title, where hardly anything fits', () => {
    const tiny = { ...roomy, messageCharacters: 600 };
    const edited = fitOne(edition(10, 100), tiny);
    expect(excess(edited, tiny)).toEqual([]);
    expect(keysOf([edited])).toEqual(keysOf([edition(10)]));
    for (const item of itemsOf([edited])) expect(titleOf(item).length).toBeGreaterThanOrEqual(4);
  });
});

const withNotes = (view: MessageView): MessageView => ({
  ...view,
  blocks: view.blocks.map((block) =>
    block.kind === 'list'
      ? {
          ...block,
          items: block.items.map((item) => ({
            ...item,
            lines: [...item.lines, { role: 'note' as const, inlines: [text('👍 4 in this team')] }],
          })),
        }
      : block,
  ),
});
