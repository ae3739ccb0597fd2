import { describe, expect, it } from 'vitest';
import { aliasesOf } from '../../../src/search/alias.js';
import { fold, wordsOf } from '../../../src/search/fold.js';
import { nearestWord, slipsBetween } from '../../../src/search/spelling.js';

describe('words are compared', () => {
  it.each([
    ['Schrödinger', 'schrodinger'],
    ['Łukasz Kaiser', 'lukasz kaiser'],
    ['Søren Æbleskive', 'soren aebleskive'],
    ['ｆｕｌｌ　ｗｉｄｔｈ', 'full width'],
    ['eﬃcient', 'efficient'],
    ['Straße', 'strasse'],
    ['İstanbul', 'istanbul'],
    ['e\u0301tat', 'etat'],
    ['ΛΌΓΟΣ', 'λογοσ'],
  ])('without case and accents: %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('one character at a time in scripts without spaces', () => {
    expect(wordsOf('扩散モデルBERT한국')).toEqual(['扩', '散', 'モ', 'デ', 'ル', 'bert', '한', '국']);
  });

  it('by letters and digits alone', () => {
    expect(wordsOf('$\\ell_1$ "state-of-the-art" (GPT-4)')).toEqual([
      'ell',
      '1',
      'state',
      'of',
      'the',
      'art',
      'gpt',
      '4',
    ]);
  });
});

describe('names have other spellings', () => {
  it.each([
    ['GPT-4', ['gpt4']],
    ['GPT-4-Turbo', ['gpt4turbo', 'gpt4']],
    ['Qwen2.5-VL', ['qwen25vl', 'qwen25', 'qwen 2']],
    ['low\u2010rank', ['lowrank']],
    ['gpt4', ['gpt 4']],
    ['AutoCoder', ['auto coder']],
    ['C++ and C# and F#', ['cplusplus', 'csharp', 'fsharp']],
    ['A* and F*', ['astar', 'fstar']],
    ['.NET', ['dotnet']],
    ['β-VAE', ['βvae', 'beta vae', 'betavae']],
    ['$\\beta$-VAE', ['betavae']],
    ['β', ['beta']],
    ['ϵ', ['epsilon']],
    ['$\\varepsilon$-greedy', ['epsilon greedy', 'epsilongreedy']],
    ['π0 and $\\pi_0$', ['pi 0', 'pi0']],
    ['Top-nσ', ['topnσ', 'top n sigma', 'top nsigma', 'topnsigma']],
    ['λόγος', []],
    ['$\\ell_1$', ['l 1', 'l1']],
    ['ell_1', ['l 1', 'l1']],
    ['\\mathcal{O}(n)', ['o n']],
    ['\\textbf{X}Net', ['xnet']],
    ['Schr\\"odinger', ['schrodinger']],
    ['H$_2$O', ['h 2o', 'h2o']],
    ['90.9', []],
    ['LLMs', []],
    ['an ordinary sentence. Another one - with a dash', []],
  ])('%s', (text, aliases) => {
    expect(aliasesOf(text)).toEqual(aliases);
  });
});

describe('slips of the keyboard', () => {
  it.each([
    ['difusion', 'diffusion', 1],
    ['transfomer', 'transformer', 1],
    ['attentoin', 'attention', 1],
    ['attension', 'attention', 1],
    ['atention', 'attentions', 2],
    ['lora', 'lora', 0],
    ['cat', 'graph', 3],
  ])('%s and %s', (a, b, slips) => {
    expect(slipsBetween(a, b, 2)).toBe(slips);
    expect(slipsBetween(b, a, 2)).toBe(slips);
  });

  const known = [
    { word: 'diffusion', papers: 900 },
    { word: 'difusive', papers: 1 },
    { word: 'defusion', papers: 2 },
    { word: 'infusion', papers: 40 },
  ];

  it('mean the nearest word, of several the most frequent one', () => {
    expect(nearestWord('difusion', known)).toBe('diffusion');
    expect(nearestWord('defusions', known)).toBe('defusion');
  });

  it('mean nothing in a short word, or when no word is near', () => {
    expect(nearestWord('llama4', [{ word: 'llama3', papers: 900 }])).toBeUndefined();
    expect(nearestWord('lama3', [{ word: 'llama3', papers: 900 }])).toBe('llama3');
    expect(nearestWord('dif', [{ word: 'diff', papers: 9 }])).toBeUndefined();
    expect(nearestWord('zzzzzzzz', known)).toBeUndefined();
  });
});
