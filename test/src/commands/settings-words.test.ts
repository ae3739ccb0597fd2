import { describe, expect, it } from 'vitest';
import type { SettingsAction } from '../../../src/commands/command.js';
import { parseCommand } from '../../../src/commands/parse.js';
import { suggestSettings } from '../../../src/commands/settings-words.js';
import { commandTable } from '../../../src/commands/table.js';

function action(rest: string): SettingsAction {
  const result = parseCommand(`settings ${rest}`, commandTable);
  if (result.kind === 'parsed' && result.command.kind === 'settings') return result.command.action;
  throw new Error(result.kind === 'problem' ? result.message : 'another command');
}

function problem(rest: string) {
  const text = `settings ${rest}`;
  const result = parseCommand(text, commandTable);
  if (result.kind === 'parsed') throw new Error(`${rest} was understood.`);
  const { message, meant, at = 0, length = 0 } = result;
  return { message, meant, part: text.slice(at, at + length) };
}

describe('settings as typed', () => {
  it('are switches and pairs in any order', () => {
    expect(action('')).toEqual({ do: 'show' });
    expect(action('ON')).toEqual({ do: 'on', changes: {} });
    expect(action('off')).toEqual({ do: 'off' });
    expect(action('post')).toEqual({ do: 'post' });
    const changes = { time: '08:30', zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], count: 5, layout: 'thread' };
    expect(action('time 8:30 zone Europe/Berlin days mon-fri count 5 layout thread')).toEqual({ do: 'set', changes });
    expect(action('Layout THREAD count 5 days weekdays zone europe/berlin time 0830')).toEqual({ do: 'set', changes });
    expect(action('on time=8:30 zone:Europe/Berlin')).toEqual({
      do: 'on',
      changes: { time: '08:30', zone: 'Europe/Berlin' },
    });
  });

  it('may have values of several words', () => {
    expect(action('time 9 am days mon wed fri zone America/New York')).toEqual({
      do: 'set',
      changes: { time: '09:00', days: [1, 3, 5], zone: 'America/New_York' },
    });
    expect(action('time:"9 am" days:"mon, wed and fri" zone "America/New York"')).toEqual({
      do: 'set',
      changes: { time: '09:00', days: [1, 3, 5], zone: 'America/New_York' },
    });
    expect(action('days mon - fri')).toMatchObject({ changes: { days: [1, 2, 3, 4, 5] } });
    expect(action('days every day count 3')).toMatchObject({ changes: { days: [1, 2, 3, 4, 5, 6, 7], count: 3 } });
  });

  it.each([
    ['tz Europe/Berlin', 'tz', 'There is no setting "tz".', 'zone Europe/Berlin'],
    ['timezone UTC count 3', 'timezone', 'There is no setting "timezone".', 'zone UTC count 3'],
    ['hour 9', 'hour', 'There is no setting "hour".', 'time 9'],
    ['time 8:30 zon UTC', 'zon', 'There is no setting "zon".', 'time 8:30 zone UTC'],
    ['9:00', '9:00', 'There is no setting "9:00".', 'time 9:00'],
    ['enable', 'enable', 'There is no setting "enable".', 'on'],
    ['colour red', 'colour', 'There is no setting "colour": there are time, zone, days, count and layout.', undefined],
    ['constructor 1', 'constructor', expect.stringContaining('There is no setting'), undefined],
    ['zone Berlin', 'Berlin', 'There is no time zone "Berlin".', 'zone Europe/Berlin'],
    ['zone New York count 3', 'New York', 'There is no time zone "New York".', 'zone America/New_York count 3'],
    ['zone Europe/Berln', 'Europe/Berln', 'There is no time zone "Europe/Berln".', 'zone Europe/Berlin'],
    ['zone UTC+2', 'UTC+2', expect.stringContaining('knows no summer time'), undefined],
    ['time 25:00', '25:00', '"25:00" is no time of day: write it as 9:00, 17:30 or 9am.', undefined],
    ['days mon-fry', 'mon-fry', expect.stringContaining('is not a list of weekdays'), 'days mon-fri'],
    ['days mon wde', 'mon wde', expect.stringContaining('write mon-fri, mon,wed,fri'), 'days mon,wed'],
    ['days often', 'often', expect.stringContaining('"often" is not a list of weekdays'), undefined],
    ['count 0', '0', '"0" is no count of papers: write a whole number from 1 to 50.', undefined],
    ['count 51', '51', expect.stringContaining('from 1 to 50'), undefined],
    ['count few', 'few', expect.stringContaining('from 1 to 50'), undefined],
    ['layout threads', 'threads', 'There is no layout "threads": there are list, thread and cards.', 'layout thread'],
    ['layout poster', 'poster', 'There is no layout "poster": there are list, thread and cards.', undefined],
    ['time count 5', 'time', 'What time? Write it as in "time 8:30".', undefined],
    ['count 5 count 6', 'count', '"count" stands here twice: write it once.', undefined],
    ['off now', 'now', 'Nothing follows "settings off".', undefined],
  ])('%s is told what is wrong with it', (rest, part, message, meant) => {
    expect(problem(rest)).toEqual({ part, message, meant: meant === undefined ? undefined : `settings ${meant}` });
  });
});

describe('suggestions', () => {
  const suggest = suggestSettings;

  it('offer switches and keys, then values', () => {
    expect(suggest('')).toEqual(['on', 'off', 'post', 'time ', 'zone ', 'days ', 'count ', 'layout ']);
    expect(suggest('o')).toEqual(['on', 'off']);
    expect(suggest('time 9:00 z')).toEqual(['time 9:00 zone ']);
    expect(suggest('on ')).toEqual(['on time ', 'on zone ', 'on days ', 'on count ', 'on layout ']);
    expect(suggest('layout ')).toEqual(['layout list', 'layout thread', 'layout cards']);
    expect(suggest('zone berl')).toEqual(['zone Europe/Berlin']);
    expect(suggest('zone Europe/')).toHaveLength(20);
    expect(suggest('days d')).toEqual(['days daily']);
    expect(suggest('off ')).toEqual([]);
  });

  it('offer values behind a colon and in quotation marks, too', () => {
    expect(suggest('zone:')).toContain('zone:UTC');
    expect(suggest('on time:9:00 zone:berl')).toEqual(['on time:9:00 zone:Europe/Berlin']);
    expect(suggest('zone:"new yo')).toEqual(['zone:America/New_York']);
    expect(suggest('layout:c')).toEqual(['layout:cards']);
  });
});
