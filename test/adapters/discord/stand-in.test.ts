import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Channels } from '../../../adapters/discord/channels.js';
import { Messages } from '../../../adapters/discord/messages.js';
import { Arrival } from '../../../adapters/discord/order.js';
import { targetOf } from '../../../adapters/discord/ref.js';
import { renderMessage } from '../../../adapters/discord/render.js';
import { RestApi } from '../../../adapters/discord/rest-api.js';
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
    expect(await get('/a')).toMatchObject({ kind: 'refused', status: 302 });
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

  describe('of a forum', () => {
    const messages = () =>
      new Messages({
        ...{ rest, clock, log: new MemoryLog(), crosspost: false, named: new Map(), botUserId: () => bot },
        ...{ channels: new Channels({ rest, clock }), arrival: new Arrival(clock) },
        bursts: { found: async () => undefined },
      });
    const id = 'd1' as DeliveryId;
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

    it('finds our post among those that were archived', async () => {
      const thread = (post: string, at: string, owner = bot) => ({
        ...{ id: post, parent_id: forum, owner_id: owner },
        thread_metadata: { archive_timestamp: at },
      });
      const [post, older] = ['1580000000000000003', '1580000000000000002'];
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
      const since = instant(Date.parse('2026-11-24T07:00:00Z'));
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
