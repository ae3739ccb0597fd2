/** Lets one writer in at a time, in the order of asking. */
export class WriteQueue {
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  enter(): Promise<void> {
    if (this.#taken) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#taken = true;
    return Promise.resolve();
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken = false;
    else next();
  }
}
