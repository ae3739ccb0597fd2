import { contentHash } from '../kernel/ids.js';

const mostHashes = 10_000;

/**
 * What the store knows of content that is kept under its hash, so that what thousands of editions share is not written, nor looked
 * up, for each of them. It only saves work: forgetting is harmless, while a hash whose transaction was rolled back must
 * never count as committed.
 */
export class ContentAddresses {
  readonly #committed = new Set<string>();
  #last: { readonly content: string; readonly hash: string } | undefined;

  /** The editions of one morning come one after the other with the same content: hashing it once is enough. */
  hashOf(content: string): string {
    if (this.#last?.content !== content) this.#last = { content, hash: contentHash(content) };
    return this.#last.hash;
  }

  isCommitted(hash: string): boolean {
    return this.#committed.has(hash);
  }

  committed(hash: string): void {
    if (this.#committed.size >= mostHashes) this.#committed.clear();
    this.#committed.add(hash);
  }
}
