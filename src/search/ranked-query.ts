/** One way to write a term: numbers of stems that follow each other, and how telling it is. */
export interface RankedSpelling {
  readonly ids: readonly number[];
  readonly idf: number;
}

/** What is asked for: the best of its spellings counts, or its words one by one where these together count more. */
export interface RankedTerm {
  readonly spellings: readonly RankedSpelling[];
  readonly parts: readonly RankedSpelling[];
}

/** A word as typed: numbers of the words it may be in a title, and of the stems it may be among other spellings of names there. */
export interface TypedWord {
  readonly words: readonly number[];
  readonly stems: readonly number[];
}

/** A query as ranking reads it. */
export interface RankedQuery {
  readonly terms: readonly RankedTerm[];
  /** The telling words as typed, each with what it may be a slip of. */
  readonly typed: readonly TypedWord[];
  /** Numbers of the stems of all that was typed, in order. */
  readonly phrase: readonly number[];
  /** Numbers of the words of all that was typed, in order. */
  readonly typedPhrase: readonly number[];
}
