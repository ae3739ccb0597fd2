import { access, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { BroadsheetError, reasonOf } from '../../../src/kernel/errors.js';
import type { Paper, PaperKey } from '../../../src/papers/paper.js';
import type { Question } from '../peers/search-system.js';
import type { Judgements } from './metrics.js';
import { parseQrels } from './qrels.js';

/** A query that has a relevant document. */
interface JudgedQuery extends Question {
  readonly id: string;
  readonly judgements: Judgements;
}

/** Documents, queries and judgements of people. */
export interface TestSet {
  readonly name: string;
  readonly papers: readonly Paper[];
  readonly queries: readonly JudgedQuery[];
}

const qrelsPlaces = ['qrels.tsv', 'qrels/test.tsv', 'qrels.tsv.gz', 'qrels/test.tsv.gz'];

/** Reads a folder as BEIR lays it out. Throws a BroadsheetError of code `data`, one sentence that names the file. */
export async function readTestSet(folder: string): Promise<TestSet> {
  const name = basename(resolve(folder));
  const papers = new Map<string, Paper>();
  for (const record of await recordsIn(folder, ['corpus.jsonl', 'corpus.jsonl.gz'])) {
    const id = idOf(record._id);
    if (id !== undefined && !papers.has(id)) papers.set(id, paperOf(id, record));
  }
  if (papers.size === 0) throw unusable(`The corpus of ${folder} has no document with an _id.`);
  const qrelsPath = await firstOf(folder, qrelsPlaces);
  const qrels = parseQrels(await textOf(qrelsPath), qrelsPath);
  const queries = queriesOf(await recordsIn(folder, ['queries.jsonl', 'queries.jsonl.gz']), qrels);
  if (queries.length === 0) throw unusable(`No query of ${folder} has a relevant document.`);
  return { name, papers: [...papers.values()], queries };
}

type Fields = Readonly<Record<string, unknown>>;

function queriesOf(records: readonly Fields[], qrels: ReadonlyMap<string, Judgements>): readonly JudgedQuery[] {
  const queries = new Map<string, JudgedQuery>();
  for (const record of records) {
    const id = idOf(record._id);
    const judgements = id === undefined ? undefined : qrels.get(id);
    if (id === undefined || judgements === undefined || queries.has(id)) continue;
    if ([...judgements.values()].every((grade) => grade <= 0)) continue;
    const hidden = idOf(record.self);
    queries.set(id, { id, judgements, text: lineOf(record.text), ...(hidden !== undefined && { hidden }) });
  }
  return [...queries.values()];
}

/** Ids are compared as the judgements have them, which know no numbers. */
function idOf(value: unknown): string | undefined {
  const id = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  return id === '' ? undefined : id;
}

const lineOf = (value: unknown): string => (typeof value === 'string' ? value.replace(/\s+/gu, ' ').trim() : '');

const paperOf = (id: string, { title, text }: Fields): Paper => ({
  key: id as PaperKey,
  title: lineOf(title),
  abstract: lineOf(text),
  authors: [],
  categories: [],
  keywords: [],
  organization: null,
  summary: null,
  code: null,
  projectUrl: null,
  publishedOn: null,
  sources: ['other'],
  listedOn: null,
});

async function recordsIn(folder: string, names: readonly string[]): Promise<readonly Fields[]> {
  const path = await firstOf(folder, names);
  const lines = (await textOf(path)).split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [recordIn(line, `line ${index + 1} of ${path}`)]));
}

function recordIn(line: string, place: string): Fields {
  try {
    const value: unknown = JSON.parse(line.replace(/^\ufeff/, ''));
    if (typeof value === 'object' && value !== null) return value as Fields;
  } catch {}
  throw unusable(`There is no JSON object in ${place}.`);
}

async function firstOf(folder: string, names: readonly string[]): Promise<string> {
  for (const name of names) {
    const path = join(folder, name);
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  throw unusable(`There is no ${names[0]} in ${folder}.`);
}

async function textOf(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (thrown) {
    throw unusable(`${path} cannot be read: ${reasonOf(thrown)}.`);
  }
}

const unusable = (message: string): BroadsheetError =>
  new BroadsheetError('data', message, 'A set is a folder of corpus.jsonl, queries.jsonl and qrels.tsv.');
