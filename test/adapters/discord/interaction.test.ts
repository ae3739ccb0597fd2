import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  askerOf,
  askingOf,
  choiceOf,
  interactionOf,
  orderOf,
  pressedOf,
  typedOf,
} from '../../../adapters/discord/interaction.js';
import { sayingOf } from '../../../adapters/discord/said.js';
import { parseCommand } from '../../../src/commands/parse.js';
import { commandTable } from '../../../src/commands/table.js';
import type { Menu, MenuOption } from '../../../src/platform/menu.js';

const field = (name: string, more: Partial<MenuOption> = {}): MenuOption => ({
  ...{ name, description: name, kind: 'text', required: false, suggests: true, prefix: '' },
  ...more,
});

const menu: Menu = [
  {
    name: 'search',
    description: 'finds papers',
    options: [field('words'), field('author', { prefix: 'author:' }), field('min', { kind: 'whole', prefix: 'min:' })],
    managersOnly: false,
  },
  { name: 'today', description: 'the list', options: [], managersOnly: false },
  {
    name: 'settings',
    description: 'the edition',
    options: [field('action'), field('zone', { prefix: 'zone:' })],
    managersOnly: true,
  },
];

const snowflake = '1310000000000000001';

const payload = {
  id: snowflake,
  application_id: '1300000000000000001',
  type: 2,
  token: 'token-of-this-interaction',
  guild_id: '1300000000000000010',
  channel_id: '1300000000000000020',
  member: {
    user: { id: '1300000000000000030', username: 'alice', global_name: 'Alice' },
    nick: null,
    permissions: '2147483648',
  },
};

const sub = (name: string, options: readonly object[] = []) => ({
  ...payload,
  data: { id: '1', name: 'paper', type: 1, options: [{ name, type: 1, options }] },
});

const lineOf = (data: object): string | undefined => typedOf({ ...payload, data }, menu)?.event.text;

describe("Discord's interactions", () => {
  it('tell a command with who typed it, where, and as the line that they would have typed', () => {
    const options = [
      { name: 'min', type: 4, value: 20 },
      { name: 'author', type: 3, value: 'Kaiming He' },
      { name: 'words', type: 3, value: ' flow matching ' },
    ];
    expect(typedOf(sub('search', options), menu)).toEqual({
      event: {
        text: 'search flow matching author:"Kaiming He" min:20',
        user: { adapter: 'discord', workspace: '1300000000000000010', id: '1300000000000000030' },
        target: { adapter: 'discord', workspace: '1300000000000000010', channel: '1300000000000000020' },
      },
      isDirect: false,
    });
  });

  it.each([
    ['a subcommand without options', { name: 'paper', options: [{ name: 'today', type: 1 }] }, 'today'],
    ['nothing chosen', { name: 'paper' }, 'help'],
    ['an empty list of options', { name: 'paper', options: [] }, 'help'],
    [
      'a subcommand in a group',
      { name: 'paper', options: [{ name: 'more', type: 2, options: [{ name: 'today', type: 1, options: [] }] }] },
      'today',
    ],
    [
      'the command of its own',
      { name: 'paper-settings', options: [{ name: 'zone', value: 'Europe/Berlin' }] },
      'settings zone:Europe/Berlin',
    ],
    [
      'the subcommand beside it',
      { name: 'paper', options: [{ name: 'settings', options: [{ name: 'action', value: 'on' }] }] },
      'settings on',
    ],
    ['a command that is a form itself', { name: 'search', options: [{ name: 'words', value: 'x' }] }, 'search x'],
    ['a whole line in one field', { name: 'paper', options: [{ name: 'text', value: 'search a b' }] }, 'search a b'],
    [
      'a field that the menu does not have',
      { name: 'paper', options: [{ name: 'search', options: [{ name: 'query', value: 'a b' }] }] },
      'search a b',
    ],
    [
      'a form that the menu does not have',
      { name: 'paper', options: [{ name: 'show', options: [{ name: 'paper', value: '2405.14906' }] }] },
      'show 2405.14906',
    ],
    [
      'a switch',
      { name: 'paper', options: [{ name: 'search', options: [{ name: 'words', value: true }] }] },
      'search true',
    ],
  ])('give %s as a line', (_, data, line) => {
    expect(lineOf(data)).toBe(line);
  });

  it('say that there is no guild in a direct message', () => {
    const { guild_id: _, member: __, ...rest } = payload;
    const typed = typedOf({ ...rest, user: { id: '9' }, data: { name: 'paper' } }, menu);
    expect(typed).toMatchObject({ isDirect: true, event: { target: { workspace: 'direct' }, user: { id: '9' } } });
  });

  it('ask for what may follow what stands before the end of the value', () => {
    const words = { name: 'words', type: 3, value: 'flow', focused: true };
    expect(askingOf(sub('search', [words]), menu)?.event.text).toBe('search flow');
    const author = { name: 'author', type: 3, value: 'Kai', focused: true };
    const filled = { name: 'words', type: 3, value: 'other' };
    expect(askingOf(sub('search', [filled, author]), menu)?.event.text).toBe('search author:Kai');
    expect(askingOf(sub('search', [{ name: 'author', type: 3, focused: true }]), menu)?.event.text).toBe(
      'search author:',
    );
    const zone = { name: 'zone', value: 'Ber', focused: true };
    const own = { ...payload, data: { name: 'paper-settings', options: [zone] } };
    expect(askingOf(own, menu)?.event.text).toBe('settings zone:Ber');
    expect(askingOf(sub('search', [filled]), menu)).toBeUndefined();
  });

  it.each([
    ['words', 'flow matching', 'search flow matching', { name: 'flow matching', value: 'flow matching' }],
    ['author', 'author:"Kaiming He"', 'search author:"Kaiming He"', { name: 'Kaiming He', value: 'Kaiming He' }],
    ['author', 'Kaiming He (12)', 'search author:Kaiming', { name: 'Kaiming He (12)', value: 'Kaiming' }],
    ['words', 'author:', 'search author:', undefined],
    ['author', 'other', 'search other', undefined],
    ['words', 'x', 'today', undefined],
    ['words', 'long', `search ${'x'.repeat(101)}`, undefined],
    ['words', 'y'.repeat(300), 'search y', { name: `${'y'.repeat(99)}…`, value: 'y' }],
  ])('give a suggestion for %s, %s, as a value', (name, label, text, choice) => {
    const asking = askingOf(sub('search', [{ name, value: '', focused: true }]), menu);
    expect(asking && choiceOf({ label, text }, asking)).toEqual(choice);
  });

  it('let a suggestion that is chosen make its line again', () => {
    const asking = askingOf(sub('search', [{ name: 'author', value: 'Kai', focused: true }]), menu);
    const text = 'search author:"Kaiming He"';
    const value = asking && choiceOf({ label: text, text }, asking)?.value;
    expect(typedOf(sub('search', [{ name: 'author', value }]), menu)?.event.text).toBe(text);
  });

  it('tell a press with its action, its message, its order, and whether an answer may take its place', () => {
    const press = { ...payload, type: 3, data: { custom_id: 'vote + 2405.14906', component_type: 2 } };
    const message = { id: '1310000000000000009', channel_id: '1300000000000000020', flags: 32_768 };
    const pressed = pressedOf({ ...press, message });
    expect(pressed).toMatchObject({
      event: { action: 'vote + 2405.14906', message: { key: '1300000000000000020/1310000000000000009' } },
      order: orderOf(snowflake),
      isOwn: false,
    });
    const own = pressedOf({ ...press, message: { ...message, flags: 32_832 } });
    expect(own?.isOwn).toBe(true);
    expect(own?.event.message).toBeUndefined();
    const { guild_id: _, ...direct } = press;
    expect(pressedOf({ ...direct, message })?.isOwn).toBe(true);
    const chosen = { ...press, data: { custom_id: 'choose:0', component_type: 3, values: ['show 1'] } };
    expect(pressedOf(chosen)?.event.action).toBe('show 1');
    expect(pressedOf({ ...chosen, data: { custom_id: 'choose:0', values: [] } })).toBeUndefined();
    expect(pressedOf({ ...press, id: 'x' })).toMatchObject({ order: undefined });
  });

  it('give presses an order in microseconds that grows with their ids', () => {
    // 2024-11-23T23:00:40.061Z, by the arithmetic of https://discord.com/developers/docs/reference#snowflakes
    const ms = Number((1_310_000_000_000_000_001n >> 22n) + 1_420_070_400_000n);
    expect(Math.floor((orderOf(snowflake) ?? 0) / 1_000)).toBe(ms);
    const ids = fc.bigInt({ min: 1n << 50n, max: (1n << 63n) - 1n });
    fc.assert(
      fc.property(ids, ids, (one, other) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        expect(orderOf(String(first)) ?? 0).toBeLessThanOrEqual(orderOf(String(second)) ?? 0);
        expect(Number.isSafeInteger(orderOf(String(first)))).toBe(true);
      }),
    );
  });

  it.each([
    ['32', true],
    ['8', true],
    ['2147483648', false],
    [String((1n << 45n) | 32n), true],
    ['no number', false],
  ])('say of permissions %s whether they let somebody manage: %s', (permissions, may) => {
    expect(askerOf({ ...payload, member: { ...payload.member, permissions } })?.mayManage).toBe(may);
  });

  it('name people as they are called in the guild', () => {
    expect(askerOf(payload)?.name).toBe('Alice');
    expect(askerOf({ ...payload, member: { ...payload.member, nick: 'Ali' } })?.name).toBe('Ali');
    const { permissions: _, ...member } = payload.member;
    expect(askerOf({ ...payload, member })?.mayManage).toBeUndefined();
  });

  it('never make it throw, whatever they hold', () => {
    const data = fc.record({ name: fc.anything(), options: fc.anything(), custom_id: fc.anything() });
    fc.assert(
      fc.property(fc.anything(), data, (anything, inside) => {
        for (const one of [anything, { ...payload, data: inside }, { ...payload, data: anything }]) {
          for (const read of [interactionOf, askerOf, pressedOf]) read(one);
          typedOf(one, menu);
          askingOf(one, menu);
          sayingOf(one, '1');
        }
      }),
    );
  });

  it('become lines that the core can read, whatever is filled in', () => {
    const value = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.integer(), fc.boolean());
    const names = ['words', 'author', 'min', 'zone', 'action', 'text'];
    const options = fc.array(fc.record({ name: fc.constantFrom(...names), value }));
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(commandTable), 'other'), options, (name, filled) => {
        const text = typedOf(sub(name, filled), menu)?.event.text ?? '';
        expect(text.startsWith(name)).toBe(true);
        expect(['parsed', 'problem']).toContain(parseCommand(text, commandTable).kind);
      }),
    );
  });
});

const said = (content: string, more: object = {}) => ({
  ...{ id: snowflake, channel_id: '20', author: { id: '30', username: 'alice' }, content, type: 0 },
  ...more,
});
const typed = (content: string, more: object = {}) => sayingOf(said(content, more), '77')?.event.text;

describe("Discord's messages", () => {
  it.each([
    ['search diffusion', 'search diffusion'],
    ['<@77> today', 'today'],
    ['<@!77>  /paper top week ', 'top week'],
    ['paper show <https://arxiv.org/abs/2405.14906>', 'show https://arxiv.org/abs/2405.14906'],
    ['search \u201cflow matching\u201d', 'search "flow matching"'],
    ['papers', 'papers'],
    ['', ''],
  ])('that say %s to the bot alone are read like a command', (content, text) => {
    expect(typed(content)).toBe(text);
  });

  it('in a guild are for the bot only when they name it', () => {
    const guild = { guild_id: '10' };
    expect(typed('<@77> today', guild)).toBe('today');
    // What answers a message of the bot mentions it, and says nothing to it.
    expect(typed('a good one', { ...guild, mentions: [{ id: '77' }], type: 19 })).toBeUndefined();
    expect(typed('<@78> today', guild)).toBeUndefined();
    expect(typed('', guild)).toBeUndefined();
  });

  it('by programs, and notices, are nobody talking', () => {
    expect(typed('today', { author: { id: '30', bot: true } })).toBeUndefined();
    expect(typed('today', { author: { id: '77' } })).toBeUndefined();
    expect(typed('today', { webhook_id: '5' })).toBeUndefined();
    expect(typed('today', { type: 7 })).toBeUndefined();
  });
});
