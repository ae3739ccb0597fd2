import { type Clock, type Instant, instant } from '../../../src/kernel/clock.js';

const minuteMs = 60_000;

/** When it began, and how it goes from there: the same for every process that is handed it. */
export interface ClockSettings {
  /** The machine's time at the beginning. */
  readonly began: number;
  /** What the clock said then. */
  readonly from: number;
  /** So many times as fast as the machine's. */
  readonly speed: number;
}

const machineNow = (): number => performance.timeOrigin + performance.now();

/** A clock that goes faster than the machine's, so that a wait of half a minute is one of a second or two. */
export class FastClock implements Clock {
  #settings: ClockSettings;

  constructor(settings: ClockSettings) {
    this.#settings = settings;
  }

  static from(from: number, speed: number): FastClock {
    return new FastClock({ began: machineNow(), from, speed });
  }

  get settings(): ClockSettings {
    return this.#settings;
  }

  /** Goes ahead by so much at once. A process that was handed the settings before does not hear of it. */
  skip(ms: number): void {
    this.#settings = { ...this.#settings, from: this.#settings.from + ms };
  }

  now = (): Instant => {
    const { began, from, speed } = this.#settings;
    return instant(Math.floor(from + (machineNow() - began) * speed));
  };

  monotonicMs = (): number => performance.now() * this.#settings.speed;

  sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      // A timer may be a part of a millisecond early, which the speed makes many of.
      const timer = setTimeout(end, Math.max(0, ms) / this.#settings.speed + 1);
      signal?.addEventListener('abort', end, { once: true });
    });

  everyMinute = (fire: () => Promise<void>): (() => void) => {
    const ended = new AbortController();
    const go = async (): Promise<void> => {
      while (!ended.signal.aborted) {
        await this.sleep(minuteMs - (this.now() % minuteMs), ended.signal);
        if (!ended.signal.aborted) await fire().catch(() => undefined);
      }
    };
    void go();
    return () => ended.abort('stopped');
  };
}
