import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RestApi } from '../../../adapters/discord/rest-api.js';
import type { FakeGuild } from '../../fake/discord/guild.js';
import { discordRateLimits, endlessRateLimits } from '../../fake/discord/limits.js';
import type { Channel } from '../../fake/discord/state.js';
import { RestWorld } from './rest-world.js';

// Some of these requests are wrong on purpose; those of a whole run are held against Discord's own description.
delete process.env.BROADSHEET_REQUEST_LOG;

const flags = 1 << 15;
const words = (content: string) => ({
  flags,
  components: [{ type: 10, content }],
  allowed_mentions: { parse: [] },
  nonce: content,
  enforce_nonce: true,
});

describe('asking Discord', () => {
  let world: RestWorld;
  let guild: FakeGuild;
  let channel: Channel;

  const open = async (limits = endlessRateLimits): Promise<void> => {
    world = await RestWorld.open(limits);
    guild = world.discord.addGuild();
    channel = guild.addChannel();
  };
  beforeEach(() => open());
  afterEach(async () => {
    await world.close();
    expect(world.discord.complaints).toEqual([]);
  });

  const messagesOf = ({ id }: Channel) => `/channels/${id}/messages` as const;
  const post = (content: string, where = channel, signal?: AbortSignal) =>
    world.rest.call('POST', messagesOf(where), {
      ...{ body: words(content), urgency: 'post' },
      ...(signal === undefined ? {} : { signal }),
    });
  const get = (path: `/${string}` = `/channels/${channel.id}`) => world.rest.call('GET', path, { urgency: 'read' });
  const statuses = () => world.discord.requests.map(({ status }) => status);

  it("brings what Discord says, with Discord's time", async () => {
    expect(await post('hello')).toMatchObject({
      kind: 'ok',
      data: { channel_id: channel.id },
      timing: { at: Date.parse('2026-11-24T09:00:00Z'), tookMs: expect.any(Number) },
    });
    const query = { limit: 1, after: '0' };
    expect(await world.rest.call('GET', messagesOf(channel), { query, urgency: 'read' })).toMatchObject({
      data: [{ id: expect.any(String) }],
    });
    expect(world.discord.requests.at(-1)?.url).toMatch(/messages\?limit=1&after=0$/);
  });

  it('takes an answer without a body for what it is', async () => {
    const [message] = [await post('hello')].map((one) => (one.kind === 'ok' ? (one.data as { id: string }).id : ''));
    const path = `${messagesOf(channel)}/${message}/reactions/%F0%9F%91%8D/@me` as const;
    expect(await world.rest.call('PUT', path, { urgency: 'seed' })).toMatchObject({ kind: 'ok', data: null });
  });

  it('tells a refusal by its code and in one line, without what was sent and without the token', async () => {
    expect(await get('/channels/1310000000000000001')).toEqual({
      ...{ kind: 'refused', status: 404, code: 10_003, detail: 'Unknown Channel' },
    });
    const body = { ...words('a secret'), flags: 'secret', components: 'secret' };
    const refused = await world.rest.call('POST', messagesOf(channel), { body, urgency: 'post' });
    expect(refused).toMatchObject({ kind: 'refused', status: 400, code: 50_035 });
    const detail = refused.kind === 'refused' ? refused.detail : '';
    expect(detail).toMatch(/^Invalid Form Body; .+/);
    expect(detail).not.toMatch(/\n|secret/);
    expect(JSON.stringify([refused, world.log.lines])).not.toContain(world.discord.token);
  });

  it('asks never again with a token that Discord does not take', async () => {
    world.discord.resetToken();
    const answers = await Promise.all([get(), get(), post('x')]);
    for (const answer of [...answers, await get()]) expect(answer).toMatchObject({ kind: 'refused', status: 401 });
    expect(world.refused).toBe(1);
    // The bot's own user was asked for, too, to make sure.
    expect(world.discord.requests.length).toBeLessThanOrEqual(4);
    const count = world.discord.requests.length;
    await post('y');
    expect(world.discord.requests).toHaveLength(count);
  });

  it('goes on when only one route does not take the token', async () => {
    const trouble = { kind: 'error', status: 401, code: 0, message: '401: Unauthorized' } as const;
    world.discord.trouble.next('POST /channels/{channel}/messages', trouble);
    expect(await post('x')).toMatchObject({ kind: 'refused', status: 401 });
    expect(world.discord.requests.map(({ path }) => path).at(-1)).toBe('/users/@me');
    expect((await post('y')).kind).toBe('ok');
    expect(world.refused).toBe(0);
  });

  it.each([
    { kind: 'status', status: 503 },
    { kind: 'status', status: 500, applied: true },
    { kind: 'lost' },
    { kind: 'reset' },
  ] as const)('sends nothing twice by itself: $kind', async (trouble) => {
    world.discord.trouble.next('POST /channels/{channel}/messages', trouble);
    expect(await post('once')).toMatchObject({ kind: 'lost' });
    expect(world.discord.requests).toHaveLength(1);
  });

  it('knows that nothing was sent when there is no connection', async () => {
    await world.discord.stop();
    expect(await post('x')).toEqual({ kind: 'unsent', reason: 'Discord could not be reached (ECONNREFUSED)' });
  });

  it('leaves a post that is asked to wait to the core, and holds up only its channel', async () => {
    const other = guild.addChannel();
    world.discord.trouble.next('*', { kind: 'rate limited', retryAfterSeconds: 40 });
    expect(await post('a')).toEqual({ kind: 'limited', retryAfterMs: 40_000 });
    expect(await post('a')).toMatchObject({ kind: 'limited' });
    expect((await post('b', other)).kind).toBe('ok');
    expect(statuses()).toEqual([429, 200]);
    await world.clock.advance(40_000);
    expect((await post('a')).kind).toBe('ok');
    expect(world.log.lines).toContainEqual(
      expect.objectContaining({ event: 'discord.limited', fields: expect.objectContaining({ retryAfterMs: 40_000 }) }),
    );
  });

  it('asks nothing more of a channel once Discord refused, whatever already waits for its turn there', async () => {
    world.discord.trouble.next('*', { kind: 'rate limited', retryAfterSeconds: 40 });
    const answers = await Promise.all(['a', 'b', 'c'].map((one) => post(one)));
    expect(answers.map(({ kind }) => kind)).toEqual(['limited', 'limited', 'limited']);
    expect(statuses()).toEqual([429]);
  });

  it('holds up everything when Discord means everything', async () => {
    world.discord.trouble.next('*', { kind: 'rate limited', retryAfterSeconds: 40, global: true });
    expect((await post('a')).kind).toBe('limited');
    expect((await post('b', guild.addChannel())).kind).toBe('limited');
    expect((await get()).kind).toBe('limited');
    expect(statuses()).toEqual([429]);
  });

  it('asks again by itself for what nobody else does, when the wait is short', async () => {
    world.discord.trouble.next('*', { kind: 'rate limited', retryAfterSeconds: 3 });
    const before = world.clock.monotonicMs();
    expect((await get()).kind).toBe('ok');
    expect(statuses()).toEqual([429, 200]);
    expect(world.clock.monotonicMs() - before).toBeGreaterThanOrEqual(3_000);
    world.discord.trouble.next('*', { kind: 'rate limited', retryAfterSeconds: 16 });
    expect(await get()).toEqual({ kind: 'limited', retryAfterMs: 16_000 });
  });

  it('sends nothing that was given up, and waits for the answer to what is on its way', async () => {
    let answer = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      answer = resolve;
    });
    world.discord.trouble.next('POST /channels/{channel}/messages', { kind: 'slow', until });
    const [first, second] = [new AbortController(), new AbortController()];
    const arrived = new Promise<void>((resolve) => {
      world.discord.onRequest = () => resolve();
    });
    const onItsWay = post('first', channel, first.signal);
    await arrived;
    const waiting = post('second', channel, second.signal);
    first.abort();
    second.abort();
    const givenUp = { kind: 'unsent', reason: 'it was given up before it was sent' };
    expect(await waiting).toEqual(givenUp);
    expect(await post('third', channel, AbortSignal.abort())).toEqual(givenUp);
    answer();
    expect((await onItsWay).kind).toBe('ok');
    await post('fourth');
    expect(world.discord.requests).toHaveLength(2);
  });

  it('takes no turn for the answers to interactions', async () => {
    world.discord.trouble.next('*', { kind: 'rate limited', retryAfterSeconds: 14, global: true });
    await post('a');
    const answer = await world.rest.call('POST', '/interactions/1310000000000000001/token/callback', {
      ...{ auth: false, urgency: 'answer', body: { type: 4, data: words('x') } },
    });
    expect(answer).toMatchObject({ kind: 'refused', code: 10_062 });
    const logged = JSON.stringify(world.log.lines);
    expect(logged).not.toContain('/token');
  });

  it('is never too fast, whatever is asked when', async () => {
    await world.close();
    await open(discordRateLimits);
    const request = fc.record({
      kind: fc.constantFrom('post', 'post', 'edit', 'react', 'read'),
      channel: fc.nat(1),
      afterMs: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(2_000)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 20, maxLength: 60 }), async (requests) => {
        const answers = await asked(requests);
        expect(new Set(answers)).toEqual(new Set(['ok']));
        expect(statuses()).not.toContain(429);
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  it('keeps what a channel takes by itself, before Discord tells', async () => {
    const place = await placeWithMessage();
    const kinds = ['post', 'edit', 'react'];
    await Promise.all(kinds.flatMap((kind) => Array.from({ length: 12 }, (_, index) => kindOf(kind, place, index))));
    const times = (method: string) => world.discord.requests.filter((one) => one.method === method).map(({ at }) => at);
    for (const method of ['POST', 'PATCH']) {
      const [first = 0, ...rest] = times(method);
      const all = [first, ...rest];
      expect(all).toHaveLength(12);
      for (const at of all) expect(all.filter((one) => one >= at && one < at + 5_000).length).toBeLessThanOrEqual(5);
      expect(all.filter((at) => at < first + 2_000)).toHaveLength(5);
    }
    const gaps = times('PUT').map((at, index, all) => at - (all[index - 1] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(250);
  });

  it('goes by what Discord tells where that is less', async () => {
    await world.close();
    const posts = { requests: 2, perMs: 4_000 };
    await open({ ...endlessRateLimits, buckets: { ...endlessRateLimits.buckets, posts } });
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((one) => post(one)));
    expect(answers.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(statuses()).not.toContain(429);
  });

  it('takes no longer for many channels than the limit of all requests asks for', async () => {
    await world.close();
    await open(discordRateLimits);
    const channels = Array.from({ length: 150 }, () => guild.addChannel());
    const before = world.clock.monotonicMs();
    const answers = await Promise.all(channels.map((one) => post('x', one)));
    expect(answers.every(({ kind }) => kind === 'ok')).toBe(true);
    expect(statuses()).not.toContain(429);
    // The clock moves in steps of 100 ms, in each of which five requests have their turn.
    expect(world.clock.monotonicMs() - before).toBeLessThan(4_000);
  }, 60_000);

  interface Wanted {
    readonly kind: string;
    readonly channel: number;
    readonly afterMs: number;
  }

  async function asked(requests: readonly Wanted[]): Promise<readonly string[]> {
    const places = [await placeWithMessage(), await placeWithMessage()];
    const answers: Promise<string>[] = [];
    for (const [index, { kind, channel: which, afterMs }] of requests.entries()) {
      if (afterMs > 0) await world.clock.sleep(afterMs);
      const place = places[which];
      if (place !== undefined) answers.push(kindOf(kind, place, index));
    }
    return Promise.all(answers);
  }

  interface Furnished {
    readonly channel: Channel;
    readonly message: string;
  }

  async function placeWithMessage(): Promise<Furnished> {
    const where = guild.addChannel();
    const { id } = world.discord.world.addMessage(where, world.discord.application.botUser, {
      ...{ content: '', components: words('x').components, flags },
    });
    return { channel: where, message: id };
  }

  async function kindOf(kind: string, { channel: where, message }: Furnished, index: number): Promise<string> {
    const path = `${messagesOf(where)}/${message}` as const;
    const { nonce: _nonce, enforce_nonce: _enforce, ...edit } = words('again');
    const emoji = encodeURIComponent(['👍', '👎', '🎉'][index % 3] ?? '👍');
    const ways = {
      post: () => insistently(() => post(`message ${index}`, where)),
      edit: () => insistently(() => world.rest.call('PATCH', path, { body: edit, urgency: 'edit' })),
      react: () => insistently(() => world.rest.call('PUT', `${path}/reactions/${emoji}/@me`, { urgency: 'seed' })),
      read: () => insistently(() => get(path)),
    };
    return ways[kind as keyof typeof ways]();
  }

  /** As the core does: what has to wait longer than the adapter waits is asked for again. */
  async function insistently(ask: () => ReturnType<RestApi['call']>): Promise<string> {
    for (;;) {
      const answer = await ask();
      if (answer.kind !== 'limited') return answer.kind;
      await world.clock.sleep(answer.retryAfterMs);
    }
  }
});
