/** What filters compare of a paper, and its row in the FTS5 tables `paper_text` and `paper_name`. */
export interface PaperDocRow {
  readonly doc: number;
  readonly paper_key: string;
  readonly published_on: string | null;
  /** JSON: folded names, each with a space around every word. */
  readonly authors: string;
  /** Lower case, with a space around each. */
  readonly categories: string;
  /** Folded, with a space around every word. */
  readonly organization: string;
}
