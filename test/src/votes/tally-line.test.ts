import { expect, it } from 'vitest';
import { tallyText } from '../../../src/votes/tally-line.js';

it('says how many are for and against a paper, and nothing when nobody is', () => {
  expect(tallyText({ up: 4, down: 0 })).toBe('👍 4 in this team');
  expect(tallyText({ up: 4, down: 1 })).toBe('👍 4 · 👎 1 in this team');
  expect(tallyText({ up: 0, down: 2 })).toBe('👎 2 in this team');
  expect(tallyText({ up: 0, down: 0 })).toBeUndefined();
});
