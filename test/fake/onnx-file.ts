import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A model small enough to write by hand, in the bytes of the ONNX format (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto): it
 * looks up a row of numbers for each token.
 */
const varint = (value: number): Buffer =>
  value < 128 ? Buffer.from([value]) : Buffer.concat([Buffer.from([(value & 127) | 128]), varint(value >>> 7)]);

const number = (field: number, value: number): Buffer => Buffer.concat([varint(field * 8), varint(value)]);

const bytes = (field: number, value: Buffer | string): Buffer => {
  const content = Buffer.from(value);
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
};

const message = (field: number, ...parts: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(parts));

const floats = 1;
const int64 = 7;

const dimension = (size: number | string): Buffer =>
  message(1, typeof size === 'number' ? number(1, size) : bytes(2, size));

const port = (field: number, name: string, type: number, shape: readonly (number | string)[]): Buffer =>
  message(field, bytes(1, name), message(2, message(1, number(1, type), message(2, ...shape.map(dimension)))));

function modelOf(rows: readonly (readonly number[])[], inputs: readonly string[]): Buffer {
  const width = rows[0]?.length ?? 0;
  const table = Buffer.from(Float32Array.from(rows.flat()).buffer);
  const graph = message(
    7,
    message(1, bytes(1, 'table'), bytes(1, 'input_ids'), bytes(2, 'last_hidden_state'), bytes(4, 'Gather')),
    bytes(2, 'lookup'),
    message(5, number(1, rows.length), number(1, width), number(2, floats), bytes(8, 'table'), bytes(9, table)),
    ...inputs.map((name) => port(11, name, int64, ['texts', 'tokens'])),
    port(12, 'last_hidden_state', floats, ['texts', 'tokens', width]),
  );
  return Buffer.concat([number(1, 8), graph, message(8, number(2, 13))]);
}

/** Whole words in small letters, one that stands for all others, and a mark in front and behind. */
const tokenizerOf = (words: readonly string[]): unknown => {
  const special = ['[UNK]', '[CLS]', '[SEP]'];
  const vocabulary = [...special, ...words];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content, id) => ({
      ...{ id, content, single_word: false, lstrip: false, rstrip: false },
      ...{ normalized: false, special: true },
    })),
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [1], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [2], tokens: ['[SEP]'] },
      },
    },
    decoder: null,
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
      unk_token: '[UNK]',
    },
  };
};

export interface OnnxFiles {
  readonly model: string;
  readonly tokenizer: string;
}

/** Writes a model into the folder that knows these words by these numbers; other words and marks are zeros. */
export function writeOnnx(
  folder: string,
  words: Readonly<Record<string, readonly number[]>>,
  inputs: readonly string[] = ['input_ids', 'attention_mask', 'token_type_ids'],
): OnnxFiles {
  const known = Object.values(words);
  const nothing = (known[0] ?? []).map(() => 0);
  const files = { model: join(folder, 'model.onnx'), tokenizer: join(folder, 'tokenizer.json') };
  writeFileSync(files.model, modelOf([nothing, nothing, nothing, ...known], inputs));
  writeFileSync(files.tokenizer, JSON.stringify(tokenizerOf(Object.keys(words))));
  return files;
}
