import { type FakeClock, settle } from '../../fake/clock.js';

const stepMs = 250;
const calmTurns = 2;
/** Of real time: whoever waits longer waits in vain. */
const patienceMs = 20_000;

/** Moves a fake clock only while a history waits, and never while a request is under way: its answer comes through a real socket. */
export class Flow {
  readonly #clock: FakeClock;
  readonly #isBusy: () => boolean;

  constructor(clock: FakeClock, isBusy: () => boolean) {
    this.#clock = clock;
    this.#isBusy = isBusy;
  }

  async until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const end = performance.now() + patienceMs;
    while (!(await isSo())) {
      if (performance.now() > end) throw new Error(`It never came to pass: ${what}.`);
      await this.#turn();
    }
  }

  async during<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = (): void => {
      isDone = true;
    };
    work.then(done, done);
    await this.until(() => isDone, 'the end of a piece of work');
    return work;
  }

  async pass(ms: number): Promise<void> {
    const end = this.#clock.now() + ms;
    await this.until(() => this.#clock.now() >= end, `${ms} ms`);
  }

  /** Time goes by in which nothing of the program runs. */
  skip(ms: number): void {
    this.#clock.jumpTo(new Date(this.#clock.now() + ms).toISOString());
  }

  async #turn(): Promise<void> {
    for (let turn = 0; turn < calmTurns; turn += 1) {
      await settle();
      // A turn of the system's own events: what came in by sockets is seen before time goes on.
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (this.#isBusy()) return;
    }
    await this.#clock.advance(stepMs);
  }
}
