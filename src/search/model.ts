import type { IsoDate } from '../kernel/dates.js';
import { BroadsheetError } from '../kernel/errors.js';
import { contentHash } from '../kernel/ids.js';

/** What a model was made of and how, so that it can be made again. */
export interface ModelOrigin {
  /** Where the papers came from, in words. */
  readonly source: string;
  /** How many papers it learnt from, and the first and the last day on which they were published. */
  readonly papers: number;
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  readonly seed: number;
  readonly steps: number;
  /** How many papers it was tried on that it had not learnt from, and among how many papers each was looked for. */
  readonly heldOut: number;
  readonly among: number;
  /** The share of those whose abstract comes first when their title is looked for; null when none were held out. */
  readonly accuracy: number | null;
}

/** The words of a text by their stems, stop words left out, and how much one of them counts. */
export interface ModelField {
  readonly stems: readonly string[];
  readonly weight: number;
}

/** Knows of some thousand stems which mean something alike, as directions in space. */
export interface SearchModel {
  /** Another one for another content: vectors of models with different ids cannot be compared. */
  readonly id: string;
  readonly dimensions: number;
  /** The stems that it knows, the most frequent ones first. */
  readonly stems: readonly string[];
  readonly origin: ModelOrigin;
  /** The direction of a text, of length 1; undefined when no stem of it is known. */
  embed(fields: readonly ModelField[]): Float32Array | undefined;
}

/** A model as it is written: one row of whole numbers a stem, and what to multiply it by. */
export interface ModelParts {
  readonly origin: ModelOrigin;
  readonly stems: readonly string[];
  readonly dimensions: number;
  readonly scales: Float32Array;
  readonly rows: Int8Array;
}

/*
 * The file, little-endian: 8 bytes of signature, the last one the version; the length of the header; the header in JSON; a scale
 * (float32) a stem; a row (int8) a stem; the stems, each on its line; 16 bytes of SHA-256 of all before it.
 */
const signature = Uint8Array.of(0x89, 0x42, 0x53, 0x4d, 0x0d, 0x0a, 0x1a, 1);
const versionAt = signature.length - 1;
const headerAt = signature.length + 4;
const hashBytes = 16;
const mostStems = 1_000_000;
const mostDimensions = 4096;

interface Header {
  readonly dimensions: number;
  readonly stems: number;
  readonly origin: ModelOrigin;
}

export function writeModel({ origin, stems, dimensions, scales, rows }: ModelParts): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify({ dimensions, stems: stems.length, origin } satisfies Header));
  const words = new TextEncoder().encode(stems.join('\n'));
  const scalesAt = headerAt + header.length;
  const rowsAt = scalesAt + scales.length * 4;
  const end = rowsAt + rows.length + words.length;
  const bytes = new Uint8Array(end + hashBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(signature);
  view.setUint32(signature.length, header.length, true);
  bytes.set(header, headerAt);
  for (const [index, scale] of scales.entries()) view.setFloat32(scalesAt + index * 4, scale, true);
  bytes.set(new Uint8Array(rows.buffer, rows.byteOffset, rows.length), rowsAt);
  bytes.set(words, rowsAt + rows.length);
  bytes.set(bytesOf(contentHash(bytes.subarray(0, end))), end);
  return bytes;
}

const bytesOf = (hash: string): Uint8Array =>
  Uint8Array.from(hash.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));

const hint = 'Get config/search-model.bin of this version again, or make a model: broadsheet train --help.';
const unusable = (why: string): BroadsheetError => new BroadsheetError('data', `The search model ${why}.`, hint);

/** Whether a file that begins like this is a model, of whatever version. */
export const isModel = (bytes: Uint8Array): boolean =>
  signature.every((byte, at) => at === versionAt || bytes[at] === byte);

/**
 * Reads a model that `writeModel` wrote; the bytes are copied.
 *
 * @throws BroadsheetError of code `data` when they are no model, are cut off or damaged.
 */
export function readModel(bytes: Uint8Array): SearchModel {
  if (!isModel(bytes)) throw unusable('is in a file that holds none');
  if (bytes[versionAt] !== signature[versionAt]) throw unusable('is of a version that this Broadsheet cannot read');
  const end = bytes.length - hashBytes;
  const id = contentHash(bytes.subarray(0, Math.max(0, end)));
  if (end < headerAt || bytesOf(id).some((byte, at) => bytes[end + at] !== byte))
    throw unusable('is cut off or damaged');
  return new Table(partsOf(bytes.subarray(0, end)), id.slice(0, 16));
}

/** Whoever writes a right checksum under wrong sizes gets the same answer as a torn file. */
function partsOf(bytes: Uint8Array): ModelParts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const scalesAt = headerAt + view.getUint32(signature.length, true);
  const { dimensions, stems: count, origin } = headerOf(bytes.subarray(headerAt, scalesAt));
  const rowsAt = scalesAt + count * 4;
  const wordsAt = rowsAt + count * dimensions;
  if (wordsAt > bytes.length) throw unusable('is shorter than it says');
  const stems = new TextDecoder().decode(bytes.subarray(wordsAt)).split('\n');
  const scales = Float32Array.from({ length: count }, (_, row) => view.getFloat32(scalesAt + row * 4, true));
  if (stems.length !== count) throw unusable('has not as many words as it says');
  if (!scales.every(Number.isFinite)) throw unusable('holds numbers that are none');
  // Not by `slice`, which copies nothing where the bytes are a Buffer.
  const rows = Int8Array.from(new Int8Array(bytes.buffer, bytes.byteOffset + rowsAt, wordsAt - rowsAt));
  return { origin, stems, dimensions, scales, rows };
}

const isCount = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;

function headerOf(bytes: Uint8Array): Header {
  try {
    const header = JSON.parse(new TextDecoder().decode(bytes)) as Header;
    const isWhole = isCount(header.dimensions, mostDimensions) && isCount(header.stems, mostStems);
    if (isWhole && typeof header.origin === 'object') return header;
  } catch {
    // Said below.
  }
  throw unusable('has a header that cannot be read');
}

class Table implements SearchModel {
  readonly id: string;
  readonly dimensions: number;
  readonly origin: ModelOrigin;
  readonly stems: readonly string[];
  readonly #index: ReadonlyMap<string, number>;
  readonly #scales: Float32Array;
  readonly #rows: Int8Array;
  /** Used again for each text: how often the stem of a row stands in it, all zeros between two texts, and the sum of the rows. */
  readonly #counts: Float64Array;
  readonly #sum: Float64Array;

  constructor({ origin, stems, dimensions, scales, rows }: ModelParts, id: string) {
    this.id = id;
    this.dimensions = dimensions;
    this.origin = origin;
    this.stems = stems;
    this.#index = new Map(stems.map((stem, row) => [stem, row]));
    this.#scales = scales;
    this.#rows = rows;
    this.#counts = new Float64Array(stems.length);
    this.#sum = new Float64Array(dimensions);
  }

  embed(fields: readonly ModelField[]): Float32Array | undefined {
    const rows = this.#count(fields);
    this.#sum.fill(0);
    for (const row of rows) {
      this.#add(row, Math.log(1 + (this.#counts[row] ?? 0)));
      this.#counts[row] = 0;
    }
    let square = 0;
    for (let at = 0; at < this.dimensions; at += 1) square += (this.#sum[at] ?? 0) ** 2;
    if (!(square > 0 && square < Number.POSITIVE_INFINITY)) return undefined;
    const length = Math.sqrt(square);
    // An import embeds every paper: to map over the numbers would take as long as adding them up.
    const direction = new Float32Array(this.dimensions);
    for (let at = 0; at < direction.length; at += 1) direction[at] = (this.#sum[at] ?? 0) / length;
    return direction;
  }

  /** Counts how often each known stem stands there, weighted; gives the rows that have a count. */
  #count(fields: readonly ModelField[]): readonly number[] {
    const rows: number[] = [];
    for (const { stems, weight } of fields) {
      for (const stem of stems) {
        const row = this.#index.get(stem);
        if (row === undefined) continue;
        if (this.#counts[row] === 0) rows.push(row);
        this.#counts[row] = (this.#counts[row] ?? 0) + weight;
      }
    }
    return rows;
  }

  #add(row: number, weight: number): void {
    addScaled(this.#sum, this.#rows, row * this.dimensions, weight * (this.#scales[row] ?? 0));
  }
}

/** Adds a row to the sum. Four at a time takes two thirds of one at a time, and to ask whether a number is there as long as adding it. */
function addScaled(sum: Float64Array, rows: Int8Array, from: number, factor: number): void {
  let at = 0;
  for (let row = from; at + 3 < sum.length; at += 4, row += 4) {
    sum[at] = (sum[at] as number) + factor * (rows[row] as number);
    sum[at + 1] = (sum[at + 1] as number) + factor * (rows[row + 1] as number);
    sum[at + 2] = (sum[at + 2] as number) + factor * (rows[row + 2] as number);
    sum[at + 3] = (sum[at + 3] as number) + factor * (rows[row + 3] as number);
  }
  for (; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) + factor * (rows[from + at] ?? 0);
}
