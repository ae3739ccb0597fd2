import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Channels } from '../../../adapters/discord/channels.js';
import { Messages } from '../../../adapters/discord/messages.js';
import { Arrival } from '../../../adapters/discord/order.js';
import { targetOf } from '../../../adapters/discord/ref.js';
import { renderMessage } from '../../../adapters/discord/render.js';
import { RestApi } from '../../../adapters/discord/rest-api.js';
import { snowflakeBefore } from '../../../adapters/discord/snowflake.js';
import { instant } from '../../../src/kernel/clock.js';
import type { DeliveryId } from '../../../src/platform/adapter.js';
import { sentence } from '../../../src/view/view.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { patient } from '../../fake/patience.js';
import { Tide } from '../slack/tide.js';

interface Asked {
  readonly what: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text goes out as it is. */
  readonly body?: unknown;
}

const forum = '1310000000000000001';
const bot = '1310000000000000009';

/** What FakeDiscord never says: answers that are not Discord's, forums with tags, archived threads. */
describe('what comes from Discord, or from whoever stands before it', () => {
  let clock: FakeClock;
  let tide: Tide;
  let server: Server;
  let rest: RestApi;
  let asked: Asked[];
  let answers: Map<string, Answer>;

  beforeEach(async () => {
    clock = new FakeClock('2026-11-24T09:00:00.700Z');
    asked = [];
    answers = new Map();
    let underWay = 0;
    tide = new Tide(clock, () => underWay > 0);
    server = createServer(async (request, response) => {
      underWay += 1;
      response.on('close', () => {
        underWay -= 1;
      });
      const what = `${request.method} ${request.url?.replace('/api/v10', '')}`;
      asked.push({ what, authorization: request.headers.authorization, body: await bodyOf(request) });
      const { status = 200, headers = {}, body = {} } = answers.get(what) ?? { status: 404, body: { code: 10_003 } };
      response.sendDate = false;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
    rest = new RestApi({ token: 'token', apiUrl, clock, log: new MemoryLog(), unauthorized: () => undefined });
  });
  afterEach(async () => {
    tide.stop();
    rest.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const get = (path: `/${string}`) => rest.call('GET', path, { urgency: 'read' });

  it('is lost when it cannot be read, and dated by our clock when it has no date', async () => {
    answers.set('GET /a', { body: 'no JSON' }).set('GET /b', { body: {} });
    expect((await get('/a')).kind).toBe('lost');
    expect(await get('/b')).toMatchObject({ kind: 'ok', timing: { at: Date.parse('2026-11-24T09:00:00Z') } });
  });

  it('is not followed elsewhere', async () => {
    answers.set('GET /a', { status: 302, headers: { location: '/api/v10/b' } });
    expect((await get('/a')).kind).toBe('unsent');
    expect(asked.map(({ what }) => what)).toEqual(['GET /a']);
  });

  it('holds up everything when it is too much for whoever stands before Discord', async () => {
    answers.set('POST /a', { status: 429, headers: { 'content-type': 'text/html' }, body: '<html>' });
    expect(await rest.call('POST', '/a', { urgency: 'post' })).toEqual({ kind: 'limited', retryAfterMs: 5_000 });
    const before = clock.monotonicMs();
    await rest.call('POST', '/b', { urgency: 'post' });
    expect(asked.map(({ what }) => what)).toEqual(['POST /a', 'POST /b']);
    expect(clock.monotonicMs() - before).toBeGreaterThanOrEqual(5_000);
  });

  it('gets the token only where it needs it', async () => {
    answers.set('GET /a', {}).set('PATCH /webhooks/1/x/messages/@original', {});
    await get('/a');
    await rest.call('PATCH', '/webhooks/1/x/messages/@original', { auth: false, urgency: 'answer', body: {} });
    expect(asked.map(({ authorization }) => authorization)).toEqual(['Bot token', undefined]);
  });

  it('may be tried again when it is not from Discord at all', async () => {
    for (const status of [301, 400, 403, 404, 413]) {
      answers.set('POST /channels/1/messages', { status, body: '<html>', headers: { 'content-type': 'text/html' } });
      expect((await messages().post({ id, target: in_('1'), view, signal: patient })).kind).toBe('retry');
    }
  });

  const messages = () =>
    new Messages({
      ...{ rest, clock, log: new MemoryLog(), crosspost: false, named: new Map(), botUserId: () => bot },
      ...{ channels: new Channels({ rest, clock }), arrival: new Arrival(clock) },
      bursts: { found: async () => undefined },
    });
  const id = 'd1' as DeliveryId;
  const view = sentence('Hello');
  const in_ = (channel: string) => targetOf('1310000000000000005', channel);
  const since = instant(Date.parse('2026-11-24T07:00:00Z'));
  const post = '1580000000000000003';

  describe('of a channel', () => {
    const [channel, root, thread] = ['1310000000000000002', '1310000000000000003', '1310000000000000004'];
    const ref = { adapter: targetOf('1', channel).adapter, key: `${channel}/${root}` };
    const opening = `POST /channels/${channel}/messages/${root}/threads`;
    const { components } = renderMessage(view, { deliveryId: id });
    const said = (number: number, more: object = {}) => ({
      ...{ id: String(number), author: { id: '5' }, timestamp: '2026-11-24T08:00:00Z', ...more },
    });
    const page = (from: number, length: number) => Array.from({ length }, (_, index) => said(from - index));
    const history = `GET /channels/${channel}/messages?limit=100`;
    const find = (one = messages(), thread?: typeof ref) =>
      one.find(id, thread === undefined ? in_(channel) : { ...in_(channel), thread }, since);
    beforeEach(() => answers.set(`GET /channels/${channel}`, { body: { id: channel, type: 0, name: 'papers' } }));

    it('goes by the id that a thread is said to have', async () => {
      answers.set(opening, { status: 201, body: { id: thread, type: 11 } });
      answers.set(`POST /channels/${thread}/messages`, { body: { id: post, channel_id: thread } });
      answers.set(`GET /channels/${thread}`, { body: { id: thread, type: 11 } });
      answers.set(`GET /channels/${thread}/messages?limit=100`, {
        body: [said(7, { id: post, author: { id: bot }, components })],
      });
      const one = messages();
      const outcome = await one.post({ id, target: { ...in_(channel), thread: ref }, view, signal: patient });
      expect(outcome).toMatchObject({ ref: { key: `${thread}/${post}` } });
      expect(await find(one, ref)).toMatchObject({ kind: 'found' });
    });

    it('opens a thread that takes nothing once more, and no oftener', async () => {
      answers.set(opening, { status: 201, body: { id: thread, type: 11 } });
      const outcome = await messages().post({ id, target: { ...in_(channel), thread: ref }, view, signal: patient });
      expect(outcome.kind).toBe('rejected');
      expect(asked.filter(({ what }) => what === opening)).toHaveLength(2);
    });

    it('is read to its end although a page has fewer messages than were asked for', async () => {
      answers.set(history, { body: page(900, 50) });
      answers.set(`${history}&before=851`, {
        body: [...page(850, 49), said(801, { author: { id: bot }, components })],
      });
      expect(await find()).toMatchObject({ kind: 'found', ref: { key: `${channel}/801` } });
      answers.set(`${history}&before=851`, { body: [] });
      expect(await find()).toEqual({ kind: 'absent' });
      answers.set(`${history}&before=851`, { body: page(900, 50) });
      expect((await find()).kind).toBe('unsearchable');
      answers.set(history, { body: page(900, 49) });
      expect(await find()).toEqual({ kind: 'absent' });
    });

    it('tells nothing of our posts when it keeps no numbers, unless one is older or names another', async () => {
      const bare = [{ type: 17, components: [{ type: 10, content: 'Hello' }] }];
      answers.set(history, { body: [said(9, { author: { id: bot }, components: bare })] });
      expect((await find()).kind).toBe('unsearchable');
      const row = { type: 1, components: [{ type: 3, custom_id: 'choose:1:d2' }] };
      const older = { timestamp: '2026-11-24T06:00:00Z', author: { id: bot }, components: bare };
      const others = [
        ...[said(9, { components: bare }), said(7, older)],
        said(8, { author: { id: bot }, components: [{ type: 17, components: [row] }] }),
      ];
      answers.set(history, { body: others });
      expect(await find()).toEqual({ kind: 'absent' });
      answers.set(history, { body: [said(9, { author: { id: bot }, components: [{ ...bare[0], id: 1 }] })] });
      expect(await find()).toEqual({ kind: 'absent' });
    });

    it('has voters of all pages, short ones too, and none where super reactions are not known', async () => {
      const users = (from: number) => Array.from({ length: 50 }, (_, index) => ({ id: String(from + index) }));
      const reactions = `/channels/${channel}/messages/${root}/reactions/${encodeURIComponent('👍')}?limit=100`;
      const list = (type: number, after: string | number) => `GET ${reactions}&type=${type}&after=${after}`;
      answers.set(`GET /channels/${channel}/messages/${root}`, { body: { reactions: [{ emoji: { name: '👍' } }] } });
      answers.set(list(0, 0), { body: users(100) }).set(list(0, 149), { body: users(200) });
      answers.set(list(0, 249), { body: [] }).set(list(1, 0), { status: 400, body: { code: 50_035 } });
      const read = await messages().reactions(ref);
      expect(read.kind === 'read' ? read.reactions.length : read).toBe(100);
      answers.set(list(1, 0), { status: 404, body: { code: 10_008 } });
      expect((await messages().reactions(ref)).kind).toBe('gone');
    });
  });

  describe('of a forum', () => {
    const target = targetOf('1310000000000000005', forum);
    const channel = (flags: number) => ({
      ...{ id: forum, type: 15, guild_id: target.workspace, name: 'papers', flags },
      available_tags: [
        { id: '7', name: 'ours', moderated: true },
        { id: '8', name: 'all', moderated: false },
      ],
    });

    it.each([
      [0, undefined],
      [1 << 4, ['8']],
    ])('tells which tags a post has to have (%i)', async (flags, tags) => {
      answers.set(`POST /channels/${forum}/messages`, { status: 400, body: { code: 50_008, message: 'no' } });
      answers.set(`GET /channels/${forum}`, { body: channel(flags) });
      answers.set(`POST /channels/${forum}/threads`, { status: 201, body: { id: '1310000000000000002' } });
      const outcome = await messages().post({ id, target, view: sentence('Hello'), signal: patient });
      expect(outcome).toMatchObject({ ref: { key: '1310000000000000002/1310000000000000002' } });
      expect(asked.at(-1)?.body).toMatchObject({ name: 'Hello', message: { allowed_mentions: { parse: [] } } });
      const sent = Object(asked.at(-1)?.body);
      expect(sent.applied_tags).toEqual(tags);
    });

    it('is known as one however it refuses a message', async () => {
      answers.set(`POST /channels/${forum}/messages`, { status: 400, body: { code: 0, message: '400: Bad Request' } });
      answers.set(`GET /channels/${forum}`, { body: channel(0) });
      answers.set(`POST /channels/${forum}/threads`, { status: 201, body: { id: post } });
      expect((await messages().post({ id, target, view, signal: patient })).kind).toBe('posted');
    });

    it.each([
      ['a clock that is behind ours', 4 * 60_000, {}, 'found'],
      ['a clock far behind ours', 20 * 60_000, {}, 'absent'],
      ['no owners', 0, { owner_id: undefined }, 'found'],
      ['other owners', 0, { owner_id: '5' }, 'absent'],
      ['ids that are none', 0, { id: 'x' }, 'absent'],
    ])('finds our post with %s', async (_, behindMs, more, kind) => {
      const made = String(BigInt(snowflakeBefore(instant(since - behindMs))) + 9n);
      const threads = [{ id: made, parent_id: forum, owner_id: bot, ...more }];
      answers.set(`GET /channels/${forum}`, { body: channel(0) });
      answers.set(`GET /guilds/${target.workspace}/threads/active`, { body: { threads } });
      answers.set(`GET /channels/${forum}/threads/archived/public?limit=100`, { body: { threads: [] } });
      const { components } = renderMessage(view, { deliveryId: id });
      answers.set(`GET /channels/${made}/messages/${made}`, { body: { id: made, author: { id: bot }, components } });
      expect((await messages().find(id, target, since)).kind).toBe(kind);
      const bare = { id: made, author: { id: bot }, components: [{ type: 17, components: [] }] };
      answers.set(`GET /channels/${made}/messages/${made}`, { body: bare });
      expect((await messages().find(id, target, since)).kind).toBe(kind === 'found' ? 'unsearchable' : 'absent');
    });

    it('finds our post among those that were archived', async () => {
      const thread = (post: string, at: string, owner = bot) => ({
        ...{ id: post, parent_id: forum, owner_id: owner },
        thread_metadata: { archive_timestamp: at },
      });
      const older = '1580000000000000002';
      const at = '2026-11-24T08:00:00+00:00';
      const archived = `GET /channels/${forum}/threads/archived/public?limit=100`;
      answers.set(`GET /channels/${forum}`, { body: channel(0) });
      answers.set(`GET /guilds/${target.workspace}/threads/active`, { body: { threads: [thread(older, at, '5')] } });
      answers.set(archived, { body: { threads: [thread(older, at, '5')], has_more: true } });
      answers.set(`${archived}&before=${encodeURIComponent(at)}`, {
        body: { threads: [thread(post, at)], has_more: false },
      });
      const { components } = renderMessage(sentence('Hello'), { deliveryId: id });
      answers.set(`GET /channels/${post}/messages/${post}`, { body: { id: post, author: { id: bot }, components } });
      expect(await messages().find(id, target, since)).toMatchObject({
        kind: 'found',
        ref: { key: `${post}/${post}` },
      });
      expect(await messages().find('d2' as DeliveryId, target, since)).toEqual({ kind: 'absent' });
    });
  });
});

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}
