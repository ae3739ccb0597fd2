import { describe, expect, it } from 'vitest';
import type { SearchedText } from '../../../src/search/paper-terms.js';
import type { RankWeights } from '../../../src/search/rank.js';
import type { RankedQuery } from '../../../src/search/ranked-query.js';
import { tokensOf } from '../../../src/search/tokens.js';
import { bare, scoresOf, spelling, term, typedWords, words } from './ranked-samples.js';

/** A query by words with their forms and their order. */
const typed = (text: string): RankedQuery => ({
  ...words(text),
  typed: typedWords(text),
  phrase: tokensOf(text).map(({ stemId }) => stemId),
  typedPhrase: tokensOf(text).map(({ wordId }) => wordId),
});

/** What one boost, worth 1, adds for this paper. */
function boostOf(name: keyof RankWeights, query: RankedQuery, paper: Partial<SearchedText>): number {
  const [without = 0] = scoresOf(query, [paper]);
  const [boosted = 0] = scoresOf(query, [paper], { [name]: 1 });
  return boosted - without;
}

describe('all words somewhere', () => {
  it.each([
    [
      'across title, abstract and authors',
      'tides moon luo',
      { title: 'Tides', abstract: 'A moon.', authors: ['Luo'] },
      1,
    ],
    ['but one', 'tides moon luo', { title: 'Tides', abstract: 'A moon.' }, 0],
    ['of a single one', 'tides', { title: 'Tides' }, 0],
  ])('%s', (_, text, paper, boost) => {
    expect(boostOf('all', typed(text), paper)).toBe(boost);
  });

  it('has a compound only as a whole, in any spelling', () => {
    const compound = {
      spellings: [spelling('low rank'), spelling('lowrank')],
      parts: [spelling('low'), spelling('rank')],
    };
    const query = bare(compound, term('tides'));
    expect(boostOf('all', query, { abstract: 'tides of low rank' })).toBe(1);
    expect(boostOf('all', query, { abstract: 'tides lowrank' })).toBe(1);
    expect(boostOf('all', query, { abstract: 'the rank of low tides' })).toBe(0);
  });
});

describe('all words in the title', () => {
  it.each([
    ['in any order and form', 'moon tide', { title: 'Tides of the Moons' }, 1],
    ['by another spelling', 'gpt4 judge', { title: 'GPT-4 as a Judge' }, 1],
    ['one of them only in the abstract', 'moon tides', { title: 'Tides', abstract: 'Moon.' }, 0],
    ['a single one', 'tides', { title: 'Tides' }, 1],
  ])('%s', (_, text, paper, boost) => {
    expect(boostOf('inTitle', typed(text), paper)).toBe(boost);
  });
});

describe('word for word', () => {
  it.each([
    ['in the abstract', 'tides of the moon', { abstract: 'We see tides of the moon.' }, 1],
    ['in any form', 'tide of the moons', { abstract: 'Tides of the moon.' }, 1],
    ['in the title', 'moon tides', { title: 'On Moon Tides' }, 1],
    ['in an author', 'ada moon', { authors: ['Eva', 'Ada Moon'] }, 1],
    ['after a false start', 'sea sea moon', { abstract: 'sea sea sea moon' }, 1],
    ['in another order', 'tides moon', { abstract: 'The moon tides.' }, 0],
    ['with a word between', 'moon tides', { abstract: 'Moon and tides.' }, 0],
    ['across title and abstract', 'moon tides', { title: 'Moon', abstract: 'Tides.' }, 0],
    ['across two authors', 'moon eva', { authors: ['X', 'Ada Moon', 'Eva'] }, 0],
    ['across the first author and the second', 'moon eva', { authors: ['Ada Moon', 'Eva'] }, 0],
    ['at the end, cut off', 'moon tides', { abstract: 'Of the moon' }, 0],
    ['a single word', 'tides', { abstract: 'Tides.' }, 0],
  ])('%s', (_, text, paper, boost) => {
    expect(boostOf('phrase', typed(text), paper)).toBe(boost);
  });
});

describe('the title has the words as typed', () => {
  it('and a shorter title more of it: an average one once, the shortest half as much again', () => {
    const share = (title: string) => boostOf('asTyped', typed('tides'), { title });
    expect(share('Tides a b c')).toBeCloseTo(1, 9);
    expect(share('Tides')).toBeCloseTo(0.5 + 1 / 1.25, 9);
    expect(share(`Tides ${'x '.repeat(399)}`)).toBeCloseTo(0.5 + 1 / 101, 9);
  });

  it('not in another form, not in the abstract, and all of them', () => {
    expect(boostOf('asTyped', typed('tide'), { title: 'Tides a b c' })).toBe(0);
    expect(boostOf('asTyped', typed('tides'), { title: 'a b c d', abstract: 'tides' })).toBe(0);
    expect(boostOf('asTyped', typed('tides moon'), { title: 'Tides a b c' })).toBe(0);
    expect(boostOf('asTyped', typed('moon tides'), { title: 'Tides a b Moon' })).toBeCloseTo(1, 9);
  });

  it('also by another spelling of a name there, and for what a slip meant', () => {
    expect(boostOf('asTyped', typed('gpt4'), { title: 'GPT-4 a b' })).toBeCloseTo(1, 9);
    const [wrong, right] = tokensOf('tidse tides');
    const slip = { words: [wrong?.wordId ?? 0, right?.wordId ?? 0], stems: [] };
    expect(boostOf('asTyped', { ...words('tides'), typed: [slip] }, { title: 'Tides a b c' })).toBeCloseTo(1, 9);
  });

  it('nothing where nothing was typed', () => {
    expect(boostOf('asTyped', words('tides'), { title: 'Tides a b c' })).toBe(0);
  });
});

describe('the title begins so', () => {
  it.each([
    ['word for word', 'moon tides', 'Moon Tides and more', 1],
    ['with stop words', 'the moon', 'The Moon', 1],
    ['a single word', 'moon', 'Moon: a Survey', 1],
    ['not later on', 'tides', 'Moon Tides', 0],
    ['not in part', 'moon tides', 'Moon', 0],
    ['not with another word first', 'moon', 'The Moon', 0],
  ])('%s', (_, text, title, boost) => {
    expect(boostOf('begins', typed(text), { title })).toBe(boost);
  });

  it('not when the abstract or an author does', () => {
    expect(boostOf('begins', typed('moon'), { abstract: 'Moon tides.', authors: ['Moon'] })).toBe(0);
  });

  it('not with what runs on into the next field', () => {
    expect(boostOf('begins', typed('moon tides'), { title: 'Moon', abstract: 'Tides' })).toBe(0);
    expect(boostOf('begins', words('moon'), { title: 'Moon' })).toBe(0);
  });
});

describe('boosts together', () => {
  it('are added up', () => {
    const query = typed('moon tides');
    const boosts = { all: 1, inTitle: 10, phrase: 100, asTyped: 1_000, begins: 10_000 };
    expect(scoresOf(query, [{ title: 'Moon Tides a b' }], boosts)[0]).toBeCloseTo(11_112, 6);
    expect(scoresOf(query, [{ abstract: 'Moon tides.' }], boosts)[0]).toBeCloseTo(102, 6);
  });
});
