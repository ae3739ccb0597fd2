import { aliasesOf } from './alias.js';
import { type Token, tokensOf } from './tokens.js';

/** The parts of a paper that ranking looks at, in the order in which they are stored. */
export const fields = ['title', 'typed', 'names', 'first', 'others', 'more', 'abstract'] as const;
/**
 * `title`: stems of the title; `typed`: its words as written; `names`: other spellings of names in the title; `first`: the first author;
 * `others`: the other authors; `more`: keywords, and other spellings of names in the abstract; `abstract`: its stems.
 */
export type Field = (typeof fields)[number];

/** The fields that hold stems; `typed` alone holds words as written. */
export type StemField = Exclude<Field, 'typed'>;
export const stemFields = fields.filter((field) => field !== 'typed');

/** Numbers of words (see `tokens.ts`), field after field; a 0 parts what does not belong side by side. */
export interface PaperTerms {
  readonly ids: Uint32Array;
  /** Where each field ends in `ids`, in the order of `fields`. */
  readonly ends: readonly number[];
}

export interface FieldRange {
  readonly from: number;
  readonly to: number;
}

const places = Object.fromEntries(fields.map((field, place) => [field, place])) as { readonly [K in Field]: number };

/** Where a field lies in `ids`. */
export function fieldRange({ ends }: PaperTerms, field: Field): FieldRange {
  const place = places[field];
  const from = ends[place - 1] ?? 0;
  return { from, to: ends[place] ?? from };
}

/** What of a paper search looks into. */
export interface SearchedText {
  readonly title: string;
  readonly abstract: string;
  readonly authors: readonly string[];
  readonly keywords: readonly string[];
}

/** What is read of a paper's text once, for all that is made of it. */
export interface ReadText {
  readonly title: readonly Token[];
  readonly abstract: readonly Token[];
  /** Other spellings of names in the title, and of those that are only elsewhere in the text. */
  readonly titleNames: readonly string[];
  readonly otherNames: readonly string[];
}

export function readText({ title, abstract, keywords }: SearchedText): ReadText {
  const titleNames = aliasesOf(title);
  const elsewhere = [abstract, ...keywords].flatMap(aliasesOf);
  const otherNames = [...new Set(elsewhere)].filter((name) => !titleNames.includes(name));
  return { title: tokensOf(title), abstract: tokensOf(abstract), titleNames, otherNames };
}

const none = 0;
const idBytes = 3;
const headBytes = 2 * fields.length;
/** Bounds what one paper takes; the longest real abstract has some 400 words, the longest list of authors 664 names. */
const longestField = 4_000;

/** The terms of a paper as they are stored: the length of each field in two bytes, then each number in three, low byte first. */
export function packedTerms({ authors, keywords }: SearchedText, text: ReadText): Uint8Array {
  return pack([
    stemIds(text.title),
    text.title.map(({ wordId }) => wordId),
    parted(text.titleNames),
    stemIds(tokensOf(authors[0] ?? '')),
    parted(authors.slice(1)),
    parted([...keywords, ...text.otherNames]),
    stemIds(text.abstract),
  ]);
}

const stemIds = (tokens: readonly Token[]): readonly number[] => tokens.map(({ stemId }) => stemId);

function parted(texts: readonly string[]): readonly number[] {
  const ids: number[] = [];
  for (const text of texts) {
    for (const { stemId } of tokensOf(text)) ids.push(stemId);
    ids.push(none);
  }
  return ids;
}

function pack(lists: readonly (readonly number[])[]): Uint8Array {
  const lengths = lists.map((list) => Math.min(list.length, longestField));
  const packed = new Uint8Array(headBytes + idBytes * lengths.reduce((sum, length) => sum + length, 0));
  let at = headBytes;
  for (const [field, list] of lists.entries()) {
    const length = lengths[field] ?? 0;
    packed[2 * field] = length & 0xff;
    packed[2 * field + 1] = length >> 8;
    for (let index = 0; index < length; index += 1, at += idBytes) {
      const id = list[index] ?? none;
      packed[at] = id & 0xff;
      packed[at + 1] = (id >> 8) & 0xff;
      packed[at + 2] = id >> 16;
    }
  }
  return packed;
}

export function unpackedTerms(packed: Uint8Array): PaperTerms {
  const byte = (at: number): number => packed[at] ?? 0;
  let end = 0;
  const ends = fields.map((_, field) => {
    end += byte(2 * field) | (byte(2 * field + 1) << 8);
    return end;
  });
  const ids = new Uint32Array(end);
  for (let index = 0, at = headBytes; index < end; index += 1, at += idBytes) {
    ids[index] = byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16);
  }
  return { ids, ends };
}

/** The words in each field, by the head of what `packedTerms` made alone. */
export const fieldLengths = (packed: Uint8Array): readonly number[] =>
  fields.map((_, field) => (packed[2 * field] ?? 0) | ((packed[2 * field + 1] ?? 0) << 8));

/** How many bytes `fieldLengths` needs. */
export const lengthsBytes = headBytes;
