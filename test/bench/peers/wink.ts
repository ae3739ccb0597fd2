import bm25 from 'wink-bm25-text-search';
import nlp from 'wink-nlp-utils';
import type { Paper } from '../../../src/papers/paper.js';
import { Refusals } from './refusals.js';
import type { SearchSystem } from './search-system.js';

/** The usual preparation from the library's documentation; its tokenizer throws on a text without a word. */
function prepared(text: string): readonly string[] {
  const tokens = /[\p{L}\p{N}]/u.test(text) ? nlp.string.tokenize0(nlp.string.lowerCase(text)) : [];
  return nlp.tokens.stem(nlp.tokens.removeWords(nlp.tokens.propagateNegations(tokens)));
}

export function openWink(papers: readonly Paper[]): SearchSystem {
  const refused = new Refusals('document');
  const engine = bm25();
  engine.defineConfig({ fldWeights: { title: 2, abstract: 1 } });
  engine.definePrepTasks([prepared]);
  for (const [index, { key, title, abstract }] of papers.entries()) {
    try {
      engine.addDoc({ title, abstract }, index);
    } catch (thrown) {
      refused.add(key, thrown);
    }
  }
  engine.consolidate();
  const keys = papers.map(({ key }) => key);
  return {
    trouble: refused.told(),
    ask: (text, limit) => engine.search(text, limit).flatMap(([index]) => keys[Number(index)] ?? []),
  };
}
