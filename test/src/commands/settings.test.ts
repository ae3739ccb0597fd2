import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Subscription } from '../../../src/editions/subscription.js';
import { buttonsOf, ReadingRoom, said } from './reading-room.js';

let room: ReadingRoom;

beforeEach(async () => {
  // A Tuesday.
  room = await ReadingRoom.open('2026-11-24T09:30:00Z');
  room.newsroom.chat.managers.add('ada');
});
afterEach(() => room.close());

const all = (): Promise<readonly Subscription[]> => room.newsroom.store.subscriptions.all();

async function only(): Promise<Subscription> {
  const [first, ...more] = await all();
  if (first === undefined || more.length > 0) throw new Error('There is not exactly one subscription.');
  return first;
}

describe('settings', () => {
  it('say that nothing comes, and how to have it', async () => {
    const answer = await room.ask('settings', 'ben');
    expect(answer).toBe('No morning edition comes to this channel.\n/paper settings on switches it on.');
  });

  it('are shown to everybody, with who set them and when the next edition comes', async () => {
    room.zones.set('ada', 'Europe/Berlin');
    room.names.set('ada', 'Ada');
    await room.ask('settings on');
    const answer = await room.ask('settings', 'ben');
    for (const line of [
      ...['The morning edition is on here.', 'Time: 09:00', 'Time zone: Europe/Berlin', 'Days: Mon-Fri'],
      ...['Count: up to 10 papers', 'Layout: list', 'Feeds: Hugging Face', 'Upvotes: any'],
      ...['Next edition: Wed 25 Nov, 09:00', 'Set up by: Ada'],
    ]) {
      expect(answer.split('\n')).toContain(line);
    }
    expect(answer).not.toContain('Topics');
  });

  it('of a paused edition say why, and switching on goes on with it', async () => {
    await room.ask('settings on');
    await room.newsroom.store.subscriptions.pause(room.target, 'the channel is archived');
    expect(await room.ask('settings')).toContain('The morning edition is paused here: the channel is archived.');
    expect(await room.ask('status')).toContain('Something is broken: the morning edition is paused here');
    expect(await room.ask('settings post')).toContain('is paused here: the channel is archived.');
    expect(await room.ask('settings time 8:00')).toContain('The edition is paused: the channel is archived;');
    expect((await only()).nextRunAt).toBeNull();
    expect(await room.ask('settings on')).toContain('The next one comes Wed 25 Nov, 08:00.');
    expect(await only()).toMatchObject({ paused: null, enabled: true });
  });
});

describe('settings on', () => {
  it('takes the time zone of the person who types it, and says so', async () => {
    room.zones.set('ada', 'America/New_York');
    expect(await room.ask('settings on')).toContain(
      'The morning edition is on here: Mon-Fri at 09:00 in America/New_York, your time zone. The next one comes Tue 24 Nov, 09:00.',
    );
    expect(await only()).toMatchObject({
      ...{ id: 'chat:lab/papers', adapter: 'chat', workspace: 'lab', channel: 'papers' },
      ...{ managed: 'chat', enabled: true, setUpBy: 'ada', paused: null },
    });
  });

  it('takes the zone of the configuration where the person has none', async () => {
    expect(await room.ask('settings on')).toContain('at 09:00 in UTC, as I do not know your time zone.');
  });

  it('takes what follows it', async () => {
    room.zones.set('ada', 'America/New_York');
    const answer = await room.ask('settings on time 7am zone Asia/Tokyo days daily');
    expect(answer).toContain('every day at 07:00 in Asia/Tokyo. The next one comes Wed 25 Nov, 07:00.');
  });

  it('shows what the next edition holds, which is what is then posted', async () => {
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 5], ['2411.00002', 80], ['2411.00003', 7]);
    const answers = await room.answers('settings on count 2');
    expect(said(answers)).toContain('It would hold now: 2 of 3 new papers\n');
    expect(said(answers)).toContain('1. Paper 2411.00002 · ▲ 80\n2. Paper 2411.00003 · ▲ 7\n');
    expect(said(answers)).toContain('Another time or zone: /paper settings time 8:30 zone Europe/Berlin');
    expect((await room.newsroom.store.editions.latest((await only()).id, 1)).length).toBe(0);
    await room.newsroom.tickAt('2026-11-25T09:00:00Z');
    const [text = ''] = room.newsroom.texts;
    expect(text.indexOf('Paper 2411.00002')).toBeGreaterThan(0);
    expect(text.indexOf('Paper 2411.00003')).toBeGreaterThan(text.indexOf('Paper 2411.00002'));
    expect(text).not.toContain('Paper 2411.00001');
  });

  it('says why there would be nothing, and offers no button', async () => {
    const quiet = await room.answers('settings on');
    expect(said(quiet)).toContain('It would hold nothing now:');
    expect(buttonsOf(quiet)).toEqual([]);
    room.newsroom.feed.down = 'status 503';
    room.newsroom.clock.jumpTo('2026-11-25T09:30:00Z');
    expect(await room.ask('settings on')).toContain('Hugging Face could not be read: status 503');
  });

  it('twice is once', async () => {
    await room.ask('settings on time 8:00');
    await room.ask('settings on');
    expect((await only()).timetable.time).toBe('08:00');
  });
});

describe('settings off', () => {
  it('switches off and keeps what was set', async () => {
    await room.ask('settings on time 8:00');
    expect(await room.ask('settings off')).toContain('The morning edition is off here now.');
    expect(await only()).toMatchObject({ enabled: false, nextRunAt: null, timetable: { time: '08:00' } });
    expect(await room.ask('settings off')).toContain('off here already');
    expect(await room.ask('settings')).toContain('Next edition: switched off');
    await room.newsroom.tickAt('2026-11-25T08:00:00Z');
    expect(room.newsroom.texts).toEqual([]);
    expect(await room.ask('settings on')).toContain('at 08:00 in UTC. The next one comes');
  });

  it('says when there is nothing to switch off', async () => {
    expect(await room.ask('settings off')).toContain('nothing to switch off');
  });
});

describe('settings that are changed', () => {
  it('are changed together, and the next edition follows them', async () => {
    await room.ask('settings on');
    const answer = await room.ask('settings time 8:30 zone Europe/Berlin days mon, wed and fri count 5 layout thread');
    expect(answer).toBe(
      'Saved: time 08:30, time zone Europe/Berlin, days Mon, Wed, Fri, count 5, layout thread. The next edition comes Wed 25 Nov, 08:30.',
    );
    expect(await only()).toMatchObject({
      ...{ count: 5, layout: 'thread', timetable: { time: '08:30', zone: 'Europe/Berlin', days: [1, 3, 5] } },
    });
  });

  it('are all kept or none', async () => {
    await room.ask('settings on');
    const before = await only();
    for (const line of ['time 8:30 count 99', 'count 20', 'time 8:30 layout list count 11', 'time 8:00 time 9:00']) {
      await room.ask(`settings ${line}`);
      expect(await only()).toEqual(before);
    }
    expect(await room.ask('settings count 20')).toBe(
      'A list holds at most 10 papers, not 20: write count 10, or layout thread or layout cards.',
    );
    expect(await room.ask('settings count 20 layout cards')).toContain('Saved');
    expect(await room.ask('settings layout list')).toContain('A list holds at most 10 papers, not 20');
  });

  it('in a channel without an edition are kept for when it is switched on', async () => {
    room.zones.set('ada', 'Asia/Tokyo');
    const answer = await room.ask('settings time 8:30');
    expect(answer).toBe(
      'Saved: time 08:30. The time zone is Asia/Tokyo, yours. The morning edition is still off here; /paper settings on switches it on.',
    );
    expect(await only()).toMatchObject({ enabled: false, nextRunAt: null, timetable: { zone: 'Asia/Tokyo' } });
    expect(await room.ask('settings on')).toContain('at 08:30 in Asia/Tokyo. The next one comes Wed 25 Nov, 08:30.');
  });

  it('do not bring a second edition on a date that has one', async () => {
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 5]);
    await room.ask('settings on time 9:00');
    await room.ask('settings time 9:31');
    await room.newsroom.tickAt('2026-11-24T09:31:00Z');
    expect(room.newsroom.texts).toHaveLength(1);
    expect(await room.ask('settings time 10:00')).toContain('The next edition comes Wed 25 Nov, 10:00.');
    // West of here the date of the newest edition is today for longer.
    expect(await room.ask('settings zone America/Los_Angeles')).toContain('Wed 25 Nov, 10:00.');
  });

  it('leave an edition due that waits for its feed', async () => {
    await room.ask('settings on time 9:31');
    room.newsroom.feed.down = 'status 503';
    await room.newsroom.tickAt('2026-11-24T09:31:00Z');
    const { nextRunAt } = await only();
    await room.ask('settings count 5');
    expect((await only()).nextRunAt).toBe(nextRunAt);
  });
});

describe('a channel in which the bot lacks something', () => {
  it('is said when the edition is switched on, with what to do, and not once it is mended', async () => {
    const { lacking } = room.newsroom.chat;
    lacking.set(room.target.channel, ['Send Messages', 'Embed Links', 'Add Reactions']);
    expect(await room.ask('settings on')).toContain(
      'I lack Send Messages, Embed Links and Add Reactions in #papers: give me that',
    );
    lacking.clear();
    expect(await room.ask('settings on')).not.toContain('I lack');
  });
});

describe('who may not', () => {
  const whoMay = 'Only people who may manage this channel can do that: whoever is a manager.';

  it('changes nothing, and is told who may', async () => {
    for (const line of ['settings on', 'settings off', 'settings time 8:00', 'settings post']) {
      expect(await room.ask(line, 'ben')).toBe(whoMay);
    }
    expect(await all()).toEqual([]);
  });

  it('cannot press the button of somebody who may, nor can one who no longer may', async () => {
    room.newsroom.feed.set('2026-11-24', ['2411.00001', 5]);
    const answers = await room.answers('settings on');
    expect(said(await room.press(answers, 'Post one now', 'ben'))).toBe(whoMay);
    room.newsroom.chat.managers.delete('ada');
    expect(said(await room.press(answers, 'Post one now'))).toBe(whoMay);
    expect(room.posts).toBe(0);
  });

  it('is anybody where the configuration file sets the channel up: the answer is its line', async () => {
    await room.newsroom.subscribe({ managed: 'file' });
    room.source = { file: '/etc/broadsheet.yaml', line: 12 };
    for (const line of ['settings on', 'settings off', 'settings time 8:00']) {
      expect(await room.ask(line)).toBe(
        'This channel is set up in the configuration file: change /etc/broadsheet.yaml, line 12, and start Broadsheet again.',
      );
    }
    expect(await room.ask('settings')).toContain('Set up by: the configuration file, line 12');
    expect((await only()).timetable.time).toBe('09:00');
    // Once the file no longer names the channel, it is the people's.
    await room.newsroom.subscribe({ managed: 'file', enabled: false, nextRunAt: null });
    room.source = undefined;
    await room.ask('settings on');
    expect(await only()).toMatchObject({ managed: 'chat', enabled: true });
  });

  it('is anybody where the program has its own', async () => {
    await room.newsroom.subscribe({ managed: 'program' });
    expect(await room.ask('settings off')).toContain('under "terminal:"');
  });
});
