import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.js';
import type { TimeZone } from '../../../src/kernel/schedule.js';
import { configOf, problemsOf } from './load-text.js';

const everyDefault = {
  time: '09:00',
  zone: 'Europe/Berlin',
  days: [1, 2, 3, 4, 5],
  count: 10,
  layout: 'list',
  feeds: ['huggingface'],
  minUpvotes: 0,
  topics: { words: [], authors: [], categories: [] },
};

describe('without a file', () => {
  it('has a default for everything, and the terminal on every day', () => {
    expect(configOf(null)).toEqual({
      file: null,
      home: '/srv/paper/data',
      logLevel: null,
      keyring: null,
      slack: null,
      discord: null,
      embeddings: null,
      namesSlack: false,
      namesDiscord: false,
      defaults: everyDefault,
      channels: [],
      feeds: [{ kind: 'huggingface', id: 'huggingface', url: 'https://huggingface.co' }],
      teams: [],
      votes: { up: ['👍', '⬆️', '❤️', '🔥', '⭐'], down: ['👎'], days: 14 },
      editions: { deadlineMs: 10_800_000, lateAfterMs: 900_000 },
      backups: { everyMs: 3_600_000, keep: 24, folder: '/srv/paper/data/backups' },
      terminal: { ...everyDefault, days: [1, 2, 3, 4, 5, 6, 7] },
    });
  });

  it.each(['', '\n', '# nothing but a comment\n', '---\n', 'channels:\nteams:\n', '{}'])(
    'is the same as with a file that says nothing: %j',
    (text) => {
      expect(configOf(text)).toEqual({ ...configOf(null), file: '/srv/paper/conf/broadsheet.yaml' });
    },
  );
});

describe('the environment', () => {
  it('says where data and feed are and how much is logged', () => {
    const environment = { BROADSHEET_HOME: 'var', HF_API_URL: 'http://127.0.0.1:8080/hf//', LOG_LEVEL: 'Debug' };
    expect(configOf(null, environment)).toMatchObject({
      home: '/srv/paper/var',
      logLevel: 'debug',
      feeds: [{ id: 'huggingface', url: 'http://127.0.0.1:8080/hf' }],
    });
  });

  it('counts a variable that is set to nothing as not set', () => {
    const environment = { BROADSHEET_HOME: '', HF_API_URL: ' ', LOG_LEVEL: '', BROADSHEET_CONFIG: '' };
    expect(configOf(null, environment)).toEqual(configOf(null));
  });

  it.each([
    ['LOG_LEVEL', 'verbose', /silent, error, warn, info, debug/],
    ['LOG_LEVEL', 'wran', /Did you mean warn\?/],
    ['HF_API_URL', 'huggingface.co', /https:\/\//],
    ['HF_API_URL', 'ftp://huggingface.co', /https:\/\//],
    ['HF_API_URL', 'https://', /https:\/\//],
  ])('is checked: %s=%s', (name, value, words) => {
    const [problem, ...others] = problemsOf(null, { [name]: value });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ path: name, line: null, read: JSON.stringify(value) });
    expect(`${problem?.expected} ${problem?.fix}`).toMatch(words);
  });

  it('has its problems listed together with those of the file', () => {
    const problems = problemsOf('defaults:\n  count: 0\n', { LOG_LEVEL: 'loud', HF_API_URL: 'x' });
    expect(problems.map(({ path }) => path)).toEqual(['defaults.count', 'LOG_LEVEL', 'HF_API_URL']);
  });
});

describe('the file', () => {
  const text = `
defaults:
  time: 8:30
  zone: asia/tokyo
  days: [Friday, mon]
  count: 5
  minUpvotes: 2
  topics: { words: [diffusion], authors: [Ada] }
channels:
  - channel: slack:T0123456789/C0123456789
  - channel: "discord:123456789012345678/234567890123456789"
    count: 20
    layout: cards
    zone: UTC
    feeds: [notes, huggingface]
    topics: { categories: [cs.CL] }
feeds:
  - { id: notes, kind: file, path: lab/notes.jsonl }
  - { id: mirror, kind: huggingface, url: "https://mirror.example.org/" }
teams:
  our lab: ["slack:T0123456789", "discord:123456789012345678"]
votes: { up: ["👍", ":partyparrot:"], days: 3 }
editions: { deadlineHours: 0.5 }
backups: { everyHours: 6, folder: /mnt/copies }
`;

  it('fills each channel with the defaults that it does not change, and knows its line', () => {
    const { defaults, channels } = configOf(text);
    const file = '/srv/paper/conf/broadsheet.yaml';
    const topics = { words: ['diffusion'], authors: ['Ada'], categories: [] };
    const own = { time: '08:30', zone: 'Asia/Tokyo', days: [1, 5], count: 5, minUpvotes: 2, topics };
    expect(defaults).toEqual({ ...everyDefault, ...own });
    expect(channels).toEqual([
      {
        ...{ adapter: 'slack', workspace: 'T0123456789', channel: 'C0123456789' },
        ...defaults,
        source: { file, line: 10 },
      },
      {
        ...{ adapter: 'discord', workspace: '123456789012345678', channel: '234567890123456789' },
        ...{ ...defaults, zone: 'UTC', count: 20, layout: 'cards', feeds: ['notes', 'huggingface'] },
        topics: { words: [], authors: [], categories: ['cs.CL'] },
        source: { file, line: 11 },
      },
    ]);
  });

  it('keeps the feed huggingface, and takes a relative path from its own folder', () => {
    expect(configOf(text, { HF_API_URL: 'http://localhost:1/' }).feeds).toEqual([
      { kind: 'huggingface', id: 'huggingface', url: 'http://localhost:1' },
      { kind: 'file', id: 'notes', path: '/srv/paper/conf/lab/notes.jsonl', name: 'notes' },
      { kind: 'huggingface', id: 'mirror', url: 'https://mirror.example.org' },
    ]);
  });

  it('has backups in the units of the program, in the data folder unless the path says otherwise', () => {
    expect(configOf(text).backups).toEqual({ everyMs: 21_600_000, keep: 24, folder: '/mnt/copies' });
    const { backups } = configOf('backups: { keep: 3, folder: spare }', { BROADSHEET_HOME: '/var/paper' });
    expect(backups).toEqual({ everyMs: 3_600_000, keep: 3, folder: '/var/paper/spare' });
  });

  it.each(['everyHours: 0', 'keep: 0'])('makes no backups with %s', (setting) => {
    expect(configOf(`backups: { ${setting} }`).backups).toBeNull();
  });

  it('has teams, votes and times in the units of the program', () => {
    const { teams, votes, editions } = configOf(text);
    const workspaces = [
      { adapter: 'slack', workspace: 'T0123456789' },
      { adapter: 'discord', workspace: '123456789012345678' },
    ];
    expect(teams).toEqual([{ name: 'our lab', workspaces }]);
    expect(votes).toEqual({ up: ['👍', ':partyparrot:'], down: ['👎'], days: 3 });
    expect(editions).toEqual({ deadlineMs: 1_800_000, lateAfterMs: 900_000 });
  });

  it('switches the terminal off by listing a channel, unless it says something about the terminal', () => {
    expect(configOf(text).terminal).toBeNull();
    expect(configOf('terminal: false').terminal).toBeNull();
    expect(configOf(`${text}terminal: true`).terminal).toMatchObject({ time: '08:30', days: [1, 2, 3, 4, 5, 6, 7] });
    expect(configOf(`${text}terminal: { count: 3, time: "07:00" }`).terminal).toMatchObject({
      count: 3,
      time: '07:00',
    });
  });

  it('may use anchors, quotes and any line ends', () => {
    const shared =
      '\ufeffdefaults:\r\n  topics: &ours { words: ["a"] }\r\nchannels:\r\n  - channel: slack:T012/C012\r\n    topics: *ours\r\n';
    expect(configOf(shared).channels[0]?.topics.words).toEqual(['a']);
  });

  it('reads 9:00 and no as they were typed, whatever version of YAML the file asks for', () => {
    expect(configOf('%YAML 1.1\n---\ndefaults: { time: 9:00, topics: { words: [no] } }\n').defaults).toMatchObject({
      time: '09:00',
      topics: { words: ['no'] },
    });
  });
});

describe('a file on the disk', () => {
  const load = (path: string, environment = {}) =>
    loadConfig({
      environment: { BROADSHEET_CONFIG: path, ...environment },
      workingFolder: tmpdir(),
      zone: 'UTC' as TimeZone,
    });

  it('is read when BROADSHEET_CONFIG names it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'broadsheet-config-'));
    writeFileSync(join(folder, 'b.yaml'), 'defaults:\n  count: 3\n');
    const loaded = load(join(folder, 'b.yaml'));
    rmSync(folder, { recursive: true });
    expect(loaded.kind === 'config' && loaded.config.defaults.count).toBe(3);
  });

  it('is a problem when it is not there or is a folder, listed with those of the environment', () => {
    const missing = load('not/there.yaml', { LOG_LEVEL: 'loud' });
    expect(missing).toMatchObject({
      kind: 'problems',
      problems: [{ path: 'BROADSHEET_CONFIG' }, { path: 'LOG_LEVEL' }],
    });
    expect(missing.kind === 'problems' && missing.problems[0]?.read).toContain('no such file');
    const folder = load('.');
    expect(folder.kind === 'problems' && folder.problems[0]?.read).toContain('a folder');
  });
});
