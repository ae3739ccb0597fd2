const minuteMs = 60_000;
const dayMs = 86_400_000;
/** No zone changes its clocks twice within it: the shortest time between two changes is the month of Ramadan in Morocco. */
const stepMs = 10 * dayMs;

/** The clock on the wall of a zone, as Intl shows it, which knows the zones but nothing of the program's rules. */
export class Wall {
  readonly zone: string;
  readonly #form: Intl.DateTimeFormat;

  constructor(zone: string) {
    this.zone = zone;
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    this.#form = new Intl.DateTimeFormat('sv-SE', { ...digits, timeZone: zone });
  }

  /** `2026-11-25 09:00` */
  read(at: number): string {
    return this.#form.format(at);
  }

  dateAt(at: number): string {
    return this.read(at).slice(0, 10);
  }

  offset(at: number): number {
    return Date.parse(`${this.read(at).replace(' ', 'T')}:00Z`) - Math.floor(at / minuteMs) * minuteMs;
  }

  /** When the clocks change from `start` to `end`: the first minute of the new time. */
  changes(start: number, end: number): readonly number[] {
    const found: number[] = [];
    let before = this.offset(start);
    for (let at = start; at < end; at += stepMs) {
      const after = this.offset(at + stepMs);
      if (before !== after) found.push(this.#changeIn(at, at + stepMs));
      before = after;
    }
    return found;
  }

  /** Whether a daily run of that time takes place then on its date: at the time, or at the edge of the gap that leaves it out. */
  isPlaceOf(time: string, at: number): boolean {
    const shown = this.read(at);
    const wanted = `${shown.slice(0, 10)} ${time}`;
    if (shown === wanted) return !this.#showedBefore(wanted, at);
    const before = this.read(at - minuteMs);
    const endsGap = shown > wanted && before < wanted;
    const lastOfDate = shown < wanted && this.dateAt(at + minuteMs) > shown.slice(0, 10);
    return endsGap || lastOfDate;
  }

  /** Of a time that comes twice, whether this is the second pass. */
  #showedBefore(wanted: string, at: number): boolean {
    const back = this.offset(at - dayMs) - this.offset(at);
    return back > 0 && this.read(at - back) === wanted;
  }

  #changeIn(from: number, to: number): number {
    const after = this.offset(to);
    let [old, changed] = [from, to];
    while (changed - old > minuteMs) {
      const middle = old + Math.floor((changed - old) / minuteMs / 2) * minuteMs;
      if (this.offset(middle) === after) changed = middle;
      else old = middle;
    }
    return changed;
  }
}
