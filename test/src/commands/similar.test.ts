import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BroadsheetError } from '../../../src/kernel/errors.js';
import { settle } from '../../fake/clock.js';
import { paperOf } from '../../fake/feed.js';
import { blocksOf, buttonsOf, ReadingRoom, said } from './reading-room.js';

let room: ReadingRoom;
const key = (number: number): string => `2411.000${String(number).padStart(2, '0')}`;
const labels = (answers: Parameters<typeof buttonsOf>[0]) => buttonsOf(answers).map(({ label }) => label);

beforeEach(async () => {
  room = await ReadingRoom.open();
  const papers = Array.from({ length: 30 }, (_, index) =>
    paperOf(key(index + 1), { title: `Paper no. ${index + 1}`, authors: ['Ada Lovelace', 'Alan Turing'] }),
  );
  await room.list('2026-11-23', ...papers.map((paper, index) => [paper, index + 1] as const));
});
afterEach(() => room.close());

describe('similar', () => {
  it('lists the nearest papers as a search does, with what each is about', async () => {
    await room.vote('ben', key(2));
    const answers = await room.answers(`similar https://arxiv.org/abs/${key(1)}v2`);
    expect(said(answers)).toContain('Like Paper no. 1');
    expect(said(answers)).toContain(`Ada Lovelace +1 · 2026 · ▲ 2 · 👍 1 · ${key(2)}`);
    expect(said(answers)).toContain(`Paper ${key(2)} in one line.`);
    const list = blocksOf(answers).find((block) => block.kind === 'list');
    expect(list?.items.map((item) => item.key)).toEqual([2, 3, 4, 5, 6].map(key));
    expect(answers).toMatchObject([{ audience: 'asker' }]);
  });

  it('goes up to twenty, there and back, and is shared as it stands', async () => {
    let answers = await room.answers(`similar ${key(1)}`);
    expect(labels(answers)).toEqual(['Next', 'Share']);
    for (const range of ['6-10', '11-15', '16-20']) {
      answers = await room.press(answers, 'Next');
      expect(said(answers)).toContain(`${range} of 20`);
    }
    expect(labels(answers)).toEqual(['Previous', 'Share']);
    const [shared] = await room.press(await room.press(answers, 'Previous'), 'Share');
    expect(shared?.audience).toBe('channel');
    expect(said(shared === undefined ? [] : [shared])).toContain('11-15 of 20');
    expect(labels(shared === undefined ? [] : [shared])).toEqual([]);
  });

  it('takes the numbers of the latest edition here', async () => {
    await room.newsroom.subscribe();
    room.newsroom.feed.set('2026-11-25', ['2411.00001', 80], ['2411.00002', 90]);
    await room.newsroom.tickAt('2026-11-25T09:00:00Z');
    expect(await room.ask('similar 2')).toContain('Like Paper 2411.00001');
    expect(await room.ask('similar 99')).toContain('not 99.');
  });

  it('says in one sentence when there is nothing to list', async () => {
    expect(await room.ask('similar 2503.02130')).toBe(
      'There is no paper 2503.02130 here: it stood on none of the lists read so far.',
    );
    expect(await room.ask('similar')).toContain('Which paper?');
    expect(await room.ask('similar cats')).toContain('This names no paper.');
    expect(await room.ask(`similar ${key(1)} page:9`)).toContain('page: takes a number from 1 to 4.');
    expect(await room.ask('similar page:2')).toContain('Which paper?');
    const alone = await ReadingRoom.open();
    await alone.list('2026-11-23', [paperOf(key(1), { title: 'Alone' }), 1]);
    expect(await alone.ask(`similar ${key(1)}`)).toBe('There is nothing like "Alone" here.');
    expect(await alone.ask(`similar ${key(1)} page:2`)).toBe('There is nothing like "Alone" here.');
    await alone.close();
  });
});

describe('the card of a paper', () => {
  it('ends with three related papers, and a button for more', async () => {
    const answers = await room.answers(`show ${key(1)}`);
    const related = blocksOf(answers).findLast((block) => block.kind === 'list');
    expect(related?.items[0]?.lines.slice(1).map(({ inlines }) => inlines[0])).toEqual(
      [2, 3, 4].map((number) => ({
        kind: 'link',
        url: `https://huggingface.co/papers/${key(number)}`,
        label: [{ kind: 'text', text: `Paper no. ${number}` }],
      })),
    );
    expect(labels(answers)).toEqual(['👍', '👎', 'More like this', 'Share']);
    expect(said(await room.press(answers, 'More like this'))).toContain('1-5 of 20');
  });

  it('comes without them when the search fails', async () => {
    room.search.broken = new BroadsheetError('unavailable', 'Too many wait.', 'Later.');
    const answers = await room.answers(`show ${key(1)}`);
    expect(said(answers)).toContain('Paper no. 1');
    expect(said(answers)).not.toContain('Related');
    expect(labels(answers)).toEqual(['👍', '👎', 'Share']);
  });

  it('waits a second and a half for them, and no longer', async () => {
    room.search.silent = true;
    let answered = false;
    const answers = room.answers(`show ${key(1)}`).finally(() => {
      answered = true;
    });
    while (room.newsroom.clock.sleepers === 0) await settle();
    await room.newsroom.clock.advance(1_400);
    expect(answered).toBe(false);
    await room.newsroom.clock.advance(200);
    expect(said(await answers)).toContain('Paper no. 1');
  });
});

it('says where a paper stood in this channel, with a link to the post, in results and on its card', async () => {
  await room.newsroom.subscribe();
  room.newsroom.feed.set('2026-11-25', [key(1), 80], [key(2), 90]);
  await room.newsroom.tickAt('2026-11-25T09:00:00Z');
  const answers = await room.answers('search paper');
  const facts = blocksOf(answers).flatMap((block) =>
    block.kind === 'list' ? block.items.map((item) => item.lines[1]?.inlines ?? []) : [],
  );
  const links = facts.map((inlines) => inlines.find((inline) => inline.kind === 'link'));
  expect(links[0]).toEqual({
    kind: 'link',
    url: expect.stringMatching(/^https:\/\/chat\.example\/.+/),
    label: [{ kind: 'text', text: 'stood here 25 Nov' }],
  });
  expect(links[4]).toBeUndefined();
  const card = blocksOf(await room.answers(`show ${key(1)}`)).find((block) => block.kind === 'facts');
  const stood = card?.facts.find(({ label }) => label === 'In editions of');
  expect(stood?.value[0]).toMatchObject({ kind: 'link', url: (links[0] as { url: string }).url });
});
