import { type EditionContent, thaw } from '../editions/content.js';
import { type Part, partView } from '../editions/layout.js';
import { keepLatest } from '../kernel/keep-latest.js';
import type { PaperKey } from '../papers/paper.js';
import type { ChatAdapter } from '../platform/adapter.js';
import type { MessageView } from '../view/view.js';
import type { Tally } from '../votes/repository.js';

/** A morning has few editions, however many channels get them. */
const mostContents = 16;

interface Known {
  readonly content: EditionContent;
  /** Of parts on which nobody has voted yet. */
  readonly views: Map<string, MessageView>;
}

/** What the parts of editions say. Thousands of channels get the same list in the same minutes, so that it is made once. */
export class PartViews {
  readonly #known = new Map<string, Known>();

  content(frozen: string): EditionContent {
    return this.#of(frozen).content;
  }

  view(
    frozen: string,
    part: Part,
    tallies: ReadonlyMap<PaperKey, Tally>,
    { id, limits }: Pick<ChatAdapter, 'id' | 'limits'>,
  ): MessageView {
    const { content, views } = this.#of(frozen);
    if (tallies.size > 0) return partView(content, part, tallies, limits);
    const key = JSON.stringify([id, part.role, part.papers]);
    const view = views.get(key) ?? partView(content, part, tallies, limits);
    views.set(key, view);
    return view;
  }

  #of(frozen: string): Known {
    const known = this.#known.get(frozen) ?? { content: thaw(frozen), views: new Map() };
    keepLatest(this.#known, frozen, known, mostContents);
    return known;
  }
}
