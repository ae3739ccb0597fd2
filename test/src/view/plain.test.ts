import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/view/plain.js';
import { code, link, strong, text } from '../../../src/view/view.js';
import { visibleText } from '../../../src/view/visible-text.js';
import { anyView } from './arbitrary-view.js';

describe('plain', () => {
  it('shows everything that a message says', () => {
    const said = plain({
      summary: 's',
      blocks: [
        { kind: 'heading', inlines: [text('Daily papers · Tuesday, 24 November')] },
        {
          kind: 'list',
          voting: 'numbers',
          items: [
            {
              number: 10,
              lines: [
                { role: 'title', inlines: [link('https://huggingface.co/papers/2503.02130', [strong('Zetta ζ')])] },
                { role: 'facts', inlines: [text('Xin Ding +13 · ▲ 74')] },
              ],
            },
            { lines: [{ role: 'title', inlines: [text('No number')] }] },
          ],
        },
        { kind: 'divider' },
        { kind: 'facts', facts: [{ label: 'Next', value: [text('Wed 25 Nov, 09:00')] }] },
        { kind: 'note', inlines: [text('+13 more: '), code('/paper today')] },
        { kind: 'choose', label: 'Read an abstract…', options: [{ label: '1. Zetta ζ', action: 'show 1' }] },
        {
          kind: 'buttons',
          buttons: [
            { label: 'Next', action: 'n' },
            { label: 'Share…', action: 's' },
          ],
        },
      ],
    });
    expect(said).toBe(
      [
        'Daily papers · Tuesday, 24 November',
        '10. Zetta ζ <https://huggingface.co/papers/2503.02130>',
        '    Xin Ding +13 · ▲ 74',
        '- No number',
        '---',
        'Next: Wed 25 Nov, 09:00',
        '+13 more: /paper today',
        '[Read an abstract…]',
        '  1. Zetta ζ',
        '[Next] [Share…]',
      ].join('\n'),
    );
  });

  it('lets nothing through that commands a terminal, whatever the view', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(plain(view)).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('visibleText', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]8;;https://evil.example\u001b\\arXiv\u001b]8;;\u001b\\', 'arXiv'],
    ['\u001b]0;title of the window\u0007after', 'after'],
    ['\u009b2Jcleared', 'cleared'],
    ['\u009d52;c;Zm9v\u009ccopied', 'copied'],
    ['\u001b\u001b[31m[31mtwice', '[31mtwice'],
    ['\u001b]8;;never closed', '8;;never closed'],
    ['a\r\nb\tc\u2028d', 'a b c d'],
    ['rtl \u202eevil\u202c', 'rtl evil'],
    ['zero\u200b width\ufeff', 'zero width'],
    ['half \ud83d pair', 'half  pair'],
    ['e\u0301', 'é'],
    ['👩‍👩‍👧‍👦 ❤️ 漢字', '👩‍👩‍👧‍👦 ❤️ 漢字'],
  ])('turns %j into %j', (hostile, seen) => {
    expect(visibleText(hostile)).toBe(seen);
  });

  it('leaves what it made as it is, whatever the text, and is quick on long hostile ones', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(visibleText(visibleText(value))).toBe(visibleText(value));
      }),
    );
    for (const sign of ['\u001b]', '\u009d', '\u001b[', '\u009b1;', '\u001b ']) {
      expect(visibleText(sign.repeat(100_000))).not.toContain('\u001b');
    }
  });
});
