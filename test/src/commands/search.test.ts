import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyQuery } from '../../../src/search/query.js';
import { paperOf } from '../../fake/feed.js';
import { blocksOf, buttonsOf, ReadingRoom, said } from './reading-room.js';

let room: ReadingRoom;
const key = (number: number): string => `2411.000${String(number).padStart(2, '0')}`;
const labels = (answers: Parameters<typeof buttonsOf>[0]) => buttonsOf(answers).map(({ label }) => label);

beforeEach(async () => {
  room = await ReadingRoom.open();
  const papers = Array.from({ length: 12 }, (_, index) =>
    paperOf(key(index + 1), { title: `Diffusion & more, part ${index + 1}`, authors: ['Ada Lovelace', 'Alan Turing'] }),
  );
  await room.list('2026-11-23', ...papers.map((paper, index) => [paper, index + 1] as const));
});
afterEach(() => room.close());

describe('a search', () => {
  it('shows five papers with first author, year, upvotes, votes and id, matched words strong in a linked title', async () => {
    await room.vote('ben', key(1));
    const answers = await room.answers('search diffusion');
    const list = blocksOf(answers).find((block) => block.kind === 'list');
    expect(list?.items).toHaveLength(5);
    expect(list?.items[0]?.lines[0]?.inlines).toEqual([
      {
        kind: 'link',
        url: `https://huggingface.co/papers/${key(1)}`,
        label: [
          { kind: 'strong', text: 'Diffusion' },
          { kind: 'text', text: ' & more, part 1' },
        ],
      },
    ]);
    expect(said(answers)).toContain(`Ada Lovelace +1 · 2026 · ▲ 1 · 👍 1 · ${key(1)}`);
    expect(list?.items.every((item) => item.number === undefined)).toBe(true);
    expect(answers).toMatchObject([{ audience: 'asker' }]);
  });

  it('shows a piece of the abstract where the words stand in it, else what the paper is about', async () => {
    expect(await room.ask('search diffusion')).toContain(`Paper ${key(1)} in one line.`);
  });

  it('names the authors who were asked for beside the first one', async () => {
    const [item] = blocksOf(await room.answers('search diffusion author:turing')).flatMap((block) =>
      block.kind === 'list' ? block.items : [],
    );
    expect(item?.lines[1]?.inlines.slice(0, 3)).toEqual([
      { kind: 'text', text: 'Ada Lovelace' },
      { kind: 'text', text: ', ' },
      { kind: 'strong', text: 'Alan Turing' },
    ]);
  });

  it('is paged there and back by buttons', async () => {
    const first = await room.answers('search diffusion');
    expect(said(first)).toContain('1-5 of 12');
    expect(labels(first)).toEqual(['Next', 'Share']);
    const second = await room.press(first, 'Next');
    expect(said(second)).toContain('6-10 of 12');
    expect(labels(second)).toEqual(['Next', 'Previous', 'Share']);
    const third = await room.press(second, 'Next');
    expect(said(third)).toContain('11-12 of 12');
    expect(labels(third)).toEqual(['Previous', 'Share']);
    expect(said(await room.press(third, 'Previous'))).toContain('6-10 of 12');
    expect(await room.ask('search diffusion page:4')).toContain('the 12 results end on page 3');
  });

  it('says so when there are more than anybody pages through', async () => {
    room.search.add(
      ...Array.from({ length: 300 }, (_, index) => paperOf(`2412.${String(10_000 + index)}`, { title: 'Zeta' })),
    );
    expect(await room.ask('search zeta')).toContain('1-5 of 200+');
    const last = await room.answers('search zeta page:40');
    expect(labels(last)).toEqual(['Previous', 'Share']);
  });

  it('says in words how it understood the filters', async () => {
    expect(await room.ask('search diffusion author:love sort:date')).toContain(
      'Results for diffusion · by love · newest first',
    );
  });
});

it('says that nothing was read yet where there are no papers at all', async () => {
  const empty = await ReadingRoom.open();
  expect(await empty.ask('search diffusion')).toContain('There are no papers here yet');
  await empty.close();
});

it('offers a better spelling beside what others misspelt too', async () => {
  room.search.spellings.set('diffusion', 'fusion');
  const answers = await room.answers('search diffusion author:love');
  expect(said(answers)).toContain('1-');
  expect(said(answers)).toContain('Did you mean fusion?');
  await room.press(answers, 'Search that');
  expect(room.search.queries.at(-1)).toMatchObject({ words: ['fusion'], authors: ['love'] });
});

describe('a search that finds nothing', () => {
  it('offers the spelling that finds something, with the filters kept', async () => {
    room.search.spellings.set('difusion', 'diffusion');
    const answers = await room.answers('search difusion author:ada');
    expect(said(answers)).toContain('Nothing for "difusion" by ada.');
    expect(said(answers)).toContain('Did you mean diffusion?');
    expect(said(await room.press(answers, 'Search that'))).toContain('1-5 of 12');
    expect(room.search.queries.at(-1)).toMatchObject({ words: ['diffusion'], authors: ['ada'] });
  });

  it('says what to loosen when the filters are to blame', async () => {
    const answers = await room.answers(
      'search diffusion author:nobody min:5 -gan since:2025 until:2026-02 cat:cs.CL org:IBM',
    );
    expect(said(answers)).toContain(
      'Nothing for "diffusion" without gan, by nobody, in cs.CL, from IBM, since 2025-01-01, until 2026-02-28, with at least 5 upvotes.',
    );
    expect(said(answers)).toContain('Without the filters there are 12.');
    expect(said(await room.press(answers, 'Search without filters'))).toContain('1-5 of 12');
  });

  it('names the one filter that keeps everything out, and how far it was off', async () => {
    const late = await room.answers('search diffusion author:ada since:2026-12');
    expect(said(late)).toContain('Without since:2026-12 there are 12, the newest of ');
    expect(labels(late)).toEqual(['Search without since:2026-12']);
    await room.press(late, 'Search without since:2026-12');
    expect(room.search.queries.at(-1)).toMatchObject({ words: ['diffusion'], authors: ['ada'], since: null });
    const high = await room.answers('search diffusion author:ada min:500');
    expect(said(high)).toContain('Without min:500 there are 12, the most upvoted with ▲ 1.');
  });

  it('offers the name that was probably meant by one that nobody has', async () => {
    const answers = await room.answers('search diffusion author:lovlace');
    expect(said(answers)).toContain('No author here is called lovlace. Did you mean Lovelace?');
    expect(labels(answers)).toEqual(['Search for Lovelace', 'Search without author:lovlace']);
    expect(said(await room.press(answers, 'Search for Lovelace'))).toContain('1-5 of 12');
    expect(await room.ask('search author:"ada lovlace"')).toContain('Did you mean Ada Lovelace?');
  });

  it('says of what date the newest list is when only a later date was asked for', async () => {
    expect(await room.ask('search since:2026-12')).toContain('The newest list here is of Monday, 23 November.');
  });

  it('says the same when the search cannot tell what to loosen', async () => {
    room.search.patience = 1;
    expect(await room.ask('search diffusion min:5')).toBe(
      'Nothing for "diffusion" with at least 5 upvotes.\nTry another word.',
    );
  });

  it('offers the words of a phrase one by one', async () => {
    const answers = await room.answers('search "more diffusion"');
    expect(said(answers)).toContain('Nothing for "more diffusion".');
    expect(said(await room.press(answers, 'Search without the quotation marks'))).toContain('1-5 of 12');
  });

  it.each([
    ['attention since:2020 matters', ['attention', '2020', 'matters']],
    ['a -5 b', ['a', '5', 'b']],
    ['author: who wrote', ['who', 'wrote']],
    ['see --min:5 and author:-cat:x', ['see', '5', 'and', 'x']],
    ['as 2405.14906 says', ['as', 'says']],
    ['GPT-4 is: what', ['GPT-4', 'is:', 'what']],
  ])('looks for nothing but words without the quotation marks: %s', async (phrase, words) => {
    const answers = await room.answers(`search more "${phrase}" author:ada`);
    const before = room.search.queries.length;
    await room.press(answers, 'Search without the quotation marks');
    expect(room.search.queries[before]).toEqual({ ...emptyQuery, words: ['more', ...words], authors: ['ada'] });
  });

  it('offers nothing of a phrase without a word', async () => {
    expect(labels(await room.answers('search "2405.14906 -2405.14906"'))).toEqual([]);
  });

  it('makes at most three further searches', async () => {
    for (const line of [
      'diffusion author:nobody author:ada min:5 -gan since:2026-12 until:2027-02 cat:cs.CL org:IBM',
      'zeta author:ada min:5 -gan since:2026-12 until:2027-02 cat:cs.CL org:IBM',
      'zeta min:5 since:2026-12 cat:cs.CL',
      'author:ada author:turing author:love min:5 since:2026-12',
      'author:nobody author:noone author:nemo min:5',
    ]) {
      const before = room.search.queries.length;
      await room.ask(`search ${line}`);
      expect(room.search.queries.length - before - 1).toBeLessThanOrEqual(3);
    }
  });

  it('makes no more once a further search was refused or slow', async () => {
    const { clock } = room.newsroom;
    room.search.patience = 1;
    await room.ask('search diffusion author:ada min:5 since:2026-12');
    expect(room.search.queries).toHaveLength(2);
    room.search.patience = Number.POSITIVE_INFINITY;
    room.search.meanwhile = () => clock.jumpTo(new Date(clock.now() + 300).toISOString());
    await room.ask('search diffusion author:ada min:5 since:2026-12');
    expect(room.search.queries).toHaveLength(4);
  });

  it('says that a paper named by its id is not here', async () => {
    expect(await room.ask('search 2405.14906')).toContain('There is no paper 2405.14906 here');
  });
});

it('points at the place of a mistake in the query', async () => {
  const answers = await room.answers('search diffusion sort:newest');
  const [, pointed] = blocksOf(answers);
  expect(pointed).toEqual({
    kind: 'paragraph',
    inlines: [
      { kind: 'text', text: 'search diffusion ' },
      { kind: 'code', text: 'sort:newest' },
    ],
  });
  expect(said(answers)).toContain('The right form: search <words>');
});

it('shares the same answer with the channel, without paging, and says who did where that is known', async () => {
  const first = await room.answers('search diffusion page:2');
  const [nameless] = await room.press(first, 'Share');
  expect(nameless?.audience).toBe('channel');
  expect(said(nameless === undefined ? [] : [nameless])).toContain('6-10 of 12');
  expect(said(nameless === undefined ? [] : [nameless])).not.toContain('shared by');
  room.names.set('ada', 'Ada L.');
  const named = await room.press(first, 'Share');
  expect(said(named)).toContain('shared by Ada L.');
  expect(labels(named)).toEqual([]);
});
