import { describe, expect, it } from 'vitest';
import { secretsIn } from '../../../src/config/environment.js';
import { explain } from '../../../src/config/explain.js';
import { configOf, problemsOf } from './load-text.js';

/** A file with these lines under `search: embeddings:`. */
const file = (...lines: readonly string[]): string =>
  ['search:', '  embeddings:', ...lines.map((line) => `    ${line}`)].join('\n');

const onnx = ['onnx:', '  model: m.onnx', '  tokenizer: /models/tokenizer.json'];
const openai = ['openai:', '  url: https://models.example/v1', '  model: small'];
const key = 'sk-embeddings-0123456789abcdef';

describe('a model for search', () => {
  it('is off by default, also where its heading stands empty', () => {
    expect(configOf(null).embeddings).toBeNull();
    expect(configOf('search:').embeddings).toBeNull();
    expect(configOf('search: {}', { BROADSHEET_EMBEDDINGS_KEY: key }).embeddings).toBeNull();
  });

  it('is a file, with paths that start at the folder of the configuration', () => {
    expect(configOf(file(...onnx)).embeddings).toEqual({
      weight: 0.5,
      prefixes: { query: '', passage: '' },
      source: {
        kind: 'onnx',
        model: '/srv/paper/conf/m.onnx',
        tokenizer: '/models/tokenizer.json',
        pooling: 'mean',
        maxTokens: 512,
      },
    });
  });

  it('is an address, with a key from the environment', () => {
    const text = file('weight: 0.2', 'queryPrefix: "query: "', 'passagePrefix: "passage: "', ...openai);
    expect(configOf(text, { BROADSHEET_EMBEDDINGS_KEY: ` ${key}\n` }).embeddings).toEqual({
      weight: 0.2,
      prefixes: { query: 'query: ', passage: 'passage: ' },
      source: { kind: 'openai', url: 'https://models.example/v1', model: 'small', dimensions: null, key },
    });
    expect(configOf(text).embeddings?.source).toMatchObject({ key: null });
  });

  it.each([
    ['http://127.0.0.1:11434/v1/', 'http://127.0.0.1:11434/v1'],
    ['http://gpu.lab:8000/v1/embeddings', 'http://gpu.lab:8000/v1'],
  ])('takes an address as it is copied: %s', (url, expected) => {
    expect(configOf(file('openai:', `  url: ${url}`, '  model: small')).embeddings?.source).toMatchObject({
      url: expected,
    });
  });
});

describe('a mistake in the model for search', () => {
  it.each([
    ['both', file(...onnx, ...openai), 'search.embeddings.openai', 'Delete one of the two'],
    ['neither', file('weight: 0.5'), 'search.embeddings', 'Write "onnx:" or "openai:"'],
    ['a text', 'search:\n  embeddings: small', 'search.embeddings', 'below "embeddings:"'],
    ['no tokenizer', file('onnx:', '  model: m.onnx'), 'search.embeddings.onnx.tokenizer', 'Write a path'],
    ['a pooling that is none', file(...onnx, '  pooling: max'), 'search.embeddings.onnx.pooling', 'mean or cls'],
    ['few tokens', file(...onnx, '  maxTokens: 2'), 'search.embeddings.onnx.maxTokens', 'Write 8 or more.'],
    ['no weight', file('weight: 0', ...onnx), 'search.embeddings.weight', 'Write a number'],
    ['a heavy weight', file('weight: 11', ...onnx), 'search.embeddings.weight', 'Write 10 or less.'],
    ['a wrong dimension', file(...openai, '  dimensions: 0'), 'search.embeddings.openai.dimensions', '1 or more'],
    ['no model', file('openai:', '  url: https://x.example/v1'), 'search.embeddings.openai.model', 'Write a name'],
    ['a misspelt key', file(...openai, '  dimension: 256'), 'search.embeddings.openai.dimension', '"dimensions"'],
    ['no http', file('openai:', '  url: ftp://x.example', '  model: s'), 'search.embeddings.openai.url', 'http://'],
    ['a query', file('openai:', '  url: https://x.example/v1?a=b', '  model: s'), 'search.embeddings.openai.url', ''],
  ])('is told in its place, with the way out: %s', (_, text, path, fix) => {
    const problems = problemsOf(text);
    expect(problems).toMatchObject([{ path }]);
    expect(problems[0]?.fix).toContain(fix);
  });

  it.each([
    file(...openai, `  key: ${key}`),
    file(...openai, `  apiKey: ${key}`),
    file(...openai, `  api_key: ${key}`),
    file('openai:', `  url: https://me:${key}@models.example/v1`, '  model: small'),
  ])('is told without the key, which belongs in the environment: %#', (text) => {
    const problems = problemsOf(text);
    expect(problems).toMatchObject([{ read: 'a secret' }]);
    expect(problems[0]?.fix).toMatch(/BROADSHEET_EMBEDDINGS_KEY|out of the address/);
    expect(explain(problems, 'broadsheet.yaml')).not.toContain(key);
  });

  it.each([`${key} and more`, `"${key}"`, `${key}\n${key}`, `${key}é`])(
    'is a key that no request could carry, and that is not repeated: %#',
    (value) => {
      const problems = problemsOf(null, { BROADSHEET_EMBEDDINGS_KEY: value });
      expect(problems).toMatchObject([{ path: 'BROADSHEET_EMBEDDINGS_KEY', line: null }]);
      expect(explain(problems, null)).not.toContain(key);
    },
  );
});

describe('the key of the address', () => {
  it('is a secret of the environment', () => {
    expect(secretsIn({ BROADSHEET_EMBEDDINGS_KEY: key })).toEqual([key]);
  });
});
