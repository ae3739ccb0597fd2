import type { FaultOutcome } from '../fault.js';
import type { Difference } from './count.js';

const shown = 3;

/** What a fault's histories come to. */
export class Tally {
  readonly #wrong: string[] = [];
  #times = 0;
  #editions = 0;
  #sent = 0;
  #lost = 0;
  #extra = 0;
  #crashes = 0;

  /** One history, with so many reactions changed. */
  add(where: string, sent: number, { lost, extra }: Difference): void {
    this.#times += 1;
    this.#sent += sent;
    this.#lost += lost.length;
    this.#extra += extra.length;
    if (lost.length > 0) this.wrong(`${where}: not counted: ${lost.slice(0, shown).join(', ')}`);
    if (extra.length > 0) this.wrong(`${where}: counted though it does not stand: ${extra.slice(0, shown).join(', ')}`);
  }

  edition(): void {
    this.#editions += 1;
  }

  crash(): void {
    this.#crashes += 1;
  }

  /** One more time the fault was done, where no votes are compared. */
  done(): void {
    this.#times += 1;
  }

  wrong(sentence: string): void {
    this.#wrong.push(sentence);
  }

  /** Wrong unless it holds. */
  expect(isSo: boolean, sentence: string): void {
    if (!isSo) this.wrong(sentence);
  }

  /** Nothing is lost, double or wrong so far. */
  get isWell(): boolean {
    return this.#wrong.length + this.#lost + this.#extra === 0;
  }

  outcome(): FaultOutcome {
    return {
      kind: 'ran',
      times: this.#times,
      figures: {
        ...{ editions: this.#editions, crashes: this.#crashes, duplicates: this.#extra },
        ...{ reactionsSent: this.#sent, reactionsLost: this.#lost },
      },
      wrong: this.#wrong,
    };
  }
}
