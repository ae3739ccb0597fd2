import { afterEach, beforeEach, expect, it } from 'vitest';
import { registerCommands } from '../../../adapters/discord/commands.js';
import { menuOf } from '../../../src/commands/menu.js';
import { commandTable } from '../../../src/commands/table.js';
import type { Menu } from '../../../src/platform/menu.js';
import type { FakeGuild } from '../../fake/discord/guild.js';
import { FakeStorage } from '../../fake/storage.js';
import { RestWorld } from './rest-world.js';

// Digits where Discord's own description wants a number are for others: those of a whole run are held against it.
delete process.env.BROADSHEET_REQUEST_LOG;

const menu = menuOf(commandTable);

let world: RestWorld;
let storage: FakeStorage;
let guild: FakeGuild;

beforeEach(async () => {
  world = await RestWorld.open();
  storage = new FakeStorage(world.clock);
  guild = world.discord.addGuild();
});

afterEach(() => world.close());

const register = (developmentGuild: string | null = null, what: Menu = menu) =>
  registerCommands({
    ...{ rest: world.rest, log: world.log, storage, developmentGuild, menu: what },
    applicationId: world.discord.application.id,
  });
const names = (scope: string) => (world.discord.world.commands.get(scope) ?? []).map(({ name }) => name);
const puts = (): number => world.discord.requests.filter(({ method }) => method === 'PUT').length;

it('registers the commands, and not again while nothing changes', async () => {
  expect(await register()).toEqual({ kind: 'registered' });
  expect(names('global')).toEqual(['paper', 'paper-settings']);
  expect(await register()).toEqual({ kind: 'unchanged' });
  expect(puts()).toBe(1);
});

it('registers them again when there are others, or somebody changed them', async () => {
  await register();
  expect(await register(null, menu.slice(0, 2))).toEqual({ kind: 'registered' });
  await register();
  world.discord.world.commands.set('global', []);
  expect(await register()).toEqual({ kind: 'registered' });
  expect(names('global')).toEqual(['paper', 'paper-settings']);
});

it('writes permissions as digits for whoever refuses a number', async () => {
  const refusal = { kind: 'error', status: 400, code: 50_035, message: 'Invalid Form Body' } as const;
  world.discord.trouble.next('PUT /applications/{application}/commands', refusal);
  expect(await register()).toEqual({ kind: 'registered' });
  const bodies = world.discord.requests
    .filter(({ method }) => method === 'PUT')
    .map(({ body }) => JSON.stringify(body));
  expect(bodies[0]).toContain('"default_member_permissions":32');
  expect(bodies[1]).toContain('"default_member_permissions":"32"');
});

it('does not keep the bot from starting when nothing can be remembered', async () => {
  storage.put = () => Promise.reject(new Error('the disk is full'));
  expect(await register()).toEqual({ kind: 'failed', reason: 'the disk is full' });
});

it('empties the guild that they were tried in', async () => {
  expect(await register(guild.id)).toEqual({ kind: 'registered' });
  expect(names(guild.id)).toEqual(['paper', 'paper-settings']);
  expect(names('global')).toEqual([]);
  expect(await register(guild.id)).toEqual({ kind: 'unchanged' });
  await register();
  expect(names(guild.id)).toEqual([]);
  const before = puts();
  await register();
  expect(puts()).toBe(before);
});

it('says in the log why they could not be registered, and tries again the next time', async () => {
  world.discord.trouble.next('PUT /applications/{application}/commands', {
    ...{ kind: 'error', status: 400, code: 30_034, message: 'Maximum number of daily command creates' },
  });
  expect(await register()).toEqual({ kind: 'failed', reason: '400/30034' });
  expect(world.log.lines).toMatchObject([{ event: 'discord.commands-not-registered', level: 'warn' }]);
  expect(await register()).toEqual({ kind: 'registered' });
});

it('registers them although the word of it is lost', async () => {
  world.discord.trouble.next('PUT /applications/{application}/commands', { kind: 'lost' });
  expect(await register()).toEqual({ kind: 'registered' });
});
