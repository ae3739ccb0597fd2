import fc from 'fast-check';
import type { Limits } from '../../../src/view/limits.js';
import type { Block, Inline, Item, Line, MessageView, Span } from '../../../src/view/view.js';

const words = fc
  .array(
    fc.constantFrom(
      'diffusion',
      'a',
      '漢字模型',
      '👩‍👩‍👧‍👦',
      'e\u0301tude',
      '<b>&',
      '@everyone',
      '*x*',
      '…',
      '\n',
      '\u001b[31m',
    ),
    {
      maxLength: 60,
    },
  )
  .map((some) => some.join(' '));
const anyText = fc.oneof({ weight: 4, arbitrary: words }, fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string());

const span: fc.Arbitrary<Span> = fc.record({ kind: fc.constantFrom('text', 'strong', 'code'), text: anyText });
const url = fc.integer({ min: 0, max: 600 }).map((length) => `https://huggingface.co/papers/${'9'.repeat(length)}?a&b`);
const inline: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 3, arbitrary: span },
  fc.record({ kind: fc.constant('link' as const), url, label: fc.array(span, { maxLength: 3 }) }),
);
const inlines = fc.array(inline, { maxLength: 4 });
const line: fc.Arbitrary<Line> = fc.record({ role: fc.constantFrom('title', 'facts', 'body', 'note'), inlines });

const items = (prefix: string): fc.Arbitrary<readonly Item[]> =>
  fc
    .array(fc.array(line, { maxLength: 6 }), { maxLength: 25 })
    .map((all) => all.map((lines, index) => ({ key: `${prefix}-${index}`, number: index + 1, lines })));

const action = fc.nat({ max: 99_999 }).map((id) => `act ${id}`);
const option = fc.record({ label: anyText, action });

const block = (prefix: string): fc.Arbitrary<Block> =>
  fc.oneof(
    fc.record({ kind: fc.constant('heading' as const), inlines }),
    fc.record({ kind: fc.constant('paragraph' as const), inlines }),
    fc.record({ kind: fc.constant('note' as const), inlines }),
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('list' as const),
        voting: fc.constantFrom('numbers' as const, 'thumbs' as const, 'none' as const),
        items: items(prefix),
      }),
    },
    fc.record({
      kind: fc.constant('facts' as const),
      facts: fc.array(fc.record({ label: anyText, value: inlines }), { maxLength: 8 }),
    }),
    fc.constant({ kind: 'divider' as const }),
    fc.record({ kind: fc.constant('choose' as const), label: anyText, options: fc.array(option, { maxLength: 30 }) }),
    fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(option, { maxLength: 12 }) }),
  );

export const anyView: fc.Arbitrary<MessageView> = fc.record({
  summary: anyText,
  blocks: fc
    .nat({ max: 10 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => block(`block${index}`)))),
});

const escapes = fc.constantFrom<Readonly<Record<string, number>>>(
  {},
  { '&': 5, '<': 4, '>': 4 },
  { '*': 2, _: 2, '`': 2, '[': 2, ']': 2 },
);

/** Limits that a platform might have, small ones included. */
export const saneLimits: fc.Arbitrary<Limits> = fc.record({
  messageCharacters: fc.integer({ min: 400, max: 12_000 }),
  blockCharacters: fc.integer({ min: 300, max: 4_000 }),
  blocks: fc.integer({ min: 1, max: 50 }),
  controls: fc.integer({ min: 1, max: 20 }),
  itemsPerMessage: fc.integer({ min: 1, max: 30 }),
  options: fc.integer({ min: 1, max: 100 }),
  optionCharacters: fc.integer({ min: 5, max: 100 }),
  buttonsPerBlock: fc.integer({ min: 1, max: 25 }),
  buttonCharacters: fc.integer({ min: 5, max: 80 }),
  actionCharacters: fc.constant(100),
  summaryCharacters: fc.integer({ min: 20, max: 4_000 }),
  escaped: escapes,
  linkCharacters: fc.integer({ min: 0, max: 10 }),
  lineCharacters: fc.integer({ min: 1, max: 6 }),
  labelsCount: fc.boolean(),
});
