import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/config/explain.js';
import { loadConfig } from '../../../src/config/load.js';
import { settingsSchema } from '../../../src/config/schema.js';
import type { TimeZone } from '../../../src/kernel/schedule.js';

const loadBytes = (text: string) =>
  loadConfig({
    environment: { BROADSHEET_CONFIG: 'b.yaml' },
    workingFolder: '/srv',
    zone: 'UTC' as TimeZone,
    readFile: () => text,
  });

/** Either a configuration, or problems that all say where, what and how to go on, in printable characters. */
function expectAnAnswer(text: string): void {
  const loaded = loadBytes(text);
  if (loaded.kind === 'config') return;
  expect(loaded.problems.length).toBeGreaterThan(0);
  for (const { line, read, expected, fix } of loaded.problems) {
    expect(line).toBeGreaterThanOrEqual(1);
    for (const words of [read, expected, fix]) expect(words).toMatch(/^[^\p{Cc}]+$/u);
  }
  expect(explain(loaded.problems, loaded.file)).not.toContain('undefined');
}

const keys = [
  'time',
  'zone',
  'days',
  'count',
  'layout',
  'feeds',
  'minUpvotes',
  'topics',
  'words',
  'authors',
  'channel',
];
const otherKeys = [
  'id',
  'kind',
  'url',
  'path',
  'name',
  'up',
  'down',
  'deadlineHours',
  'token',
  '__proto__',
  'constructor',
];
const texts = [
  '09:00',
  'UTC',
  'mon',
  'list',
  'huggingface',
  'file',
  'slack:T012/C012',
  'slack:T012',
  '👍',
  'cs.CL',
  '',
];

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(...texts, null, true, false, 0, 10, 20, 2.5),
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...keys, ...otherKeys), fc.string()), tie('value'), { maxKeys: 6 }),
  ),
}));
const settings = fc.dictionary(
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...Object.keys(settingsSchema.shape)) },
    { weight: 1, arbitrary: fc.string() },
  ),
  value,
);

describe('whatever stands in the file', () => {
  it('is a configuration or explained problems, for any settings of any shape', () => {
    fc.assert(
      fc.property(settings, (written) => expectAnAnswer(JSON.stringify(written))),
      { numRuns: 200 },
    );
  });

  it('is so for any JSON and for any text', () => {
    fc.assert(fc.property(fc.json(), expectAnAnswer));
    fc.assert(fc.property(fc.string({ unit: 'binary', size: 'medium' }), expectAnAnswer));
    const pieces = fc.constantFrom(
      'a',
      ': ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '#',
      '&x ',
      '*x',
      '!',
      '|',
      '\t',
      '? ',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
        expectAnAnswer,
      ),
      {
        numRuns: 300,
      },
    );
  });

  it.each([
    ['brackets', '['.repeat(50_000)],
    ['braces', '{a: '.repeat(50_000)],
    ['dashes', '- '.repeat(50_000)],
    ['question marks', '? '.repeat(50_000)],
    ['dashes and colons', '- ? : '.repeat(30_000)],
    ['keys in one line', 'a: '.repeat(50_000)],
    ['two million characters', 'a: 1\n'.repeat(400_000)],
    ['binary data', '\u0000\u0001\u0002\ufffd'.repeat(1_000)],
    [
      'aliases that multiply',
      'a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]',
    ],
    ['a value that holds itself', 'teams: &t\n  a: *t\n  b: *t\n'],
    ['escapes for a terminal', 'defaults:\n  layout: "\\e[2J\\e[31m"\n  "\\e[1m": 1\n'],
  ])('is explained quickly: %s', (_what, text) => {
    const started = performance.now();
    expectAnAnswer(text);
    expect(loadBytes(text).kind).toBe('problems');
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  // The YAML library would end the process for some of these, from within V8, where nothing can be caught.
  it.each(['['.repeat(50_000), '{a: '.repeat(50_000), '- '.repeat(50_000), 'a: '.repeat(50_000)])(
    'is not even parsed when it nests without end (%#)',
    (text) => {
      const loaded = loadBytes(text);
      expect(loaded.kind === 'problems' && loaded.problems.map(({ read }) => read)).toEqual([
        'hundreds of levels, one in another',
      ]);
    },
  );
});
