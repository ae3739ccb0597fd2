import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, wordsOf } from '../../../src/search/fold.js';
import {
  type Field,
  fieldLengths,
  fieldRange,
  fields,
  lengthsBytes,
  packedTerms,
  readText,
  type SearchedText,
  unpackedTerms,
} from '../../../src/search/paper-terms.js';
import { idOf, tokenOf, tokensOf } from '../../../src/search/tokens.js';

const nothing: SearchedText = { title: '', abstract: '', authors: [], keywords: [] };
const packed = (text: Partial<SearchedText>): Uint8Array => {
  const whole = { ...nothing, ...text };
  return packedTerms(whole, readText(whole));
};

/** The numbers that a paper has in a field. */
function idsIn(text: Partial<SearchedText>, field: Field): readonly number[] {
  const terms = unpackedTerms(packed(text));
  const { from, to } = fieldRange(terms, field);
  return [...terms.ids.slice(from, to)];
}

const stems = (text: string): readonly number[] => tokensOf(text).map(({ stemId }) => stemId);
const parted = (texts: readonly string[]): readonly number[] => texts.flatMap((text) => [...stems(text), 0]);

const phrases = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 8 }).map((all) => all.join(' '));
const papers = fc.record({
  title: phrases,
  abstract: phrases,
  authors: fc.array(phrases, { maxLength: 4 }),
  keywords: fc.array(phrases, { maxLength: 3 }),
});

describe('the terms of a paper', () => {
  it('are read as they were packed, field by field', () => {
    fc.assert(
      fc.property(papers, (text) => {
        const { titleNames, otherNames } = readText(text);
        const [first = '', ...others] = text.authors;
        expect(idsIn(text, 'title')).toEqual(stems(text.title));
        expect(idsIn(text, 'typed')).toEqual(wordsOf(text.title).map(idOf));
        expect(idsIn(text, 'names')).toEqual(parted(titleNames));
        expect(idsIn(text, 'first')).toEqual(stems(first));
        expect(idsIn(text, 'others')).toEqual(parted(others));
        expect(idsIn(text, 'more')).toEqual(parted([...text.keywords, ...otherNames]));
        expect(idsIn(text, 'abstract')).toEqual(stems(text.abstract));
      }),
    );
  });

  it('have their lengths in the first bytes alone', () => {
    fc.assert(
      fc.property(papers, (text) => {
        const bytes = packed(text);
        const terms = unpackedTerms(bytes);
        const lengths = fields.map((field) => {
          const { from, to } = fieldRange(terms, field);
          return to - from;
        });
        expect(fieldLengths(bytes)).toEqual(lengths);
        expect(fieldLengths(bytes.slice(0, lengthsBytes))).toEqual(lengths);
      }),
    );
  });

  it('are none where there is no text at all', () => {
    const bytes = packed(nothing);
    expect(bytes).toHaveLength(lengthsBytes);
    expect(fieldLengths(bytes)).toEqual(fields.map(() => 0));
    expect(unpackedTerms(bytes).ids).toHaveLength(0);
    for (const field of fields) expect(idsIn({}, field)).toEqual([]);
  });

  it('are empty, not broken, where nothing is stored', () => {
    expect(unpackedTerms(new Uint8Array(0))).toMatchObject({ ends: fields.map(() => 0) });
    expect(fieldLengths(new Uint8Array(0))).toEqual(fields.map(() => 0));
  });

  it('are at most 4,000 in a field, the first ones', () => {
    const many = Array.from({ length: 4_001 }, (_, index) => `w${index.toString(36)}`);
    const text = { title: many.join(' '), abstract: many.join(' '), authors: ['Ada', ...many], keywords: many };
    const [title, typed, , first, others, more, abstract] = fieldLengths(packed(text));
    expect({ title, typed, first, others, more, abstract }).toEqual({
      ...{ title: 4_000, typed: 4_000, first: 1, others: 4_000, more: 4_000, abstract: 4_000 },
    });
    expect(idsIn(text, 'abstract').at(-1)).toBe(tokenOf(many[3_999] ?? '').stemId);
    expect(idsIn(text, 'first')).toEqual(stems('Ada'));
  });

  it('keep apart what does not belong side by side: authors, keywords, other spellings', () => {
    expect(idsIn({ authors: ['Ada Moon', 'Ben Sun', 'Eva Day'] }, 'others')).toEqual(parted(['Ben Sun', 'Eva Day']));
    expect(idsIn({ keywords: ['optimal transport', 'flows'] }, 'more')).toEqual(parted(['optimal transport', 'flows']));
  });

  it('have other spellings of names once: with the title when they are in it, else with the keywords', () => {
    const text = { title: 'GPT-4 at Work', abstract: 'GPT-4 and Low-Rank adapters.', keywords: ['low-rank'] };
    expect(idsIn(text, 'names')).toEqual(parted(['gpt4']));
    expect(idsIn(text, 'more')).toEqual(parted(['low-rank', 'lowrank']));
  });

  it('are the same for another case or other accents', () => {
    const text = { title: 'Schrödinger bridges', abstract: 'ÉTAT de l’art', authors: ['Jürgen Müller'] };
    const folded = { title: fold(text.title), abstract: fold(text.abstract), authors: text.authors.map(fold) };
    expect(packed(folded)).toEqual(packed(text));
  });
});
