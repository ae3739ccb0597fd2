import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageView } from '../../../src/view/view.js';
import { viewText } from '../../fake/chat-limits.js';
import { paperOf } from '../../fake/feed.js';
import { ReadingRoom } from './reading-room.js';

let room: ReadingRoom;

beforeEach(async () => {
  room = await ReadingRoom.open('2026-11-24T07:30:00Z');
  room.newsroom.chat.managers.add('ada');
});
afterEach(() => room.close());

const user = () => room.newsroom.chat.user('ada', room.target);
const papers = (count: number) =>
  Array.from({ length: count }, (_, n) => [paperOf(`2411.${String(10_001 + n)}`), 50 - n] as const);

describe('a button', () => {
  it('that turns a page puts it in place of the one before; others answer anew', async () => {
    await room.list('2026-11-23', ...papers(12));
    const results = await room.answers('search paper');
    expect(await room.placesOf(results, 'Next')).toEqual(['instead']);
    expect(await room.placesOf(results, 'Share')).toEqual(['new']);
    expect(await room.placesOf(await room.answers('hlep top'), 'Run that')).toEqual(['instead']);
    expect(await room.placesOf(await room.answers('show 2411.10001'), '👍')).toEqual(['new']);
    for (const [paper] of papers(12)) await room.vote('ada', paper.key);
    expect(await room.placesOf(await room.answers('mine'), 'Next')).toEqual(['instead']);
  });

  it('of a number votes as its paper does, also by the edition and the number', async () => {
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 5], ['2411.00002', 80]);
    await room.newsroom.subscribe({ time: '08:00' });
    await room.newsroom.tickAt('2026-11-24T08:00:00Z');
    const press = async (action: string, who = 'ada') => {
      const [answer] = await room.newsroom.chat.press(who, room.target, action);
      return viewText(answer?.view as MessageView);
    };
    expect(await press('vote + 2026-11-24/1')).toBe('Your vote on "Paper 2411.00002" is 👍. 👍 1 in this team.');
    expect(await press('vote + 2411.00002', 'ben')).toContain('👍 2 in this team');
    expect(await press('vote + 2026-11-24/1')).toContain('is taken back');
    expect(await press('vote + 2026-11-24/7')).toContain('has numbers 1 to 2, not 7');
    expect(await room.tally('2411.00002')).toEqual({ up: 1, down: 0 });
  });
});

describe('the home page', () => {
  it('welcomes somebody without votes', async () => {
    const text = viewText(await room.sink.home(user()));
    expect(text).toContain('Broadsheet');
    expect(text).toContain('None yet: react to a paper');
    expect(text).toContain('No list came in the last 7 days.');
    expect(text).toContain('/paper settings on switches its morning edition on.');
    expect(text).toContain('/paper help');
  });

  it('shows my newest votes, the best of the week and what is planned', async () => {
    await room.list('2026-11-23', ...papers(8));
    for (const key of ['2411.10003', '2411.10004']) await room.vote('ben', key);
    for (const [paper] of papers(7)) {
      room.newsroom.clock.advance(1_000);
      await room.vote('ada', paper.key);
    }
    await room.ask('settings on time 9:15 zone Europe/Berlin');
    const view = await room.sink.home(user());
    const lists = view.blocks.flatMap((block) =>
      block.kind === 'list' ? [block.items.map((item) => String(item.key).slice(-2))] : [],
    );
    expect(lists).toEqual([
      ['07', '06', '05', '04', '03'],
      ['03', '04', '01', '02', '05'],
    ]);
    expect(viewText(view)).toContain('papers: Tue 24 Nov, 09:15 (Europe/Berlin)');
  });

  it('counts the channels beyond ten, and leaves out other workspaces', async () => {
    const base = await room.newsroom.subscribe();
    const more = Array.from({ length: 12 }, (_, n) => ({ ...base, id: `more${n}` as never, channel: `more${n}` }));
    await room.newsroom.store.subscriptions.save([
      ...more,
      { ...base, id: 'other' as never, workspace: 'other', channel: 'elsewhere' },
    ]);
    const text = viewText(await room.sink.home(user()));
    expect(text).toContain('and 3 more channels');
    expect(text).not.toContain('elsewhere');
  });

  it('never fails', async () => {
    await room.newsroom.store.close();
    expect(viewText(await room.sink.home(user()))).toContain('Something went wrong here (error');
    expect(await room.sink.unfurl(['https://arxiv.org/abs/2411.10001'], room.target)).toEqual(new Map());
    expect(room.newsroom.log.lines.filter(({ event }) => event === 'command.failed')).toHaveLength(2);
    room.close = async () => undefined;
  });
});

describe('links', () => {
  it('to papers of the store get a card, in whatever form; others do not', async () => {
    await room.list('2026-11-23', [paperOf('2411.10001', { code: { url: 'https://github.com/a/b', stars: 9 } }), 50]);
    await room.vote('ben', '2411.10001');
    const links = [
      'https://arxiv.org/abs/2411.10001v2',
      'http://arxiv.org/pdf/2411.10001v1.pdf',
      'https://arxiv.org/pdf/2411.10001?download=1#page=2',
      'https://www.alphaxiv.org/abs/2411.10001',
      'https://huggingface.co/papers/2411.10001',
    ];
    const unknown = [
      'https://arxiv.org/abs/2411.19999',
      'https://example.org/',
      'https://huggingface.co/a/b',
      'nothing',
    ];
    const cards = await room.sink.unfurl([...unknown, ...links, ...links], room.target);
    expect([...cards.keys()]).toEqual(links);
    expect(viewText(cards.get(links[0] ?? '') as MessageView)).toBe(
      [
        'Paper 2411.10001',
        'Ada Lovelace, Alan Turing +1 · Analytical Society · ▲ 50 · code ★ 9',
        'Paper 2411.10001 in one line.',
        '👍 1 in this team',
      ].join('\n'),
    );
  });

  it('are at most ten', async () => {
    await room.list('2026-11-23', ...papers(12));
    const links = papers(12).map(([paper]) => `https://arxiv.org/abs/${paper.key}`);
    expect((await room.sink.unfurl(links, room.target)).size).toBe(10);
  });
});

describe('the greeting', () => {
  const greet = async () => viewText(await room.sink.joined({ target: room.target }));

  it('says how the morning edition is switched on, or when it comes', async () => {
    expect(await greet()).toBe(
      [
        "I bring the day's research papers into this channel and count what the team thinks of them.",
        '/paper settings on switches the morning edition on here.',
        '/paper search diffusion transformer finds papers, /paper help shows what else there is.',
      ].join('\n'),
    );
    await room.ask('settings on');
    expect(await greet()).toContain('The next morning edition comes Tue 24 Nov, 09:00.');
  });
});
