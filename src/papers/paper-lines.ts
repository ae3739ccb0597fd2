import { type Inline, type Line, link, strong, text } from '../view/view.js';
import { oneLineSummary } from './one-line-summary.js';
import type { Paper } from './paper.js';
import { paperUrl } from './paper-links.js';

const separator = text(' · ');

/** The title, linked to the paper's page. */
export const titleLine = (paper: Paper): Line => ({
  role: 'title',
  inlines: [link(paperUrl(paper), [strong(paper.title)])],
});

/** `Xin Ding, Liang Mi +13`; undefined when nobody is named. */
export function authorsText(authors: readonly string[], named = 2): string | undefined {
  if (authors.length === 0) return undefined;
  const rest = authors.length - named;
  return authors.slice(0, named).join(', ') + (rest > 0 ? ` +${rest}` : '');
}

/** `▲ 74`. */
export const upvotesText = (upvotes: number): string => `▲ ${upvotes}`;

/** A link `code`, with the stars when they are known. */
export function codeLink(paper: Paper): Inline | undefined {
  if (paper.code === null) return undefined;
  const stars = paper.code.stars === null || paper.code.stars === 0 ? '' : ` ★ ${paper.code.stars}`;
  return link(paper.code.url, `code${stars}`);
}

/** Joins what there is to say by ` · `. */
export function dotted(inlines: readonly (Inline | string | undefined)[]): readonly Inline[] {
  const said = inlines.filter((inline): inline is Inline | string => inline !== undefined && inline !== '');
  return said.flatMap((inline, index): readonly Inline[] => {
    const one = typeof inline === 'string' ? text(inline) : inline;
    return index === 0 ? [one] : [separator, one];
  });
}

/** First authors, organization, upvotes and code: `Xin Ding, Liang Mi +13 · Microsoft · ▲ 74 · code ★ 412`. */
export const factsLine = (paper: Paper, upvotes: number): Line => ({
  role: 'facts',
  inlines: dotted([authorsText(paper.authors), paper.organization ?? undefined, upvotesText(upvotes), codeLink(paper)]),
});

/** The one-line summary, when the paper has a summary or an abstract. */
export function summaryLine(paper: Paper): Line | undefined {
  const summary = oneLineSummary(paper);
  return summary === null ? undefined : { role: 'body', inlines: [text(summary)] };
}
