import { type FakeClock, settle } from '../../fake/clock.js';

const stepMs = 100;
const calmTurns = 3;

/**
 * Lets the time of a fake clock run while nothing else happens, so that code that paces itself goes on: not while a request is under way,
 * or a time-out would come before an answer that is on its way through a real socket.
 */
export class Tide {
  readonly #clock: FakeClock;
  readonly #isBusy: () => boolean;
  #isRunning = true;

  constructor(clock: FakeClock, isBusy: () => boolean) {
    this.#clock = clock;
    this.#isBusy = isBusy;
    void this.#run();
  }

  stop(): void {
    this.#isRunning = false;
  }

  async #run(): Promise<void> {
    let calm = 0;
    while (this.#isRunning) {
      await settle();
      // A turn of the system's own events: what came in by sockets is seen before time goes on.
      await new Promise((resolve) => setTimeout(resolve, 1));
      calm = this.#isBusy() || this.#clock.sleepers === 0 ? 0 : calm + 1;
      if (calm >= calmTurns) await this.#clock.advance(stepMs);
    }
  }
}
