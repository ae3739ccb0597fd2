import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Display } from '../../../adapters/terminal/display.js';
import { render, shortTitle } from '../../../adapters/terminal/render.js';
import { link, type MessageView, text } from '../../../src/view/view.js';
import { hostileTitles } from '../../contract/hostile-titles.js';
import { anyView } from '../../src/view/arbitrary-view.js';
import { answer, list } from './edition.js';

const plain = (width: number): Display => ({ width, colour: false, links: false });
const dressed = (width: number): Display => ({ width, colour: true, links: true });

const esc = String.fromCharCode(27);
const graphics = new RegExp(`${esc}\\[[0-9;]*m`, 'g');
const linked = new RegExp(`${esc}\\]8;;([^${esc}]*)${esc}\\\\`, 'g');
const undressed = (printed: string): string => printed.replace(graphics, '').replace(linked, '');

describe('The terminal page', () => {
  it('sets numbers in the margin, titles in one column, addresses under the facts', () => {
    expect(
      render(list({ 1: '👍 4 in this team' }), plain(70))
        .split('\n')
        .slice(0, 14),
    ).toEqual([
      '    Daily papers · Tuesday, 24 November',
      '    10 of 23 new papers, by upvotes. Vote with the numbers.',
      '',
      ' 1  Zetta ζ: An Efficient Closed-Loop Embodied Harness',
      '    Xin Ding, Liang Mi +13 · ▲ 74 · code ★ 412',
      '    https://huggingface.co/papers/2503.02131',
      '    https://github.com/zeta/zeta',
      '    A closed-loop harness lets agentic systems learn from their own',
      '    episodes.',
      '    👍 4 in this team',
      '',
      ' 2  Short',
      '    Xin Ding, Liang Mi +13 · ▲ 74 · code ★ 412',
      '    https://huggingface.co/papers/2503.02132',
    ]);
    const end = render(list(), plain(80)).split('\n').slice(-4);
    expect(end).toEqual([
      '    A closed-loop harness lets agentic systems learn from their own episodes.',
      '',
      '    +13 more: /paper today',
      '    Read an abstract: read 1 to read 10',
    ]);
  });

  it('breaks a long title into lines of about the same length, each set in', () => {
    const lines = render(list(), plain(80)).split('\n');
    const first = lines.findIndex((line) => line.startsWith(' 3'));
    expect(lines.slice(first, first + 2)).toEqual([
      ' 3  Scaling the Horizon, Not the Parameters: Reaching',
      '    Trillion-Parameter Performance with a 35B Agent That Plans',
    ]);
  });

  it.each([46, 60, 80, 100])('keeps every line within %i columns, wide signs and emoji included', (width) => {
    for (const display of [plain(width), dressed(width)]) {
      for (const line of render(list(), display).split('\n')) {
        expect(stringWidth(undressed(line))).toBeLessThanOrEqual(width);
        expect(line).toBe(line.trimEnd());
      }
    }
  });

  it('makes the title a link instead of showing its address, where the terminal has links', () => {
    const printed = render(list(), dressed(80));
    expect(printed).toContain(`${esc}]8;;https://huggingface.co/papers/2503.02131${esc}\\`);
    expect(undressed(printed)).not.toContain('https://');
  });

  it('closes every link and every style on its own line', () => {
    for (const line of render(list(), dressed(40)).split('\n')) {
      const urls = [...line.matchAll(linked)].map(([, url]) => url);
      expect(urls.filter((_, index) => index % 2 === 1)).toEqual(
        urls.filter((_, index) => index % 2 === 0).map(() => ''),
      );
      const codes = line.match(graphics) ?? [];
      expect(codes.filter((_, index) => index % 2 === 1)).toEqual(
        codes.filter((_, i) => i % 2 === 0).map(() => `${esc}[0m`),
      );
    }
  });

  it.each([
    ['plain http', 'http://plain.example/', 'http://plain.example/'],
    ['a script', 'javascript:alert(1)', 'javascript:alert(1)'],
    ['a file', 'file:///etc/passwd', 'file:///etc/passwd'],
    ['nonsense', 'nonsense', 'nonsense'],
    ['an endless address', `https://x.example/${'9'.repeat(3_000)}`, 'https://x.example/999'],
  ])('makes no link of %s and shows where it leads', (_name, url, seen) => {
    const view: MessageView = { summary: 's', blocks: [{ kind: 'paragraph', inlines: [link(url, 'label')] }] };
    const printed = render(view, dressed(80));
    expect(printed.match(linked)).toBeNull();
    expect(printed).toContain(seen);
  });

  it('underlines matched words in a title and says what to type for buttons', () => {
    expect(render(answer, { ...dressed(80), links: false })).toContain(`${esc}[1;4mDiffusion${esc}[0m`);
    expect(render(answer, plain(80)).split('\n').at(-1)).toBe('    Type next · share');
  });

  it('lists the options of a choice that is not about the papers shown', () => {
    const options = ['A', 'B'].map((label) => ({ label, action: label }));
    const view: MessageView = { summary: 's', blocks: [{ kind: 'choose', label: 'Which?', options }] };
    expect(render(view, plain(80))).toBe('    Which?: type read 1 to read 2\n 1  A\n 2  B');
  });

  it('lets nothing through that commands a terminal, whatever the view', () => {
    fc.assert(
      fc.property(anyView, fc.integer({ min: 24, max: 100 }), (view, width) => {
        const printed = render(view, dressed(width), { isAnswer: true });
        const urls = [...printed.matchAll(linked)].map(([, url]) => url).filter((url) => url !== '');
        expect(urls.every((url) => url?.startsWith('https://huggingface.co/papers/'))).toBe(true);
        expect(undressed(printed)).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 50 },
    );
  });

  it('shows short titles in one line', () => {
    for (const title of hostileTitles) {
      const short = shortTitle({ lines: [{ role: 'title', inlines: [text(`${title} ${'word '.repeat(40)}`)] }] });
      expect(short).not.toMatch(/\p{Cc}/u);
      expect(stringWidth(short)).toBeLessThanOrEqual(60);
    }
  });
});
