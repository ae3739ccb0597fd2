import stringWidth from 'string-width';

const esc = String.fromCharCode(27);
/** A control sequence with its parameter and final letter, a link, or one sign. */
const parts = new RegExp(`${esc}\\[([0-9;]*)([A-Za-z])|${esc}\\]8;;[^${esc}]*${esc}\\\\|\\P{M}\\p{M}*`, 'gsu');

/**
 * A terminal's screen without a height: shows what a person would see of what was written to it. Strict: a sequence that
 * neither readline nor we ourselves should write throws.
 */
export class Tube {
  readonly #columns: number;
  readonly #rows: string[][] = [[]];
  #row = 0;
  #column = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** What stands on the screen, without spaces at the end of lines. */
  get lines(): readonly string[] {
    return this.#rows.map((row) =>
      Array.from(row, (sign) => sign ?? ' ')
        .join('')
        .trimEnd(),
    );
  }

  write(text: string): void {
    for (const [part, amount, final] of text.matchAll(parts)) {
      if (final !== undefined) this.#command(final, amount === '' ? undefined : Number.parseInt(amount ?? '', 10));
      else if (!part.startsWith(esc)) this.#sign(part);
    }
  }

  #command(final: string, amount: number | undefined): void {
    const count = amount ?? 1;
    switch (final) {
      case 'm':
        return;
      case 'A':
        this.#row = Math.max(0, this.#row - count);
        return;
      case 'C':
        this.#column += count;
        return;
      case 'D':
        this.#column = Math.max(0, this.#column - count);
        return;
      case 'G':
        this.#column = count - 1;
        return;
      case 'J':
        this.#rows.splice(this.#row + 1);
        this.#rows[this.#row] = this.#current.slice(0, this.#column);
        return;
      case 'K':
        this.#rows[this.#row] = this.#current.slice(0, this.#column);
        return;
      default:
        throw new Error(`The screen does not know ${final} (${amount}).`);
    }
  }

  get #current(): string[] {
    while (this.#rows.length <= this.#row) this.#rows.push([]);
    return this.#rows[this.#row] ?? [];
  }

  #sign(sign: string): void {
    if (sign === '\r') this.#column = 0;
    else if (sign === '\n') this.#feed();
    else if (/\p{Cc}/u.test(sign)) throw new Error(`The screen does not know ${JSON.stringify(sign)}.`);
    else this.#put(sign);
  }

  /** The terminal's line discipline turns a line feed into a return and a feed. */
  #feed(): void {
    this.#row += 1;
    this.#column = 0;
    void this.#current;
  }

  #put(sign: string): void {
    const width = stringWidth(sign);
    if (width > 0 && this.#column + width > this.#columns) this.#feed();
    const row = this.#current;
    row[this.#column] = sign;
    if (width === 2) row[this.#column + 1] = '';
    this.#column += width;
  }
}
