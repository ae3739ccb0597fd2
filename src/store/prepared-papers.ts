import type { Paper, PaperKey } from '../papers/paper.js';
import type { SearchModel } from '../search/model.js';
import { rowOfPaper } from './paper-rows.js';
import { type IndexEntry, indexEntry } from './search-index.js';

/** What the index is to have of papers, made ahead. */
export class PreparedPapers {
  readonly #model: SearchModel | undefined;
  readonly #entries = new Map<PaperKey, { readonly text: string; readonly entry: IndexEntry }>();

  constructor(model: SearchModel | undefined) {
    this.#model = model;
  }

  add(paper: Paper): void {
    this.#entries.set(paper.key, { text: textOf(paper), entry: indexEntry(paper, this.#model) });
  }

  /** Undefined when the paper or the model has become another since. */
  entryOf(paper: Paper, model: SearchModel | undefined): IndexEntry | undefined {
    const known = this.#entries.get(paper.key);
    return known?.text === textOf(paper) && model?.id === this.#model?.id ? known.entry : undefined;
  }
}

/** All of which an entry is made. */
function textOf(paper: Paper): string {
  const { title, abstract, authors, keywords } = rowOfPaper(paper);
  return JSON.stringify([title, abstract, authors, keywords]);
}
