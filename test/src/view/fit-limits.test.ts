import { describe, expect, it } from 'vitest';
import { fitOne, fit as fitted } from '../../../src/view/fit.js';
import type { Limits } from '../../../src/view/limits.js';
import { blockCharacters, excess, meterOf } from '../../../src/view/measure.js';
import { type Block, type MessageView, text } from '../../../src/view/view.js';
import { actionsOf, edition, itemsOf, keysOf, labelOf, numbered, roomy } from './edition.js';

const sizeOf = (view: MessageView, limits: Limits): number =>
  view.blocks.reduce((sum, block) => sum + blockCharacters(block, meterOf(limits)), 0);

const roleOf = (view: MessageView, role: string): readonly string[] =>
  itemsOf([view]).flatMap(({ lines }) =>
    lines.filter((line) => line.role === role).map(({ inlines }) => inlines.map(labelOf).join('')),
  );

describe('fit, of what platforms count differently', () => {
  it('gives the labels of choices and buttons no room where they take none', () => {
    const free = { ...roomy, labelsCount: false };
    const [few, many] = [free, roomy].map((limits) => sizeOf(edition(10), limits));
    expect((many ?? 0) - (few ?? 0)).toBeGreaterThan(100);
    const tight = { messageCharacters: few ?? 0 };
    expect(fitted(edition(10), { ...free, ...tight })).toEqual([edition(10)]);
    expect(fitOne(edition(10), { ...free, ...tight })).toEqual(edition(10));
    expect(fitted(edition(10), { ...roomy, ...tight })).not.toEqual([edition(10)]);
    expect(excess(edition(10), { ...roomy, ...tight })).toEqual(['messageCharacters']);
  });

  it('still cuts labels that are too long, and divides choices by their options, where labels take no room', () => {
    const options = numbered(60).map((n) => ({ label: `Option ${n} `.repeat(20), action: `${n}` }));
    const limits = { ...roomy, labelsCount: false, messageCharacters: 400, blockCharacters: 400 };
    const [part, ...more] = fitted({ summary: 's', blocks: [{ kind: 'choose', label: 'Which?', options }] }, limits);
    expect(more).toEqual([]);
    const counts = part?.blocks.map((block) => (block.kind === 'choose' ? block.options.length : 0));
    expect(counts).toEqual([25, 25, 10]);
    expect(excess(part ?? edition(0), limits)).toEqual([]);
  });

  it('counts choices and rows of buttons together, and none is lost', () => {
    const blocks = numbered(7).map(
      (n): Block => ({ kind: 'buttons', buttons: [{ label: `${n}`, action: `press ${n}` }] }),
    );
    const view: MessageView = { summary: 's', blocks: [{ kind: 'note', inlines: [text('Press')] }, ...blocks] };
    expect(excess(view, { ...roomy, controls: 3 })).toEqual(['controls']);
    const parts = fitted(view, { ...roomy, controls: 3 });
    expect(parts.map(({ blocks: some }) => some.filter(({ kind }) => kind === 'buttons').length)).toEqual([3, 3, 1]);
    expect(actionsOf(parts)).toEqual(actionsOf([view]));
  });

  it('counts what marks a line beside its break', () => {
    const lines = numbered(40).map((): Block => ({ kind: 'note', inlines: [text('x')] }));
    const countsFor = (lineCharacters: number) =>
      fitted({ summary: 's', blocks: lines }, { ...roomy, messageCharacters: 100, lineCharacters }).map(
        ({ blocks }) => blocks.length,
      );
    expect(countsFor(1)).toEqual([40]);
    expect(countsFor(4)).toEqual([20, 20]);
  });
});

describe('fit, of a list that is a little too long', () => {
  const whole = sizeOf(edition(10), roomy);

  it('stays one message by shorter bodies, its titles and facts whole', () => {
    const limits = { ...roomy, messageCharacters: whole - 1_000 };
    const [only = edition(0), ...more] = fitted(edition(10), limits);
    expect(more).toEqual([]);
    expect(excess(only, limits)).toEqual([]);
    expect(keysOf([only])).toEqual(keysOf([edition(10)]));
    for (const role of ['title', 'facts']) expect(roleOf(only, role)).toEqual(roleOf(edition(10), role));
    for (const body of roleOf(only, 'body')) {
      expect(body).toMatch(/…$/);
      expect(body.length).toBeGreaterThanOrEqual(90 - 24);
    }
  });

  it('is split, its bodies whole, where less than a line would be left of them', () => {
    const parts = fitted(edition(10), { ...roomy, messageCharacters: Math.ceil(whole / 2) });
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flatMap((part) => roleOf(part, 'body'))).toEqual(roleOf(edition(10), 'body'));
  });

  it('is split where it has too many items for one message anyway', () => {
    const parts = fitted(edition(12), { ...roomy, messageCharacters: whole });
    expect(parts.flatMap((part) => roleOf(part, 'body'))).toEqual(roleOf(edition(12), 'body'));
  });

  it('does not shorten a paragraph for it: that is what was asked for', () => {
    const long = 'word '.repeat(400).trim();
    const blocks = [long, long].map((said): Block => ({ kind: 'paragraph', inlines: [text(said)] }));
    const parts = fitted({ summary: 's', blocks }, { ...roomy, messageCharacters: 3_500 });
    expect(parts.map((part) => part.blocks)).toEqual(blocks.map((block) => [block]));
  });
});
