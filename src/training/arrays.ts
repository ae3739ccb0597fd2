/** Arrays of numbers in memory that all threads see. */
export const int32s = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(length * 4));
export const float32s = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(length * 4));
export const float64s = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(length * 8));

/** Whole numbers whose count is not known beforehand. */
export class Int32List {
  #values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length] = value;
    this.length += 1;
  }

  /** Takes back all but the first `length`. */
  cut(length: number): void {
    this.length = length;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }
}
