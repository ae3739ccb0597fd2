import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiscordAPIError, REST, type RouteLike } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../fake/clock.js';
import { FakeDiscord, type FakeDiscordOptions } from '../fake/discord/fake-discord.js';
import type { FakeGuild } from '../fake/discord/guild.js';
import { discordRateLimits, endlessRateLimits } from '../fake/discord/limits.js';
import { permissions } from '../fake/discord/permissions.js';
import type { Channel } from '../fake/discord/state.js';

// What is asked of the fake here is wrong on purpose, and no request of the bot's.
delete process.env.BROADSHEET_REQUEST_LOG;

const v2 = 1 << 15;
const text = (content: string) => ({ type: 10, content });
const button = (more: object) => ({ type: 2, style: 2, label: 'Go', custom_id: 'go', ...more });
const row = (...components: readonly object[]) => ({ type: 1, components });
const section = (accessory?: object) => ({ type: 9, components: [text('One')], ...(accessory && { accessory }) });
const select = (options: readonly object[]) => row({ type: 3, custom_id: 'pick', options });
const quiet = { allowed_mentions: { parse: [] } };
let nonces = 0;
const once = () => ({ ...quiet, enforce_nonce: true, nonce: `nonce-${nonces++}` });

type Json = Readonly<Record<string, unknown>> & { readonly id: string };

describe('the fake Discord', () => {
  let clock: FakeClock;
  let discord: FakeDiscord;
  let rest: REST;
  let guild: FakeGuild;
  let channel: Channel;

  const start = async (options: FakeDiscordOptions = {}) => {
    discord = await FakeDiscord.start({ now: () => clock.now(), limits: endlessRateLimits, ...options });
    rest = new REST({ api: discord.apiUrl, version: '10', retries: 0, globalRequestsPerSecond: 10_000 });
    rest.setToken(discord.token);
    guild = discord.addGuild({ name: 'Lab' });
    channel = guild.addChannel({ kind: 'text', name: 'papers' });
  };

  const messagesOf = (of: Channel): RouteLike => `/channels/${of.id}/messages`;
  const post = async (body: object, to = channel) =>
    (await rest.post(messagesOf(to), { body: { content: 'Papers', ...once(), ...body } })) as Json;
  const get = async (route: RouteLike, query = '') =>
    (await rest.get(route, { query: new URLSearchParams(query) })) as Json;
  const list = async (route: RouteLike, query = '') => (await get(route, query)) as unknown as readonly Json[];

  /** Discord's code, and where it says something is wrong. */
  const refusal = async (request: Promise<unknown>) => {
    const error = await request.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof DiscordAPIError)) throw new Error(`That is no refusal: ${error}`);
    return { status: error.status, code: error.code, errors: JSON.stringify(error.rawError) };
  };
  const code = async (request: Promise<unknown>) => (await refusal(request)).code;

  /** Without discord.js, which waits on limits by itself. */
  const raw = (method: string, path: string, body?: object, token = discord.token) =>
    fetch(`${discord.apiUrl}/v10${path}`, {
      method,
      headers: {
        authorization: `Bot ${token}`,
        'user-agent': 'DiscordBot (https://broadsheet.example, 1.0)',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify({ content: 'Papers', ...once(), ...body }) }),
    });

  beforeEach(async () => {
    clock = new FakeClock('2026-11-24T09:00:00.700Z');
    await start();
  });

  afterEach(() => discord.stop());

  it('keeps, shows, changes and deletes messages, newest first', async () => {
    const ids: string[] = [];
    for (let each = 0; each < 5; each += 1) ids.push((await post({ content: `Paper ${each}` })).id);
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = ids;
    const page = async (query: string) => (await list(messagesOf(channel), query)).map(({ id }) => id);
    expect(await page('')).toEqual([fifth, fourth, third, second, first]);
    expect(await page(`limit=2&before=${third}`)).toEqual([second, first]);
    expect(await page(`limit=2&after=${second}`)).toEqual([fourth, third]);
    expect(await page(`limit=3&around=${third}`)).toEqual([fourth, third, second]);
    expect(await code(rest.get(messagesOf(channel), { query: new URLSearchParams('limit=101') }))).toBe(50_035);
    await rest.patch(`${messagesOf(channel)}/${first}`, { body: { content: 'Changed', ...quiet } });
    expect(await get(`${messagesOf(channel)}/${first}`)).toMatchObject({ content: 'Changed' });
    await rest.delete(`${messagesOf(channel)}/${second}`);
    expect(await code(get(`${messagesOf(channel)}/${second}`))).toBe(10_008);
    expect(discord.requests[0]).toMatchObject({ method: 'POST', path: '/channels/{channel}/messages', status: 200 });
  });

  it('refuses bodies as Discord does, and says where', async () => {
    const wrong = async (body: object) => {
      const { code: number, errors } = await refusal(post(body));
      return number === 50_035 ? errors : number;
    };
    expect(await wrong({ content: 'x'.repeat(2_001) })).toContain(
      '"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH"',
    );
    expect(await wrong({ embeds: Array(2).fill({ description: 'x'.repeat(3_001) }) })).toContain(
      'MAX_EMBED_SIZE_EXCEEDED',
    );
    expect(await wrong({ flags: v2, components: [text('x')] })).toContain('LEGACY_FIELDS');
    const modern = (components: readonly object[]) => wrong({ content: undefined, flags: v2, components });
    expect(await modern(Array(41).fill(text('x')))).toContain('COMPONENT_MAX_TOTAL_COMPONENTS');
    expect(await modern([text('x'.repeat(2_001)), text('x'.repeat(2_000))])).toContain('TEXT_SIZE_EXCEEDED');
    expect(await modern([section()])).toContain('"accessory":{"_errors":[{"code":"BASE_TYPE_REQUIRED"');
    expect(await modern([{ type: 17, components: [{ type: 17, components: [text('x')] }] }])).toContain('UNION_TYPE');
    expect(await modern([])).toBe(50_006);
    expect(await wrong({ content: '' })).toBe(50_006);
    expect(await wrong({ components: [text('x')] })).toContain('UNION_TYPE_CHOICES');
    expect(await wrong({ components: [row(button({}), button({}))] })).toContain('COMPONENT_CUSTOM_ID_DUPLICATED');
    expect(await wrong({ components: [row(button({ custom_id: 'x'.repeat(101) }))] })).toContain('custom_id');
    expect(await wrong({ components: [row(button({ label: 'x'.repeat(81) }))] })).toContain('label');
    const link = (url: string) => wrong({ components: [row({ type: 2, style: 5, label: 'Go', url })] });
    expect(await link(`https://a.example/${'x'.repeat(500)}`)).toContain('BASE_TYPE_MAX_LENGTH');
    expect(await link('javascript:alert(1)')).toContain('URL_TYPE_INVALID_SCHEME');
    expect(
      await wrong({ components: [select(Array.from({ length: 26 }, (_, at) => ({ label: 'a', value: `${at}` })))] }),
    ).toContain('options');
    expect(await wrong({ components: [select([{ label: 'x'.repeat(101), value: 'a' }])] })).toContain('label');
    expect(await wrong({ nonce: 'x'.repeat(26) })).toContain('nonce');
    expect(channel.messages.size).toBe(0);
  });

  it('never takes the flag of components V2 off again, and takes them over from plain messages only when those are emptied', async () => {
    const { id } = await post({});
    const edit = (body: object) => rest.patch(`${messagesOf(channel)}/${id}`, { body: { ...quiet, ...body } });
    const components = [section({ type: 2, style: 5, label: 'Read', url: 'https://arxiv.org/abs/1' })];
    expect(await code(edit({ flags: v2, components }))).toBe(50_035);
    expect(await edit({ flags: v2, components, content: null })).toMatchObject({ flags: v2, components: [{ id: 1 }] });
    expect(await code(edit({ flags: 0, content: 'x' }))).toBe(50_035);
    expect(await code(edit({ content: 'x' }))).toBe(50_035);
    expect(await edit({ components: [text('Later')] })).toMatchObject({ flags: v2, components: [text('Later')] });
  });

  it('answers a nonce that comes again within minutes with the message that is there', async () => {
    const first = await post({ nonce: 'edition-1' });
    expect((await post({ nonce: 'edition-1', content: 'Again' })).id).toBe(first.id);
    expect((await post({ nonce: 'edition-1' }, guild.addChannel())).id).not.toBe(first.id);
    expect((await post({ nonce: 'edition-1', enforce_nonce: false })).id).not.toBe(first.id);
    await clock.advance(180_000);
    expect((await post({ nonce: 'edition-1' })).id).not.toBe(first.id);
  });

  it('knows what the bot may do where', async () => {
    const denied = (deny: bigint, kind: 'text' | 'forum' = 'text') => guild.addChannel({ kind, botDeny: deny });
    expect(await code(post({}, denied(permissions.viewChannel)))).toBe(50_001);
    expect(await code(post({}, denied(permissions.sendMessages)))).toBe(50_013);
    expect(await code(post({ embeds: [{ title: 'x' }] }, denied(permissions.embedLinks)))).toBe(50_013);
    expect(await code(post({}, guild.addChannel({ kind: 'forum' })))).toBe(50_008);
    expect(await code(post({}, { ...channel, id: '404' }))).toBe(10_003);
    const ada = guild.addPerson({ name: 'ada' });
    const { id } = await ada.say(channel, 'hello');
    const hers = `${messagesOf(channel)}/${id}` as const;
    expect(await code(rest.patch(hers, { body: { content: 'x', ...quiet } }))).toBe(50_005);
    expect(await code(rest.delete(hers))).toBe(50_013);
    guild.denyBot(channel, permissions.addReactions);
    expect(await code(rest.put(`${hers}/reactions/${encodeURIComponent('👍')}/@me`))).toBe(50_013);
    await ada.react(channel, id, '👍');
    await rest.put(`${hers}/reactions/${encodeURIComponent('👍')}/@me`);
    guild.denyBot(channel, permissions.readMessageHistory | permissions.createPublicThreads);
    expect(await code(get(hers))).toBe(50_013);
    expect(await list(messagesOf(channel))).toEqual([]);
    expect(await code(rest.post(`${hers}/threads`, { body: { name: 'x' } }))).toBe(50_013);
    await guild.moderation.removeBot();
    expect(await code(post({}))).toBe(50_001);
    expect(await code(get(`/guilds/${guild.id}`))).toBe(10_004);
    rest.setToken('somebody-else');
    expect(await refusal(get('/users/@me'))).toMatchObject({ status: 401, code: 0 });
  });

  it('keeps reactions, normal and super apart, and pages through them', async () => {
    const { id } = await post({});
    const reactions = `${messagesOf(channel)}/${id}/reactions` as const;
    const star = guild.addEmoji({ name: 'star' });
    const people = Array.from({ length: 3 }, () => guild.addPerson());
    for (const person of people) await person.react(channel, id, star);
    await people[0]?.react(channel, id, star, { burst: true });
    await rest.put(`${reactions}/star:${star.id}/@me`);
    const ids = async (query: string) => (await list(`${reactions}/star:${star.id}`, query)).map((user) => user.id);
    const [all, rests] = [
      [discord.application.id, ...people.map((one) => one.id)],
      people.slice(1).map((one) => one.id),
    ];
    expect(await ids('')).toEqual(all);
    expect(await ids(`limit=2&after=${people[0]?.id}`)).toEqual(rests);
    expect(await ids('type=1')).toEqual([people[0]?.id]);
    expect(await get(`${messagesOf(channel)}/${id}`)).toMatchObject({
      reactions: [{ count: 5, me: true, count_details: { burst: 1, normal: 4 }, emoji: { id: star.id } }],
    });
    await rest.delete(`${reactions}/star:${star.id}/@me`);
    expect(await ids('')).toEqual(all.slice(1));
    expect(await code(rest.put(`${reactions}/star:1/@me`))).toBe(10_014);
    expect(await code(rest.put(`${reactions}/thumb/@me`))).toBe(10_014);
    const animals = [...'🐀🐁🐂🐃🐄🐅🐆🐇🐈🐉🐊🐋🐌🐍🐎🐏🐐🐑🐒'];
    for (const animal of animals) await rest.put(`${reactions}/${encodeURIComponent(animal)}/@me`);
    expect(await code(rest.put(`${reactions}/${encodeURIComponent('🐓')}/@me`))).toBe(30_010);
  });

  it('opens threads, forum posts, direct messages, and passes on announcements', async () => {
    const news = guild.addChannel({ kind: 'announcement' });
    const { id } = await post({}, news);
    const on = `${messagesOf(news)}/${id}` as const;
    expect(await rest.post(`${on}/threads`, { body: { name: 'Talk' } })).toMatchObject({
      id,
      type: 10,
      parent_id: news.id,
    });
    expect(await code(rest.post(`${on}/threads`, { body: { name: 'Talk' } }))).toBe(160_004);
    expect(await post({}, { ...news, id })).toMatchObject({ channel_id: id });
    expect(await rest.post(`${on}/crosspost`)).toMatchObject({ flags: 33 });
    expect(await code(rest.post(`${on}/crosspost`))).toBe(40_033);
    expect(await code(rest.post(`${messagesOf(channel)}/${(await post({})).id}/crosspost`))).toBe(50_024);
    const forum = guild.addChannel({ kind: 'forum' });
    const first = { content: 'First', allowed_mentions: { parse: [] } };
    const made = (await rest.post(`/channels/${forum.id}/threads`, { body: { name: 'Post', message: first } })) as Json;
    expect(made).toMatchObject({ type: 11, message: { id: made.id, channel_id: made.id, content: 'First' } });
    expect(await code(rest.post(`/channels/${forum.id}/threads`, { body: { name: 'Post' } }))).toBe(50_035);
    const ada = guild.addPerson({ name: 'ada' });
    const direct = (await rest.post('/users/@me/channels', { body: { recipient_id: ada.id } })) as Json;
    expect(direct).toMatchObject({ type: 1, id: ada.direct.id });
    discord.world.closedDirects.add(ada.id);
    expect(await code(post({}, ada.direct))).toBe(50_007);
  });

  it('takes commands in bulk, and only such as Discord takes', async () => {
    const route = `/applications/${discord.application.id}/guilds/${guild.id}/commands` as const;
    const put = async (...body: readonly object[]) => (await rest.put(route, { body })) as readonly Json[];
    const option = (more: object = {}) => ({ type: 3, name: 'words', description: 'Words', ...more });
    const paper = (options: readonly object[] = []) => ({ name: 'paper', description: 'Papers', options });
    const [made] = await put(paper([option({ required: true }), option({ name: 'more' })]));
    expect((await put(paper()))[0]?.id).toBe(made?.id);
    expect(await get(route)).toMatchObject([{ name: 'paper', guild_id: guild.id }]);
    for (const wrong of [
      { ...paper(), name: 'Paper' },
      { ...paper(), description: 'x'.repeat(101) },
      paper(Array.from({ length: 26 }, (_, at) => option({ name: `o${at}` }))),
      paper([option(), option({ name: 'needed', required: true })]),
      paper([option({ choices: Array.from({ length: 26 }, (_, at) => ({ name: `${at}`, value: `${at}` })) })]),
      paper(Array.from({ length: 25 }, (_, at) => option({ name: `o${at}`, choices: long(at) }))),
    ])
      expect(await code(put(wrong))).toBe(50_035);
  });

  it('holds requests to its limits, and tells them', async () => {
    await discord.stop();
    await start({ limits: discordRateLimits });
    const path = `/channels/${channel.id}/messages`;
    const posted = await raw('POST', path, {});
    const left = (response: Response, name: string) => response.headers.get(`x-ratelimit-${name}`);
    expect([left(posted, 'limit'), left(posted, 'remaining'), left(posted, 'reset-after')]).toEqual([
      '5',
      '4',
      '5.000',
    ]);
    expect(posted.headers.get('date')).toBe('Tue, 24 Nov 2026 09:00:00 GMT');
    await clock.advance(1_000);
    for (let each = 0; each < 4; each += 1) expect((await raw('POST', path, {})).status).toBe(200);
    const late = await raw('POST', path, {});
    expect([late.status, left(late, 'scope'), late.headers.get('retry-after')]).toEqual([429, 'user', '4']);
    expect(await late.json()).toMatchObject({ retry_after: 4, global: false });
    await clock.advance(4_000);
    const { id } = (await (await raw('POST', path, {})).json()) as Json;
    const react = (emoji: string) => raw('PUT', `${path}/${id}/reactions/${encodeURIComponent(emoji)}/@me`);
    expect([(await react('👍')).status, (await react('👎')).status]).toEqual([204, 429]);
    await clock.advance(250);
    expect((await react('👎')).status).toBe(204);
    await clock.advance(1_000);
    for (let each = 0; each < 50; each += 1) expect((await raw('GET', '/users/@me')).status).toBe(200);
    const global = await raw('GET', '/users/@me');
    expect([global.status, left(global, 'scope'), left(global, 'global')]).toEqual([429, 'global', 'true']);
  });

  it('shuts out who sends too many invalid requests', async () => {
    await discord.stop();
    await start({ limits: { ...endlessRateLimits, invalid: { requests: 3, perMs: 600_000 } } });
    for (let each = 0; each < 3; each += 1) expect((await raw('GET', '/users/@me', undefined, 'x')).status).toBe(401);
    expect((await raw('GET', '/users/@me')).status).toBe(429);
    await clock.advance(600_000);
    expect((await raw('GET', '/users/@me')).status).toBe(200);
  });

  it('plays the trouble that is scripted, and says when a request took effect', async () => {
    const route = 'POST /channels/{channel}/messages';
    discord.trouble.next(route, { kind: 'status', status: 503, applied: true }, { kind: 'reset' }, { kind: 'lost' });
    discord.trouble.next(route, { kind: 'rate limited', retryAfterSeconds: 2, shared: true });
    discord.trouble.next(route, { kind: 'error', status: 403, code: 50_001, message: 'Missing Access' });
    const moments: string[] = [];
    discord.onRequest = ({ phase }) => moments.push(`${phase} ${channel.messages.size}`);
    const send = () => raw('POST', `/channels/${channel.id}/messages`, {});
    expect((await send()).status).toBe(503);
    expect(moments).toEqual(['before 0', 'after 1']);
    await expect(send()).rejects.toThrow();
    await expect(send()).rejects.toThrow();
    expect(channel.messages.size).toBe(2);
    expect((await send()).headers.get('x-ratelimit-scope')).toBe('shared');
    expect(await (await send()).json()).toEqual({ code: 50_001, message: 'Missing Access' });
    expect(discord.requests.map(({ status }) => status)).toEqual([503, undefined, undefined, 429, 403]);
    expect(discord.complaints).toEqual([]);
  });

  it('complains of what Discord lets pass', async () => {
    const route = 'POST /channels/{channel}/messages';
    await post({ allowed_mentions: undefined });
    await post({ enforce_nonce: false, colour: 1 });
    expect(await code(get('/papers/1'))).toBe(0);
    await fetch(`${discord.apiUrl}/v10/gateway`, { headers: { authorization: `Bot ${discord.token}` } });
    expect(discord.complaints).toEqual([
      `${route} without allowed_mentions: {parse: []}`,
      `${route} with unknown colour`,
      `${route} without nonce and enforce_nonce`,
      'GET /papers/1 is no route that is known here',
      'GET /gateway without a user-agent of DiscordBot (url, version)',
    ]);
  });

  it('notes requests for checking, the tokens of interactions left out', async () => {
    const file = join(tmpdir(), `requests-${process.pid}.jsonl`);
    process.env.BROADSHEET_REQUEST_LOG = file;
    await raw('POST', `/channels/${channel.id}/messages`, { nonce: 'n' });
    await raw('PATCH', '/webhooks/1/secret-token/messages/@original', { nonce: 'n' });
    delete process.env.BROADSHEET_REQUEST_LOG;
    const [first, second] = readFileSync(file, 'utf8').split('\n');
    rmSync(file);
    const noted = { platform: 'discord', body: { content: 'Papers', ...quiet, enforce_nonce: true, nonce: 'n' } };
    expect(JSON.parse(first ?? '')).toEqual({ ...noted, method: 'POST', path: `/channels/${channel.id}/messages` });
    expect(JSON.parse(second ?? '')).toMatchObject({ path: '/webhooks/1/redacted/messages/@original' });
  });
});

const long = (at: number) =>
  Array.from({ length: 4 }, (_, each) => ({ name: `${at} ${each}`, value: 'x'.repeat(100) }));
