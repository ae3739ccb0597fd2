import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readPapers } from '../../../src/papers/feeds/paper-file.js';
import { oneLineSummary } from '../../../src/papers/one-line-summary.js';
import type { Submission } from '../../../src/papers/repository.js';

const path = join(import.meta.dirname, '../../../config/sample/papers.jsonl');

const words = (text: string): number => text.split(/\s+/).length;
const sentences = (text: string): number => [...text.matchAll(/[.?!](?: |$)/g)].length;

describe('the sample', () => {
  const papers: Submission[] = [];
  beforeAll(async () => {
    for await (const reading of readPapers(path)) {
      if (reading.kind !== 'paper') throw new Error(`${JSON.stringify(reading)} in the sample`);
      papers.push(reading.submission);
    }
  });

  test('holds about forty papers over three listing days, at least ten on the newest', () => {
    const days = papers.flatMap(({ listings }) => listings.map(({ day }) => day)).sort();
    const newest = days.at(-1);
    expect(new Set(papers.map(({ paper }) => paper.key)).size).toBe(40);
    expect(days).toHaveLength(40);
    expect(new Set(days).size).toBe(3);
    expect(days.filter((day) => day === newest).length).toBeGreaterThanOrEqual(10);
  });

  test('says of every paper who wrote it and what it is about', () => {
    for (const { paper, listings } of papers) {
      expect(paper.sources).toEqual(['huggingface']);
      expect(paper.key).toMatch(/^\d{4}\.\d{5}$/);
      expect(paper.title.length).toBeGreaterThan(10);
      expect(paper.authors.length).toBeGreaterThan(0);
      expect(paper.publishedOn).not.toBeNull();
      expect(listings[0]?.upvotes).toBeGreaterThan(0);
    }
  });

  test('tells it in one sentence that fits a line and in an abstract of two or three', () => {
    for (const { paper } of papers) {
      const summary = oneLineSummary(paper) ?? '';
      expect(summary).toBe(paper.summary);
      expect([summary, words(summary) >= 20 && words(summary) <= 30]).toEqual([summary, true]);
      expect([paper.key, [2, 3].includes(sentences(paper.abstract))]).toEqual([paper.key, true]);
    }
  });
});
