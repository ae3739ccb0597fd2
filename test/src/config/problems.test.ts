import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/config/explain.js';
import { problemsOf } from './load-text.js';

/** What is wrong, in the shape `path line: read`, and the way out. */
const told = (text: string) =>
  problemsOf(text).map(({ path, line, read, expected, fix }) => ({ at: `${path} ${line}: ${read}`, expected, fix }));

const channel = (settings: string) => `channels:\n  - channel: slack:T012/C012\n    ${settings}\n`;

describe('one wrong value', () => {
  it.each([
    ['defaults:\n  time: 25:00', 'defaults.time 2: "25:00"', /"09:00"/],
    ['defaults:\n  time: 9am', 'defaults.time 2: "9am"', /Write "09:00"/],
    ['defaults:\n  time: 9:30 pm', 'defaults.time 2: "9:30 pm"', /Write "21:30"/],
    ['defaults:\n  time: 12am', 'defaults.time 2: "12am"', /Write "00:00"/],
    ['defaults:\n  time: 900', 'defaults.time 2: 900', /Write "09:00"/],
    ['defaults:\n  time: 0x10', 'defaults.time 2: 0x10, which YAML takes for 16', /Write "16:00"/],
    ['defaults:\n  time:', 'defaults.time 2: nothing', /delete the line/],
    ['defaults:\n  time: [9]', 'defaults.time 2: a list', /"09:00"/],
    ['defaults:\n  zone: CET+1', 'defaults.zone 2: "CET+1"', /summer time.*Europe\/Berlin/],
    ['defaults:\n  zone: "+02:00"', 'defaults.zone 2: "+02:00"', /summer time/],
    ['defaults:\n  zone: Berlin', 'defaults.zone 2: "Berlin"', /Did you mean "Europe\/Berlin"/],
    ['defaults:\n  zone: New York', 'defaults.zone 2: "New York"', /Did you mean "America\/New_York"/],
    ['defaults:\n  zone: Europe/Brelin', 'defaults.zone 2: "Europe/Brelin"', /Did you mean "Europe\/Berlin"/],
    ['defaults:\n  zone: Middle Earth', 'defaults.zone 2: "Middle Earth"', /Europe\/Berlin/],
    ['defaults:\n  days: mon-fri', 'defaults.days 2: "mon-fri"', /\[mon, tue, wed, thu, fri\]/],
    ['defaults:\n  days: daily', 'defaults.days 2: "daily"', /\[mon, tue, wed, thu, fri, sat, sun\]/],
    ['defaults:\n  days: sat, sun', 'defaults.days 2: "sat, sun"', /\[sat, sun\]/],
    ['defaults:\n  days: [mon, wedensday]', 'defaults.days[1] 2: "wedensday"', /Did you mean wed\?/],
    ['defaults:\n  days: [tus]', 'defaults.days[0] 2: "tus"', /Did you mean tue\?/],
    ['defaults:\n  days: tues', 'defaults.days 2: "tues"', /Write days: \[tue\]/],
    ['defaults:\n  days: tusday, wed', 'defaults.days 2: "tusday, wed"', /Write days: \[tue, wed\]/],
    ['defaults:\n  days: [mon, 5]', 'defaults.days[1] 2: 5', /mon, tue/],
    ['defaults:\n  days: [mon, Monday]', 'defaults.days[1] 2: "Monday" a second time', /Delete/],
    ['defaults:\n  days: []', 'defaults.days 2: an empty list', /at least one/],
    ['defaults:\n  count: 0', 'defaults.count 2: 0', /1 or more/],
    ['defaults:\n  count: 200', 'defaults.count 2: 200', /50 or less/],
    ['defaults:\n  count: 2.5', 'defaults.count 2: 2.5', /2 or 3/],
    ['defaults:\n  count: "5"', 'defaults.count 2: "5"', /without quotes: 5/],
    ['defaults:\n  count: ten', 'defaults.count 2: "ten"', /a number such as 10/],
    ['defaults:\n  count: .nan', 'defaults.count 2: .nan, which YAML takes for NaN', /a number/],
    [
      'defaults:\n  count: 20',
      'defaults.count 2: 20, with a layout of list',
      /count: 10, or layout: thread or layout: cards/,
    ],
    ['defaults:\n  layout: threads', 'defaults.layout 2: "threads"', /Did you mean thread\?/],
    ['defaults:\n  minUpvotes: -1', 'defaults.minUpvotes 2: -1', /0 or more/],
    ['defaults:\n  topics: diffusion', 'defaults.topics 2: "diffusion"', /words: \["diffusion"\]/],
    ['defaults:\n  topics:\n    words: diffusion', 'defaults.topics.words 3: "diffusion"', /\["diffusion"\]/],
    ['defaults:\n  topics:\n    words: [2024]', 'defaults.topics.words[0] 3: 2024', /in quotes: "2024"/],
    ['defaults: mon', 'defaults 1: "mon"', /below "defaults:"/],
    ['channels: slack:T012/C012', 'channels 1: "slack:T012/C012"', /"- channel:"/],
    ['channels:\n  - slack:T012/C012', 'channels[0] 2: "slack:T012/C012"', /"- channel:"/],
    ['channels:\n  - time: 9:00', 'channels[0].channel 2: nothing', /slack:T0123456789\/C0123456789/],
    ['channels:\n  - channel: slack:#papers', 'channels[0].channel 2: "slack:#papers"', /app\.slack\.com/],
    ['channels:\n  - channel: slack:C012', 'channels[0].channel 2: "slack:C012"', /slack:T0123456789\/C0123456789/],
    ['channels:\n  - channel: slak:T012/C012', 'channels[0].channel 2: "slak:T012/C012"', /slack:/],
    ['channels:\n  - channel: discord:lab/papers', 'channels[0].channel 2: "discord:lab/papers"', /discord\.com/],
    [
      'channels:\n  - channel: https://app.slack.com/client/T012/C034',
      'channels[0].channel 2: "https://app.slack.com/client/T012/C034"',
      /Write "slack:T012\/C034"/,
    ],
    [
      'channels:\n  - channel: https://discord.com/channels/11111/22222',
      'channels[0].channel 2: "https://discord.com/channels/11111/22222"',
      /Write "discord:11111\/22222"/,
    ],
    ['channels:\n  - channel: terminal:a/b', 'channels[0].channel 2: "terminal:a/b"', /terminal: true/],
    [channel('feeds: [hugingface]'), 'channels[0].feeds[0] 3: "hugingface"', /Did you mean "huggingface"\?/],
    [channel('feeds: [arxiv]'), 'channels[0].feeds[0] 3: "arxiv"', /List "arxiv" under "feeds:"/],
    [channel('count: 11'), 'channels[0].count 3: 11, with a layout of list', /count: 10, or layout: thread/],
    ['defaults:\n  count: 11\n  layout: list', 'defaults.count 2: 11, with layout: list', /count: 10/],
    [
      `${channel('layout: list')}defaults: { count: 20, layout: cards }`,
      'channels[0].layout 3: list, with count: 20',
      /thread/,
    ],
    [
      `${channel('')}  - channel: slack:T012/C012`,
      'channels[1].channel 4: "slack:T012/C012" a second time',
      /Delete one/,
    ],
    ['feeds:\n  - id: huggingface', 'feeds[0].kind 2: nothing', /kind: huggingface or kind: file/],
    ['feeds:\n  - { id: a, kind: rrs }', 'feeds[0].kind 2: "rrs"', /kind: huggingface or kind: file/],
    ['feeds:\n  - { id: a, kind: file }', 'feeds[0].path 2: nothing', /path: papers\.jsonl/],
    ['feeds:\n  - { id: a, kind: huggingface, path: x }', 'feeds[0].path 2: "x"', /change the kind/],
    ['feeds:\n  - { id: Lab Notes, kind: huggingface }', 'feeds[0].id 2: "Lab Notes"', /"lab-notes"/],
    [
      'feeds:\n  - { id: a, kind: huggingface, url: "http://example.org/x" }',
      'feeds[0].url 2: "http://example.org/x"',
      /Write "https:\/\/example\.org\/x"/,
    ],
    ['feeds:\n  - { id: sample, kind: huggingface }', 'feeds[0].id 2: "sample"', /"lab-notes"/],
    ['feeds:\n  - { id: a, kind: huggingface, url: example.org }', 'feeds[0].url 2: "example.org"', /https:\/\//],
    [
      'feeds:\n  - { id: a, kind: huggingface }\n  - { id: a, kind: huggingface }',
      'feeds[1].id 3: "a" a second time',
      /another id/,
    ],
    ['feeds: { id: a }', 'feeds 1: a group of settings', /"- id:"/],
    ['teams: [slack:T012]', 'teams 1: a list', /below "teams:"/],
    ['teams:\n  ours: slack:T012', 'teams.ours 2: "slack:T012"', /\["slack:T0123456789"/],
    ['teams:\n  ours: ["slack:T012/C012"]', 'teams.ours[0] 2: "slack:T012/C012"', /write "slack:T012"/],
    [
      'teams:\n  ours: ["slack:T012"]\n  the others: ["slack:T012"]',
      'teams."the others"[0] 3: "slack:T012" a second time',
      /Delete it/,
    ],
    ['votes:\n  up: 👍', 'votes.up 2: "👍"', /\["👍"\]/],
    ['votes:\n  up: ["👎"]\n  down: ["👎🏽"]', 'votes.down[0] 3: "👎🏽" a second time', /Delete one/],
    ['votes:\n  up: [thumbsup]', 'votes.up[0] 2: "thumbsup"', /":thumbsup:"/],
    ['votes:\n  up: [:+1:]', 'votes.up[0] 2: a group of settings', /in quotes/],
    ['votes:\n  up: ["1️⃣"]', 'votes.up[0] 2: "1️⃣"', /such as "👍"/],
    ['votes:\n  days: 0', 'votes.days 2: 0', /1 or more/],
    ['editions:\n  deadlineHours: 0', 'editions.deadlineHours 2: 0', /3 or 0\.5/],
    ['editions:\n  deadlineHours: 48', 'editions.deadlineHours 2: 48', /24 or less/],
    ['editions:\n  lateAfterMinutes: soon', 'editions.lateAfterMinutes 2: "soon"', /a number/],
    ['backups:\n  everyHours: 200', 'backups.everyHours 2: 200', /168 or less/],
    ['backups:\n  keep: 0.5', 'backups.keep 2: 0.5', /0 or 1/],
    ['backups:\n  folder: 7', 'backups.folder 2: 7', /such as/],
    ['backups: hourly', 'backups 1: "hourly"', /below "backups:"/],
    ['terminal: yes', 'terminal 1: "yes"', /Write true/],
    ['terminal:\n  count: 99', 'terminal.count 2: 99', /50 or less/],
    ['terminal:\n  days: [mon]', 'terminal.days 2: the key "days"', /Delete/],
    ['- a\n- b', ' 1: a list', /example/],
    ['hello', ' 1: "hello"', /example/],
  ])('%j is one problem, with its place and the fix', (text, at, fix) => {
    const problems = told(text);
    expect(problems.map((problem) => problem.at)).toEqual([at]);
    expect(problems[0]?.fix).toMatch(fix);
    expect(problems[0]?.expected).not.toBe('');
  });
});

describe('an unknown key', () => {
  it.each([
    ['chanels: []', 'chanels 1: the key "chanels"', /Did you mean "channels"\?/],
    ['defaults:\n  min_upvotes: 3', 'defaults.min_upvotes 2: the key "min_upvotes"', /Did you mean "minUpvotes"\?/],
    ['defaults:\n  tiem: 9:00', 'defaults.tiem 2: the key "tiem"', /Did you mean "time"\?/],
    ['time: 9:00', 'time 1: the key "time"', /below "defaults:"/],
    ['defaults:\n  teams: {}', 'defaults.teams 2: the key "teams"', /at the left margin/],
    ['slack:\n  conect: http', 'slack.conect 2: the key "conect"', /Did you mean "connect"\?/],
    ['slack_bot_token: x', 'slack_bot_token 1: a secret', /SLACK_BOT_TOKEN/],
    ['defaults:\n  colour: red', 'defaults.colour 2: the key "colour"', /Delete it/],
    ['votes:\n  <<: {}', 'votes."<<" 2: the key "<<"', /Write the settings out/],
    ['"a b": 1', '"a b" 1: the key "a b"', /Delete it/],
  ])('%j is explained', (text, at, fix) => {
    const problems = told(text);
    expect(problems.map((problem) => problem.at)).toEqual([at]);
    expect(problems[0]?.fix).toMatch(fix);
  });
});

describe('what is no YAML', () => {
  it.each([
    ['defaults:\n  count: 3\n  count: 4', ' 3: "count: 4", a key for the second time', /Delete one/],
    ['defaults:\n\ttime: 9:00\n', ' 2: a tab before "time: 9:00"', /each tab by two blanks/],
    ['%YAML 1.2\ndefaults:\n  count: 5\n', ' 1: "%YAML 1.2"', /Delete that line/],
    ['%COLOUR red\n---\ndefaults:\n  count: 5\n', ' 1: "%COLOUR red"', /Delete that line/],
    ['feeds:\n  - { id: a, kind: file, path: "C:\\papers" }', ' 2: "- { id: a, kind: file', /backslash twice/],
    ['defaults:\n  count 5\n  time: "09:00"\n', ' 2: "count 5"', /colon after the key/],
    ['defaults:\n  days: [mon tue: wed: thu]\n', ' 2: "days: [mon tue: wed: thu]"', /./],
    ['terminal: true\n---\nterminal: false', ' 2: "---"', /"---"/],
    ['defaults:\n  layout: @list', ' 2: "layout: @list"', /in quotes/],
    ['defaults:\n  days: [mon, tue\nterminal: true', ' 3: "terminal: true"', /bracket/],
    ['defaults:\n  layout: !cool list', ' 2: "layout: !cool list"', /"!"/],
    [
      'terminal: true\ndefaults: *theirs',
      ' 2: the alias "*theirs", but nothing is marked "&theirs"',
      /Write the value out/,
    ],
    [
      'votes: {}\nteams: &t\n  a: *t\n',
      ' 3: an alias ("*") that stands within what it stands for',
      /Write the value out/,
    ],
    [
      'a: &a [1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]',
      ' 2: aliases ("*") that multiply without end',
      /Write the value out/,
    ],
  ])('%j is explained with its line', (text, at, fix) => {
    const [problem] = told(text);
    expect(problem?.at).toContain(at);
    expect(problem?.fix).toMatch(fix);
  });

  it('does not hide what is wrong elsewhere, as far as that is certain', () => {
    expect(told('defaults:\n\tcount: 0\nterminal: yes\n').map(({ at }) => at)).toEqual([
      ' 2: a tab before "count: 0"',
      'defaults.count 2: 0',
      'terminal 3: "yes"',
    ]);
    expect(told('terminal: yes\nvotes:\n  up: ["👍"\ncount: 9\n').map(({ at }) => at)).toEqual([
      'terminal 1: "yes"',
      ' 4: "count: 9"',
    ]);
  });
});

describe('secrets', () => {
  const token = ['xoxb', '123456789012', 'AbCdEfGhIjKl'].join('-');

  it.each([
    [`slackToken: ${token}`, 'slackToken 1: a secret', /SLACK_BOT_TOKEN/],
    ['slack:\n  signing_secret: hunter22', 'slack.signing_secret 2: a secret', /SLACK_SIGNING_SECRET/],
    ['discord:\n  botToken: hunter22', 'discord.botToken 2: a secret', /DISCORD_TOKEN/],
    [channel(`appToken: xapp-1-hunter22`), 'channels[0].appToken 3: a secret', /SLACK_APP_TOKEN/],
    [`defaults:\n  topics:\n    words: [${token}]`, 'defaults.topics.words[0] 3: a secret', /environment/],
    [
      'feeds:\n  - { id: a, kind: huggingface, url: "https://me:hunter22@x.org" }',
      'feeds[0].url 2: a secret',
      /password/,
    ],
    [`defaults:\n  token: hunter22\n  @: x`, ' 3: "@: x"', /./],
    [`token: hunter22\ntoken: hunter22`, 'token 1: a secret', /environment/],
  ])('are refused and never repeated: %#', (text, at, fix) => {
    const problems = told(text);
    const problem = problems.find((each) => each.at === at);
    expect(problem?.fix).toMatch(fix);
    expect(explain(problemsOf(text), 'b.yaml')).not.toMatch(/hunter22|xoxb-/);
  });
});

describe('everything that is wrong', () => {
  const text = `
defaults:
  zone: CET+1
  count: 200
channels:
  - channel: slack:T012/C012
    layuot: cards
    time: 9am
  - channel: slack:T012/C012
feeds:
  - id: notes
    kind: file
`;

  it('is listed at once, in the order of the file', () => {
    expect(problemsOf(text).map(({ path, line }) => `${path} ${line}`)).toEqual([
      'defaults.zone 3',
      'defaults.count 4',
      'channels[0].layuot 7',
      'channels[0].time 8',
      'channels[1].channel 9',
      'feeds[0].path 11',
    ]);
  });

  it('reads as sentences with the place in front', () => {
    const said = explain(problemsOf(text, { LOG_LEVEL: 'loud' }), 'broadsheet.yaml');
    expect(said).toContain('The configuration has 7 problems.\n');
    expect(said).toContain(
      'broadsheet.yaml:4  defaults.count\n  Read 200; expected a whole number from 1 to 50.\n  Write 50 or less.\n',
    );
    expect(said).toContain('environment  LOG_LEVEL\n  Read "loud"; expected one of silent,');
  });

  it('is repeated only as far as somebody needs to find it again', () => {
    const long = 'x'.repeat(3_000);
    for (const text of [
      ...[`defaults:\n  zone: ${long}`, `defaults:\n  topics:\n    words: ${long}`, `"${long}": 1`],
      ...[
        `defaults:\n  topics:\n    words: ${'x y '.repeat(1_000)}`,
        `feeds:\n  - { id: a, kind: huggingface, url: "http://${long}" }`,
      ],
      ...[channel(`feeds: [${long}]`), `channels:\n  - channel: https://app.slack.com/client/T${long}/C1`],
    ]) {
      const problems = problemsOf(text);
      expect(problems.length).toBeGreaterThan(0);
      for (const { path, read, fix, expected } of problems) {
        for (const said of [path, read, fix, expected]) expect(said).not.toMatch(/[xy ]{90}/);
      }
    }
    const [problem] = problemsOf('', { HF_API_URL: `http://${long} y` });
    expect(`${problem?.read}${problem?.fix}`.length).toBeLessThan(300);
  });

  it('is cut off somewhere', () => {
    const entries = Array.from({ length: 300 }, (_, index) => `  k${index}: 1`);
    const said = explain(problemsOf(`defaults:\n${entries.join('\n')}\n`), 'b.yaml');
    expect(said).toContain('300 problems');
    expect(said.trimEnd().endsWith('and 250 more.')).toBe(true);
  });
});
