import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BroadsheetError } from '../../../src/kernel/errors.js';
import { contentHash } from '../../../src/kernel/ids.js';
import { isModel, readModel, writeModel } from '../../../src/search/model.js';
import { cosine, largest, quantized } from '../../../src/search/vector.js';
import { origin, partsOf } from './made-up-model.js';

const parts = partsOf({ graph: [1, 0, 0, 0], network: [1, 1, 0, 0], cell: [0, 0, 1, 0], nothing: [0, 0, 0, 0] });
const model = readModel(writeModel(parts));
const embedded = (...stems: readonly string[]): Float32Array | undefined => model.embed([{ stems, weight: 1 }]);

const dimensions = fc.constantFrom(1, 4, 7, 32);
const component = fc.integer({ min: -1000, max: 1000 }).map((thousandths) => thousandths / 1000);
const models = dimensions.chain((width) =>
  fc.dictionary(
    fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).filter((stem) => !stem.includes('\n')),
    fc.array(component, { minLength: width, maxLength: width }),
    { minKeys: 1, maxKeys: 20 },
  ),
);

const errorOf = (bytes: Uint8Array): BroadsheetError => {
  try {
    readModel(bytes);
  } catch (thrown) {
    if (thrown instanceof BroadsheetError) return thrown;
    throw thrown;
  }
  throw new Error('It was read.');
};

/** The same bytes with a checksum that fits. */
function sealed(bytes: Uint8Array): Uint8Array {
  const hash = Buffer.from(contentHash(bytes.subarray(0, bytes.length - 16)), 'hex');
  const whole = Uint8Array.from(bytes);
  whole.set(hash, bytes.length - 16);
  return whole;
}

describe('a search model', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(models, (rows) => {
        const written = partsOf(rows);
        const read = readModel(writeModel(written));
        expect(read).toMatchObject({ dimensions: written.dimensions, stems: written.stems, origin });
        for (const [index, stem] of written.stems.entries()) {
          const row = written.rows.subarray(index * written.dimensions, (index + 1) * written.dimensions);
          const direction = read.embed([{ stems: [stem], weight: 1 }]);
          if (direction === undefined) expect(row.every((value) => value === 0)).toBe(true);
          else expect(cosine(direction, row)).toBeCloseTo(1, 5);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('has the same id for the same content and another one for another', () => {
    expect(readModel(writeModel(parts)).id).toBe(model.id);
    expect(readModel(writeModel({ ...parts, origin: { ...origin, seed: 2 } })).id).not.toBe(model.id);
    expect(model.id).toMatch(/^[0-9a-f]{16}$/);
  });

  test('gives directions of length 1, whatever the text', () => {
    const words = fc.constantFrom(...parts.stems, 'unheard');
    const fields = fc.array(fc.record({ stems: fc.array(words), weight: fc.constantFrom(1, 2, 0.5) }));
    fc.assert(
      fc.property(fields, (text) => {
        const direction = model.embed(text);
        if (direction !== undefined) expect(Math.hypot(...direction)).toBeCloseTo(1, 5);
      }),
    );
  });

  test('knows no direction for a text of unknown words, and none for words without one', () => {
    expect(model.embed([])).toBeUndefined();
    expect(embedded('unheard', '__proto__', 'constructor')).toBeUndefined();
    expect(embedded('nothing')).toBeUndefined();
  });

  test('counts a word by the logarithm of how often it stands there, fields weighted', () => {
    const twice = model.embed([
      { stems: ['graph'], weight: 2 },
      { stems: ['graph', 'cell'], weight: 1 },
    ]);
    const [along = 0, , up = 0] = twice ?? [];
    expect(along / up).toBeCloseTo(Math.log(4) / Math.log(2), 4);
  });

  test('can be read from anywhere in a larger piece of memory, and keeps nothing of it', () => {
    const bytes = writeModel(parts);
    for (const memory of [new Uint8Array(bytes.length + 3), Buffer.alloc(bytes.length + 3)]) {
      memory.set(bytes, 3);
      const read = readModel(memory.subarray(3));
      memory.fill(77);
      expect(read.id).toBe(model.id);
      for (const stem of parts.stems) expect(read.embed([{ stems: [stem], weight: 1 }])).toEqual(embedded(stem));
    }
  });
});

describe('a file that is no model', () => {
  const whole = writeModel(parts);

  test('is told from one, whatever its version', () => {
    expect(isModel(whole)).toBe(true);
    expect(isModel(Uint8Array.from(whole).fill(99, 7, 8))).toBe(true);
    expect(isModel(Buffer.from('PK\u0003\u0004 something else'))).toBe(false);
    expect(isModel(new Uint8Array(0))).toBe(false);
  });

  test('is refused with one sentence', () => {
    expect(errorOf(new Uint8Array(0)).message).toBe('The search model is in a file that holds none.');
    expect(errorOf(Buffer.from('{"id": "2405.14906"}')).message).toBe('The search model is in a file that holds none.');
    expect(errorOf(Uint8Array.from(whole).fill(99, 7, 8)).message).toBe(
      'The search model is of a version that this Broadsheet cannot read.',
    );
    expect(errorOf(whole.subarray(0, 100))).toMatchObject({
      code: 'data',
      message: 'The search model is cut off or damaged.',
      hint: expect.stringContaining('broadsheet train'),
    });
  });

  test('is refused wherever it is cut off or a byte is wrong', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Uint8Array.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        expect(errorOf(damaged).code).toBe('data');
        expect(errorOf(whole.subarray(0, at)).code).toBe('data');
      }),
    );
  });

  test('is refused when it has a right checksum over wrong sizes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 60 }), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const damaged = sealed(Uint8Array.from(whole).fill(byte, at, at + 1));
        try {
          readModel(damaged).embed([{ stems: ['graph', 'cell'], weight: 1 }]);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(BroadsheetError);
        }
      }),
    );
    const header = Buffer.from(whole).toString('latin1').replace('"stems":4', '"stems":9');
    expect(errorOf(sealed(Buffer.from(header, 'latin1'))).message).toMatch(/^The search model .*\.$/);
    const scales = partsOf({ graph: [1, 0] });
    const notNumbers = writeModel({ ...scales, scales: Float32Array.of(Number.NaN) });
    expect(errorOf(notNumbers).message).toBe('The search model holds numbers that are none.');
  });
});

describe('a quantized vector', () => {
  const vectors = fc.float32Array({ minLength: 1, maxLength: 64, noNaN: true, min: -1e6, max: 1e6 });

  test('is off by half a step at most, and its largest component is 127', () => {
    fc.assert(
      fc.property(vectors, (vector) => {
        const whole = quantized(vector);
        const step = largest(vector) / 127;
        if (step === 0) return;
        expect(Math.max(...whole.map(Math.abs))).toBe(127);
        for (const [at, component] of vector.entries()) {
          expect(Math.abs((whole[at] ?? 0) * step - component)).toBeLessThanOrEqual(step * 0.5001);
        }
      }),
    );
  });

  test('has no direction when the vector has none', () => {
    expect(quantized(Float32Array.of(0, 0))).toHaveLength(0);
    expect(quantized(Float32Array.of(Number.NaN, 1))).toHaveLength(0);
    expect(quantized(Float32Array.of(Number.POSITIVE_INFINITY, 1))).toHaveLength(0);
  });
});

describe('the cosine', () => {
  test('depends on no length, is 1 for the same direction and 0 where there is none', () => {
    expect(cosine(Float32Array.of(0.5, 0.5), Int8Array.of(127, 127))).toBeCloseTo(1, 6);
    expect(cosine(Float32Array.of(3, 0), Int8Array.of(0, 9))).toBe(0);
    expect(cosine(Float32Array.of(-2, 0), Int8Array.of(1, 0))).toBe(-1);
    expect(cosine(Float32Array.of(0, 0), Int8Array.of(1, 0))).toBe(0);
    expect(cosine(Float32Array.of(1, 0), Int8Array.of(0, 0))).toBe(0);
  });
});
