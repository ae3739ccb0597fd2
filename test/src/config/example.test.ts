import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { settingsSchema } from '../../../src/config/schema.js';
import { configOf } from './load-text.js';

const example = readFileSync(resolve(import.meta.dirname, '../../../config/broadsheet.example.yaml'), 'utf8');

/** The example with every setting in use: one sign and its blank are taken away, lines with two signs stay comments. */
const everything = example.replace(/^( *)# /gm, '$1');
/** As well, with the other of what excludes each other: it has a second sign. */
const alternative = everything.replace(/^ {4}onnx:\n(?: {6}.*\n)+/m, '').replace(/^( {4})# /gm, '$1');

/** Every key that a file may hold, wherever it stands. */
function keysOf(schema: z.core.$ZodType): readonly string[] {
  if (schema instanceof z.ZodOptional) return keysOf(schema.unwrap());
  if (schema instanceof z.ZodArray) return keysOf(schema.element);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(keysOf);
  if (schema instanceof z.ZodRecord) return keysOf(schema.valueType);
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([key, inner]) => [key, ...keysOf(inner as z.core.$ZodType)]);
}

describe('the example', () => {
  it('is what holds without a file', () => {
    const { file, ...config } = configOf(example);
    expect(config).toEqual({ ...configOf(null), file: undefined });
    expect(file).not.toBeNull();
  });

  it('holds every key that there is, in use or to be uncommented', () => {
    const keys = new Set(keysOf(settingsSchema));
    expect(keys.size).toBeGreaterThan(25);
    for (const key of keys) expect(example).toMatch(new RegExp(`^ *(?:# *){0,2}(?:- )?${key}:`, 'm'));
  });

  it('is fine with everything uncommented, and says then what it seems to say', () => {
    const { channels, feeds, teams, terminal, defaults } = configOf(everything);
    expect(defaults.topics.words).toEqual(['diffusion', 'in-context learning']);
    expect(channels.map(({ adapter, count, layout }) => [adapter, count, layout])).toEqual([
      ['slack', 10, 'list'],
      ['discord', 20, 'thread'],
    ]);
    expect(channels[1]?.topics.categories).toEqual(['cs.RO']);
    expect(feeds.map(({ id, kind }) => [id, kind])).toEqual([
      ['huggingface', 'huggingface'],
      ['lab-notes', 'file'],
    ]);
    expect(teams).toHaveLength(1);
    expect(terminal?.zone).toBe('Europe/Berlin');
  });

  it('has a model as a file, or behind an address in its place', () => {
    expect(configOf(example).embeddings).toBeNull();
    expect(configOf(everything).embeddings).toMatchObject({ weight: 0.5, source: { kind: 'onnx', pooling: 'mean' } });
    const { source } = configOf(alternative).embeddings ?? {};
    expect(source).toMatchObject({ kind: 'openai', url: 'http://127.0.0.1:11434/v1', dimensions: 256 });
  });

  it('explains each block to newcomers and stays within 120 columns', () => {
    for (const line of example.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    for (const key of Object.keys(settingsSchema.shape)) expect(example).toMatch(new RegExp(`^(?:# )?${key}:`, 'm'));
  });
});
