import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paperOf } from '../../fake/feed.js';
import { buttonsOf, ReadingRoom, said } from './reading-room.js';

let room: ReadingRoom;
const zeta = paperOf('2405.14906', {
  title: 'Zetta ζ: An Efficient Closed-Loop Embodied Harness',
  authors: Array.from({ length: 664 }, (_, index) => `Author ${index + 1}`),
  categories: ['cs.RO', 'cs.AI'],
  keywords: ['embodied'],
  code: { url: 'https://github.com/zetta/zeta', stars: 412 },
  projectUrl: 'https://zetta.example/zeta',
});

beforeEach(async () => {
  room = await ReadingRoom.open();
  await room.list('2026-11-23', [zeta, 74]);
});
afterEach(() => room.close());

describe('show', () => {
  it('gives everything about a paper, whichever way it is named', async () => {
    const answer = await room.ask('show 2405.14906');
    for (const part of [
      'Zetta ζ',
      'Author 20 +644',
      'Analytical Society',
      'cs.RO, cs.AI',
      'embodied',
      '▲ 74',
      'code ★ 412',
    ]) {
      expect(answer).toContain(part);
    }
    expect(answer).toContain('Links: arXiv · PDF · code ★ 412 · project');
    expect(answer).toContain('What paper 2405.14906 is about. And more of it.');
    expect(await room.ask('show https://arxiv.org/pdf/2405.14906v2')).toBe(answer);
  });

  it('leads to each address once, the title first', async () => {
    const url = 'https://github.com/zetta/zeta';
    await room.list('2026-11-22', [paperOf('2411.00001', { code: { url, stars: 1 }, projectUrl: `${url}/` }), 1]);
    await room.list('2026-11-22', [paperOf('2411.00002', { listedOn: null, code: null, projectUrl: null }), 1]);
    expect(await room.ask('show 2411.00001')).toContain('Links: arXiv · PDF · code ★ 1\n');
    expect(await room.ask('show 2411.00002')).toMatch(/Links: PDF\n/);
  });

  it('takes the numbers of the latest edition here, and says in which editions a paper stood', async () => {
    expect(await room.ask('show 1')).toContain('There is no edition in this channel yet');
    await room.newsroom.subscribe();
    room.newsroom.feed.set('2026-11-25', ['2411.00001', 80], ['2411.00002', 90]);
    await room.newsroom.tickAt('2026-11-25T09:00:00Z');
    const answer = await room.ask('show 2');
    expect(answer).toContain('Paper 2411.00001');
    expect(answer).toContain('In editions of: Wednesday, 25 November');
    expect(await room.ask('show 7')).toBe('The latest edition here has numbers 1 to 3, not 7.');
    expect(await room.ask('show 0')).toBe('The latest edition here has numbers 1 to 3, not 0.');
  });

  it('says in one sentence that it does not know a paper', async () => {
    expect(await room.ask('show 2503.02130')).toBe(
      'There is no paper 2503.02130 here: it stood on none of the lists read so far.',
    );
  });

  it('names those who voted, by name where it is known', async () => {
    room.names.set('ben', 'Ben B.');
    expect(await room.ask('show 2405.14906')).toContain('Team: nobody has voted yet');
    await room.vote('ada', '2405.14906');
    await room.vote('ben', '2405.14906');
    await room.vote('cem', '2405.14906', '👎');
    expect(await room.ask('show 2405.14906')).toContain('Team: 👍 ada, Ben B. · 👎 cem');
  });
});

describe('the vote buttons under a paper', () => {
  it('vote, and take the vote back when pressed again', async () => {
    expect(await room.vote('ada', '2405.14906')).toContain('is 👍. 👍 1 in this team.');
    expect(await room.tally('2405.14906')).toEqual({ up: 1, down: 0 });
    expect(await room.vote('ada', '2405.14906')).toContain('is taken back.');
    expect(await room.tally('2405.14906')).toBeUndefined();
    expect(await room.vote('ada', '2405.14906')).toContain('is 👍.');
  });

  it('count one vote a person, and say so when both cancel', async () => {
    await room.vote('ada', '2405.14906', '👍');
    expect(await room.vote('ada', '2405.14906', '👎')).toContain('cancel');
    expect(await room.tally('2405.14906')).toBeUndefined();
    expect(await room.vote('ada', '2405.14906', '👍')).toContain('is 👎. 👎 1 in this team.');
  });

  it('stand under a shared card too, for everybody, without a second Share', async () => {
    const [shared] = await room.press(await room.answers('show 2405.14906'), 'Share');
    const copy = shared === undefined ? [] : [shared];
    expect(shared?.audience).toBe('channel');
    expect(buttonsOf(copy).map(({ label }) => label)).toEqual(['👍', '👎']);
    expect(said(await room.press(copy, '👍', 'dee'))).toContain('👍 1 in this team');
  });

  it('work for papers whose key is a long address', async () => {
    const address = `https://papers.example/${'a'.repeat(120)}`;
    await room.list('2026-11-20', [paperOf(address), 1]);
    expect(await room.vote('ada', address)).toContain('is 👍.');
    expect(await room.tally(address)).toEqual({ up: 1, down: 0 });
  });
});
