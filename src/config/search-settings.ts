import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { parseWebAddress } from './address-settings.js';
import type { EmbeddingsConfig } from './config.js';
import type { EnvironmentSettings } from './environment.js';
import type { Finding } from './finding.js';
import { below, leaf, positiveNumber, section, textLeaf, wholeNumber } from './leaf.js';

const filePath = (what: string, example: string) =>
  textLeaf({
    expected: `the path of ${what}`,
    parse: (path) => path || undefined,
    fix: () => `Write a path, such as "${example}".`,
  });

/** Blanks at its end are part of it: "query: ". */
const prefix = leaf({
  expected: 'what the model wants to read in front of a text, at most 200 characters',
  parse: (value) => (typeof value === 'string' && value.length <= 200 ? value : undefined),
  fix: () => 'Write it in quotes, such as "query: ".',
});

const address = textLeaf({
  expected: 'an address that begins with https:// or http://, without a name, a password or a question mark in it',
  parse: (text) => parseWebAddress(text, () => true)?.replace(/\/embeddings$/, ''),
  fix: () => 'Write an address such as "http://127.0.0.1:11434/v1".',
});

const pooling = textLeaf({
  expected: 'mean or cls',
  parse: (name) => (['mean', 'cls'] as const).find((known) => known === name),
  fix: () => 'Write mean or cls, as the description of the model says.',
});

const onnx = section(
  {
    model: filePath('a model in one file', 'models/model.onnx'),
    tokenizer: filePath('its tokenizer.json', 'models/tokenizer.json'),
    pooling: pooling.optional(),
    maxTokens: wholeNumber(8, 8_192).optional(),
  },
  { expected: 'model, tokenizer, pooling and maxTokens', fix: below('onnx') },
);

const openai = section(
  {
    url: address,
    model: textLeaf({
      expected: 'the name of a model, as the address knows it',
      parse: (name) => (/^[^\p{Cc}]{1,200}$/u.test(name) ? name : undefined),
      fix: () => 'Write a name such as "nomic-embed-text".',
    }),
    dimensions: wholeNumber(1, 8_192).optional(),
  },
  { expected: 'url, model and dimensions', fix: below('openai') },
);

const embeddings = section(
  {
    weight: positiveNumber(10).optional(),
    queryPrefix: prefix.optional(),
    passagePrefix: prefix.optional(),
    onnx: onnx.optional(),
    openai: openai.optional(),
  },
  { expected: 'onnx or openai, and weight', fix: below('embeddings') },
);

export const searchSchema = section(
  { embeddings: embeddings.optional() },
  { expected: 'embeddings', fix: below('search') },
);

type SearchSettings = z.output<typeof searchSchema>;

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** There is one model, and it is somewhere. */
export function searchFindings(root: Readonly<Record<string, unknown>>): readonly Finding[] {
  const section = isGroup(root.search) ? root.search.embeddings : undefined;
  if (!isGroup(section)) return [];
  const given = ['onnx', 'openai'].filter((key) => section[key] !== undefined);
  const path = ['search', 'embeddings'];
  if (given.length === 1) return [];
  return given.length === 2
    ? [
        {
          path: [...path, 'openai'],
          read: 'openai beside onnx',
          expected: 'one model',
          fix: 'Delete one of the two, with all that stands below it.',
        },
      ]
    : [
        {
          path,
          read: 'neither onnx nor openai',
          expected: 'a model',
          fix: 'Write "onnx:" or "openai:" below "embeddings:", with its settings below that, or delete "embeddings:".',
        },
      ];
}

/** The model that takes part in search; null when there is none. */
export function embeddingsConfig(
  { search }: { readonly search?: SearchSettings | undefined },
  { embeddingsKey, file }: Pick<EnvironmentSettings, 'embeddingsKey'> & { readonly file: string | null },
): EmbeddingsConfig | null {
  const { weight = 0.5, queryPrefix = '', passagePrefix = '', onnx, openai } = search?.embeddings ?? {};
  const rest = { weight, prefixes: { query: queryPrefix, passage: passagePrefix } };
  const folder = dirname(file ?? '');
  if (onnx !== undefined) {
    const { pooling = 'mean', maxTokens = 512 } = onnx;
    const [model, tokenizer] = [resolve(folder, onnx.model), resolve(folder, onnx.tokenizer)];
    return { ...rest, source: { kind: 'onnx', model, tokenizer, pooling, maxTokens } };
  }
  if (openai === undefined) return null;
  const { url, model, dimensions = null } = openai;
  return { ...rest, source: { kind: 'openai', url, model, dimensions, key: embeddingsKey } };
}
