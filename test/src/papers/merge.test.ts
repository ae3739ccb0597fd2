import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IsoDate } from '../../../src/kernel/dates.js';
import { mergePaper } from '../../../src/papers/merge.js';
import type { Paper, PaperKey, Source } from '../../../src/papers/paper.js';

const key = '2405.14906' as PaperKey;
const day = (text: string): IsoDate => text as IsoDate;

const bare: Paper = {
  key,
  title: 'A title',
  abstract: '',
  authors: [],
  categories: [],
  keywords: [],
  organization: null,
  summary: null,
  code: null,
  projectUrl: null,
  publishedOn: null,
  sources: ['other'],
  listedOn: null,
};

const fromArxiv = (fields: Partial<Paper>): Paper => ({ ...bare, ...fields, sources: ['arxiv'] });
const fromHuggingFace = (listedOn: string, fields: Partial<Paper>): Paper => ({
  ...bare,
  ...fields,
  sources: ['huggingface'],
  listedOn: day(listedOn),
});
const names = Object.keys(bare) as readonly (keyof Paper)[];
const isMissing = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

const merged = (...papers: readonly Paper[]): Paper | undefined =>
  papers.reduce<Paper | undefined>((stored, incoming) => mergePaper(stored, incoming), undefined);

const words = fc.constantFrom('', 'alpha', 'beta', 'gamma');
const someText = fc.constantFrom('alpha', 'beta', 'gamma');
const list = fc.array(someText, { maxLength: 2 });
const optional = fc.constantFrom(null, 'alpha', 'beta');
const code = fc.option(
  fc.record({
    url: fc.constantFrom('https://github.com/a/b', 'https://github.com/c/d'),
    stars: fc.constantFrom(null, 1, 2),
  }),
);
const rest = {
  keywords: list,
  organization: optional,
  summary: optional,
  code,
  projectUrl: optional,
  categories: list,
};
const published = fc.constantFrom(day('2024-05-20'), day('2024-05-21'));
const ofArxiv = fc
  .record({
    title: someText,
    abstract: someText,
    authors: fc.array(someText, { minLength: 1 }),
    publishedOn: published,
  })
  .map((fields) => fromArxiv({ ...fields, categories: ['cs.CL'] }));
const ofHuggingFace = (listedOn: string) =>
  fc
    .record({ title: someText, abstract: words, authors: list, publishedOn: published, ...rest })
    .map((fields) => fromHuggingFace(listedOn, fields));
const ofAnySource = fc
  .record({
    source: fc.constantFrom<Source>('arxiv', 'other'),
    title: someText,
    abstract: words,
    authors: list,
    ...rest,
  })
  .map(({ source, ...fields }): Paper => ({ ...bare, ...fields, sources: [source] }));
const anyPaper = fc.oneof(ofAnySource, ofHuggingFace('2024-05-27'), ofHuggingFace('2024-06-03'));

describe('merging what sources say of a paper', () => {
  test('takes title, abstract, authors and categories from arXiv and the rest from Hugging Face', () => {
    const arxiv = fromArxiv({
      title: 'From arXiv',
      abstract: 'Abstract of arXiv.',
      authors: ['Ada'],
      categories: ['cs.CL'],
      publishedOn: day('2024-05-24'),
    });
    const huggingFace = fromHuggingFace('2024-05-27', {
      title: 'From Hugging Face',
      abstract: 'Abstract of Hugging Face.',
      authors: ['Ada', 'Bo'],
      organization: 'Institute',
      summary: 'In short.',
      publishedOn: day('2024-05-23'),
    });
    const expected: Paper = {
      ...bare,
      title: 'From arXiv',
      abstract: 'Abstract of arXiv.',
      authors: ['Ada'],
      categories: ['cs.CL'],
      organization: 'Institute',
      summary: 'In short.',
      publishedOn: day('2024-05-23'),
      sources: ['arxiv', 'huggingface'],
      listedOn: day('2024-05-27'),
    };
    expect(merged(arxiv, huggingFace)).toEqual(expected);
    expect(merged(huggingFace, arxiv)).toEqual(expected);
  });

  test('follows the newest Hugging Face day, whichever was read last', () => {
    const first = fromHuggingFace('2024-05-27', { summary: 'Old.', organization: 'Old', keywords: ['old'] });
    const second = fromHuggingFace('2024-06-03', { summary: 'New.', organization: null });
    for (const paper of [merged(first, second), merged(second, first)]) {
      expect(paper).toMatchObject({ summary: 'New.', organization: 'Old', keywords: ['old'], listedOn: '2024-06-03' });
    }
  });

  test('takes the same day read again as news', () => {
    const before = fromHuggingFace('2024-05-27', { code: { url: 'https://github.com/a/b', stars: 1 } });
    const after = fromHuggingFace('2024-05-27', { code: { url: 'https://github.com/a/b', stars: 9 } });
    expect(merged(before, after)?.code?.stars).toBe(9);
  });

  test('keeps known stars when the same code comes without them', () => {
    const before = fromHuggingFace('2024-05-27', { code: { url: 'https://github.com/a/b', stars: 7 } });
    const same = fromHuggingFace('2024-06-03', { code: { url: 'https://github.com/a/b', stars: null } });
    const moved = fromHuggingFace('2024-06-03', { code: { url: 'https://github.com/c/d', stars: null } });
    expect(merged(before, same)?.code).toEqual({ url: 'https://github.com/a/b', stars: 7 });
    expect(merged(before, moved)?.code).toEqual({ url: 'https://github.com/c/d', stars: null });
  });

  test('lets other sources only fill what is missing', () => {
    const known = fromArxiv({ title: 'From arXiv', abstract: '' });
    const other: Paper = { ...bare, title: 'From elsewhere', abstract: 'Found elsewhere.' };
    expect(merged(known, other)).toMatchObject({ title: 'From arXiv', abstract: 'Found elsewhere.' });
    expect(merged(other, known)).toMatchObject({ title: 'From arXiv', abstract: 'Found elsewhere.' });
  });

  test('gives the same paper in every order of arXiv and two Hugging Face days', () => {
    fc.assert(
      fc.property(ofArxiv, ofHuggingFace('2024-05-27'), ofHuggingFace('2024-06-03'), (a, b, c) => {
        const orders = [
          [a, b, c],
          [a, c, b],
          [b, a, c],
          [b, c, a],
          [c, a, b],
          [c, b, a],
        ];
        const results = orders.map((papers) => merged(...papers));
        for (const result of results) expect(result).toEqual(results[0]);
      }),
    );
  });

  test('changes nothing when everything is merged again', () => {
    fc.assert(
      fc.property(fc.tuple(ofArxiv, ofHuggingFace('2024-05-27'), ofHuggingFace('2024-06-03')), (papers) => {
        expect(merged(...papers, ...papers)).toEqual(merged(...papers));
      }),
    );
  });

  test('changes nothing when the same thing is said twice', () => {
    fc.assert(
      fc.property(fc.array(anyPaper, { minLength: 1, maxLength: 6 }), (papers) => {
        const last = papers.slice(-1);
        expect(merged(...papers, ...last)).toEqual(merged(...papers));
      }),
    );
  });

  test('never loses a value to an empty one', () => {
    fc.assert(
      fc.property(fc.array(anyPaper, { minLength: 1, maxLength: 6 }), (papers) => {
        const result = merged(...papers);
        const lost = papers.flatMap((paper) =>
          names.filter((name) => !isMissing(paper[name]) && isMissing(result?.[name])),
        );
        expect(lost).toEqual([]);
      }),
    );
  });
});
