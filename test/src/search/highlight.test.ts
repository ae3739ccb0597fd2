import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highlighterOf } from '../../../src/search/highlight.js';
import { parseSearch } from '../../../src/search/parse-search.js';
import { emptyQuery } from '../../../src/search/query.js';
import type { Span } from '../../../src/view/view.js';

function highlighter(search: string) {
  const parsed = parseSearch(search);
  return highlighterOf(parsed.kind === 'query' ? parsed.query : emptyQuery);
}

/** Spans as one text, strong ones between asterisks. */
const marked = (spans: readonly Span[]): string =>
  spans.map((span) => (span.kind === 'strong' ? `*${span.text}*` : span.text)).join('');

const plain = (spans: readonly Span[]): string => spans.map((span) => span.text).join('');

describe('a title', () => {
  it.each([
    [
      'diffusion transformer',
      'Scalable Diffusion Models with Transformers',
      'Scalable *Diffusion* Models with *Transformers*',
    ],
    ['diffusion transformer', 'Diffusion Transformers, Revisited', '*Diffusion Transformers*, Revisited'],
    ['generate the image', 'The Generation of Images', 'The *Generation* of *Images*'],
    ['"flow matching"', 'Flow Matching: Matching the Flow', '*Flow Matching*: Matching the Flow'],
    ['gpt4', 'GPT-4 and GPT-3', '*GPT-4* and GPT-3'],
    ['GPT-4', 'GPT4, GPT 4 and GPT-3', '*GPT4*, *GPT 4* and *GPT*-3'],
    ['auto coder', 'AutoCoder: Enhancing Code', '*AutoCoder*: Enhancing Code'],
    ['autocoder', 'An Auto-Coder', 'An *Auto-Coder*'],
    ['c++', 'From C to C++', 'From C to *C++*'],
    ['schrodinger', 'The Schrödinger Bridge', 'The *Schrödinger* Bridge'],
    ['扩散', '图像扩散模型', '图像*扩散*模型'],
    ['图像扩散模型', '扩散的图像', '*扩散*的*图像*'],
    ['l1', 'Sparse $\\ell_1$ Norms', 'Sparse *$\\ell_1$* Norms'],
    ['ell_1', 'The L1 Norm', 'The *L1* Norm'],
    ['beta vae', 'A $\\beta$-VAE', 'A $\\*beta*$-*VAE*'],
    ['beta-vae', 'A β-VAE!', 'A *β-VAE*!'],
    ['β', 'Of $\\beta$', 'Of $\\*beta*$'],
    ['xnet', 'It is \\textbf{X}Net.', 'It is *\\textbf{X}Net*.'],
    ['O(n)', 'In \\mathcal{O}(n) Steps', 'In *\\mathcal{O}(n)* Steps'],
    ['.net', 'From .NET to the Net', 'From *.NET* to the Net'],
    ['image -video', 'Image and Video', '*Image* and Video'],
    ['author:ho', 'Ho Ho Ho', 'Ho Ho Ho'],
    ['2405.14906', 'Paper 2405.14906', 'Paper 2405.14906'],
  ])('for %s: %s', (search, title, expected) => {
    expect(marked(highlighter(search).whole(title))).toBe(expected);
  });

  it('has the spellings marked under which a slip of the keyboard was found', () => {
    const query = parseSearch('difusion transfomer');
    const { whole } = highlighterOf(query.kind === 'query' ? query.query : emptyQuery, [
      'diffusion',
      'transformer',
      '',
    ]);
    expect(marked(whole('Scalable Diffusion Models with Transformers'))).toBe(
      'Scalable *Diffusion* Models with *Transformers*',
    );
  });

  it('keeps every character', () => {
    const words = fc.constantFrom(
      'GPT-4',
      'diffusion',
      'AutoCoder',
      '扩散',
      'C++',
      'a.b',
      '½',
      'e\u0301tat',
      ' ',
      '-',
      '𝐀',
      '…',
    );
    const texts = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 });
    fc.assert(
      fc.property(texts, texts, (title, search) => {
        const spans = highlighter(search.join(' ')).whole(title.join(''));
        expect(plain(spans)).toBe(title.join(''));
        expect(spans.every((span) => span.text !== '')).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a snippet', () => {
  const filler = 'Nothing of interest stands in this sentence, which goes on for a while. ';
  const text = `${filler.repeat(4)}Then flow matching meets diffusion in one model. ${filler.repeat(4)}Diffusion again.`;

  it('is the whole text when there is room', () => {
    expect(marked(highlighter('flow').snippet('A short flow.', 200))).toBe('A short *flow*.');
  });

  it('stands around the best match, cut at words', () => {
    const snippet = marked(highlighter('diffusion flow').snippet(text, 200));
    expect(snippet).toMatch(/^…Then \*flow\* matching meets \*diffusion\* in one model\. Nothing/);
    expect(snippet).toMatch(/goes on for a while\. …$/);
  });

  it('is the beginning when nothing matches', () => {
    expect(marked(highlighter('absent').snippet(text, 80))).toBe(
      'Nothing of interest stands in this sentence, which goes on for a while. …',
    );
  });

  it('goes on within a word that is longer than it, and in a script without spaces', () => {
    const address = `https://example.org/${'x'.repeat(300)}/flow`;
    expect(marked(highlighter('flow').snippet(`See ${address}`, 100))).toMatch(/^…x+\/\*flow\*$/);
    expect(marked(highlighter('see').snippet(`See ${'x'.repeat(300)}`, 100))).toMatch(/^\*See\* x{80,}…$/);
    const chinese = `${'我们提出一种方法'.repeat(30)}扩散${'用于图像生成'.repeat(30)}`;
    expect(marked(highlighter('扩散').snippet(chinese, 100))).toMatch(/^….{20}\*扩散\*.{70,}…$/);
  });

  it('is nothing of no text', () => {
    expect(highlighter('flow').snippet('', 100)).toEqual([]);
  });

  it('is a piece of the text, of at most so many characters, that ends at words', () => {
    const words = fc.constantFrom(
      'flow',
      'matching',
      'diffusion',
      'a',
      'GPT-4',
      '扩散模型',
      '👩‍🔬',
      'x'.repeat(90),
      'Σ',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 80 }), fc.integer({ min: 20, max: 200 }), (parts, most) => {
        const value = parts.join(' ');
        const shown = plain(highlighter('flow diffusion "gpt 4" 扩散').snippet(value, most));
        expect(shown.length).toBeLessThanOrEqual(most);
        const piece = shown.replace(/^…| ?…$/g, '');
        const at = value.indexOf(piece);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(piece).not.toMatch(/\p{Cs}/u);
        if (shown === value) return;
        expect(shown).toMatch(/^…|…$/);
      }),
      { numRuns: 1_000 },
    );
  });
});
