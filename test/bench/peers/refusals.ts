import { reasonOf } from '../../../src/kernel/errors.js';

/** Counts what a library throws on, so that one odd document does not end a whole measurement. */
export class Refusals {
  readonly #what: string;
  #count = 0;
  #first = '';

  constructor(what: 'document' | 'question') {
    this.#what = what;
  }

  add(name: string, thrown: unknown): void {
    this.#count += 1;
    if (this.#count === 1) this.#first = `the first is "${name}": ${reasonOf(thrown)}`;
  }

  /** One sentence, or none when nothing was refused. */
  told(): readonly string[] {
    return this.#count === 0 ? [] : [`it threw on ${this.#count} ${this.#what}s, ${this.#first}`];
  }
}
