/** Slack's time stamps: `1732438800.000100`, seconds with six decimals; unique and rising. */
export class Stamps {
  readonly #now: () => number;
  #last = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  next(): string {
    this.#last = Math.max(Math.floor(this.#now()) * 1_000, this.#last + 1);
    return `${Math.floor(this.#last / 1_000_000)}.${String(this.#last % 1_000_000).padStart(6, '0')}`;
  }
}

export const isStamp = (text: string): boolean => /^\d{1,12}\.\d{6}$/.test(text);

/** As a number of microseconds, for comparing. Accepts whole seconds too, as Slack does for `oldest` and `latest`. */
export const microseconds = (stamp: string): number => Math.round(Number(stamp) * 1_000_000);

/** Ids as Slack shapes them: a letter or two, then capitals and digits. */
export class Ids {
  readonly #counts = new Map<string, number>();

  next(prefix: string): string {
    const count = (this.#counts.get(prefix) ?? 0) + 1;
    this.#counts.set(prefix, count);
    return `${prefix}0${count.toString(36).toUpperCase().padStart(8, '0')}`;
  }
}
