import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../fake/clock.js';
import { FakeSlack, type FakeSlackOptions } from '../fake/slack/fake-slack.js';
import { mentionsIn } from '../fake/slack/mrkdwn.js';
import type { Person } from '../fake/slack/people.js';
import { plainText } from '../fake/slack/plain-text.js';
import { StandInApp, StandInSocket } from '../fake/slack/stand-in-app.js';
import type { Channel } from '../fake/slack/state.js';
import type { Team } from '../fake/slack/team.js';

// What is asked of the fake here is wrong on purpose, and no request of the bot's.
delete process.env.BROADSHEET_REQUEST_LOG;

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const quiet = { unfurl_links: false, unfurl_media: false };

interface Called extends Readonly<Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
}

describe('the fake Slack', () => {
  let clock: FakeClock;
  let slack: FakeSlack;
  let app: StandInApp;
  let team: Team;
  let ada: Person;
  let channel: Channel;

  const call = async (method: string, args: Record<string, unknown> = {}, token = team.token): Promise<Called> => {
    const response = await fetch(`${slack.apiUrl}${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(args),
    });
    return {
      status: response.status,
      headers: response.headers,
      ...((await response.json()) as Record<string, unknown>),
    };
  };

  const post = (args: Record<string, unknown>) =>
    call('chat.postMessage', { channel: channel.id, text: 'Papers', ...quiet, ...args });

  const start = async (options: FakeSlackOptions = {}) => {
    slack = await FakeSlack.start({ now: () => clock.now(), sleep: (ms) => clock.sleep(ms), ...options });
    team = slack.addWorkspace({ name: 'Lab' });
    ada = team.addPerson({ name: 'ada' });
    channel = team.addChannel({ name: 'papers', members: [ada] });
  };

  const openSocket = async () => {
    const socket = new StandInSocket(String((await call('apps.connections.open', {}, slack.app.appToken)).url));
    expect(await socket.next()).toMatchObject({ type: 'hello' });
    return socket;
  };

  beforeEach(async () => {
    clock = new FakeClock('2026-11-24T09:00:00Z');
    app = new StandInApp();
    await start();
  });

  afterEach(async () => {
    await slack.stop();
    await app.stop();
  });

  it('keeps a post with its metadata and shows it in the history only when asked', async () => {
    const metadata = { event_type: 'edition', event_payload: { post: '1' } };
    const posted = await post({ metadata, blocks: [section('<https://arxiv.org/abs/1|A *title*>')] });
    expect(posted).toMatchObject({ ok: true, channel: channel.id });
    const bare = await call('conversations.history', { channel: channel.id });
    const full = await call('conversations.history', { channel: channel.id, include_all_metadata: true });
    expect(bare).toMatchObject({ messages: [{ ts: posted.ts }] });
    expect(JSON.stringify(bare)).not.toContain('edition');
    expect(full).toMatchObject({ messages: [{ ts: posted.ts, metadata }] });
    expect(slack.complaints).toEqual([]);
  });

  it('lets one post a second into a channel and five into a workspace', async () => {
    expect(await post({})).toMatchObject({ ok: true });
    const second = await post({});
    expect(second).toMatchObject({ status: 429, ok: false, error: 'ratelimited' });
    expect(second.headers.get('retry-after')).toBe('1');
    const other = team.addChannel();
    expect(await post({ channel: other.id })).toMatchObject({ status: 429 });
    await clock.advance(200);
    expect(await post({ channel: other.id })).toMatchObject({ ok: true });
    await clock.advance(800);
    expect(await post({})).toMatchObject({ ok: true });
  });

  it('refuses what Slack refuses', async () => {
    const refused = async (args: Record<string, unknown>) => {
      await clock.advance(1_000);
      return (await post(args)).error;
    };
    const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Go' } };
    expect(await refused({ blocks: Array.from({ length: 51 }, () => section('x')) })).toBe('invalid_blocks');
    expect(await refused({ blocks: [section('x'.repeat(3_001))] })).toBe('invalid_blocks');
    expect(await refused({ blocks: [{ type: 'headline' }] })).toBe('invalid_blocks');
    expect(await refused({ blocks: [{ type: 'actions', elements: [button, button] }] })).toBe('invalid_blocks');
    expect(await refused({ blocks: [{ ...section('x'), colour: 'red' }] })).toBe('invalid_blocks');
    expect(await refused({ blocks: Array.from({ length: 5 }, () => section('x'.repeat(2_700))) })).toBe(
      'msg_blocks_too_long',
    );
    expect(await refused({ text: '' })).toBe('no_text');
    expect(await refused({ metadata: { event_type: 'x' } })).toBe('invalid_metadata_schema');
    expect(await refused({ channel: 'C404' })).toBe('channel_not_found');
    expect(await refused({ channel: team.addChannel({ bot: false }).id })).toBe('not_in_channel');
    channel.isArchived = true;
    expect(await refused({})).toBe('is_archived');
  });

  it('knows tokens and scopes', async () => {
    const narrow = slack.addWorkspace({ scopes: ['chat:write'] });
    expect(await call('users.info', { user: 'U1' }, narrow.token)).toMatchObject({
      error: 'missing_scope',
      needed: 'users:read',
      provided: 'chat:write',
    });
    expect(await call('auth.test', {}, 'xoxb-nobody')).toMatchObject({ error: 'invalid_auth' });
    expect(await call('auth.test', {}, slack.app.appToken)).toMatchObject({ error: 'not_allowed_token_type' });
    const token = team.token;
    slack.revokeToken(token);
    expect(await call('auth.test', {}, token)).toMatchObject({ error: 'token_revoked' });
    expect(await call('chat.shout', {}, narrow.token)).toMatchObject({ error: 'unknown_method' });
  });

  it('rotates tokens: they end after twelve hours, a refresh token works once', async () => {
    await slack.stop();
    await start({ tokenRotation: true });
    slack.oauth.installer = { teamId: team.id, userId: ada.id };
    const redirect = 'http://127.0.0.1:1/back';
    const visit = `${slack.authorizeUrl}?client_id=${slack.app.clientId}&scope=chat:write&state=s&redirect_uri=${redirect}`;
    const back = new URL((await fetch(visit, { redirect: 'manual' })).headers.get('location') ?? '');
    expect(back.searchParams.get('state')).toBe('s');
    const own = { client_id: slack.app.clientId, client_secret: slack.app.clientSecret };
    const code = back.searchParams.get('code');
    const first = await call('oauth.v2.access', { ...own, code, redirect_uri: redirect });
    expect(first).toMatchObject({ ok: true, expires_in: 43_200, team: { id: team.id } });
    await clock.advance(43_200_000);
    expect(await call('auth.test', {}, String(first.access_token))).toMatchObject({ error: 'token_expired' });
    const refresh = { ...own, grant_type: 'refresh_token', refresh_token: first.refresh_token };
    const second = await call('oauth.v2.access', refresh);
    expect(await call('auth.test', {}, String(second.access_token))).toMatchObject({ ok: true });
    expect(await call('oauth.v2.access', refresh)).toMatchObject({ error: 'invalid_refresh_token' });
  });

  it('signs what it sends', async () => {
    slack.requestUrl = await app.start();
    const { ts } = (await ada.say(channel, 'hello')).message;
    expect(await ada.react(channel, ts, 'thumbsup')).toMatchObject({ via: 'http', status: 200 });
    const { headers, body } = app.came.at(-1) ?? { headers: {}, body: '' };
    const base = `v0:${headers['x-slack-request-timestamp']}:${body}`;
    const hash = createHmac('sha256', slack.app.signingSecret).update(base).digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${hash}`);
    expect(JSON.parse(body)).toMatchObject({
      type: 'event_callback',
      team_id: team.id,
      event: { type: 'reaction_added', user: ada.id, reaction: 'thumbsup', item: { channel: channel.id, ts } },
    });
  });

  it('tries again at once, after a minute and after five more, unless told not to', async () => {
    slack.requestUrl = await app.start();
    app.answer = (response) => void response.writeHead(500).end();
    await ada.openHome();
    const sent = slack.events.sent.at(-1);
    while (clock.sleepers === 0) await new Promise((done) => setImmediate(done));
    expect(sent?.attempts.map(({ retry }) => retry?.num)).toEqual([undefined, 1]);
    slack.events.hurryRetries();
    while (sent?.attempts.length !== 3 || clock.sleepers < 2) await new Promise((done) => setImmediate(done));
    slack.events.hurryRetries();
    expect(await sent.settled).toBe(false);
    expect(app.came.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
    expect(app.came.at(-1)?.headers['x-slack-retry-reason']).toBe('http_error');

    app.answer = (response) => void response.writeHead(500, { 'x-slack-no-retry': '1' }).end();
    await ada.openHome();
    expect(await slack.events.sent.at(-1)?.settled).toBe(false);
    expect(slack.events.sent.at(-1)?.attempts).toHaveLength(1);
  });

  it('gives the app so long to answer and no longer, and holds events back on demand', async () => {
    await slack.stop();
    await start({ answerWithinMs: 20 });
    slack.requestUrl = await app.start();
    app.answer = () => undefined;
    expect(await ada.openHome()).toEqual({ via: 'none', reason: 'http_timeout' });
    app.answer = (response) => void response.end();
    const { message } = await ada.say(channel, 'hi');
    slack.events.hold();
    const [added, removed] = [ada.react(channel, message.ts, 'eyes'), ada.unreact(channel, message.ts, 'eyes')];
    slack.events.release('backwards');
    expect(await Promise.all([added, removed])).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(slack.events.sent.slice(-2).map(({ type }) => type)).toEqual(['reaction_removed', 'reaction_added']);
  });

  it('tells the app only of where its bot is', async () => {
    slack.requestUrl = await app.start();
    await ada.kickBot(channel);
    expect(await ada.archive(channel)).toBeUndefined();
    await ada.unarchive(channel);
    await ada.inviteBot(channel);
    await ada.archive(channel);
    const types = app.came.map(({ body }) => JSON.parse(body).event.type);
    expect(types).toEqual(['channel_left', 'member_joined_channel', 'channel_archive']);
    const { token } = team;
    await team.uninstall();
    expect(await call('auth.test', {}, token)).toMatchObject({ error: 'account_inactive' });
    expect(await ada.openHome()).toBeUndefined();
  });

  it('takes five answers at a response_url within half an hour', async () => {
    slack.requestUrl = await app.start();
    const asked = ada.command(channel, '/paper', 'help');
    expect(await asked.acked).toMatchObject({ status: 200 });
    const respond = async (body: unknown) =>
      (await fetch(asked.responseUrl, { method: 'POST', body: JSON.stringify(body) })).status;
    for (let use = 1; use <= 5; use += 1) expect(await respond({ text: `Answer ${use}` })).toBe(200);
    expect(await respond({ text: 'Too many' })).toBe(404);
    expect((await asked.next()).text).toBe('Answer 1');
    expect(team.visibleTo(ada, channel)).toHaveLength(5);
    expect(team.visibleTo(team.addPerson(), channel)).toHaveLength(0);
    const late = ada.command(channel, '/paper', 'help');
    await clock.advance(30 * 60_000 + 1);
    expect((await fetch(late.responseUrl, { method: 'POST', body: '{"text":"Late"}' })).status).toBe(404);
  });

  it('sends each envelope to one socket, and again when that breaks before it is acknowledged', async () => {
    const [one, two] = [await openSocket(), await openSocket()];
    const first = ada.openHome();
    const second = ada.openHome();
    const [toOne, toTwo] = [await one.next(), await two.next()];
    expect(toOne).toMatchObject({ type: 'events_api', retry_attempt: 0, accepts_response_payload: false });
    expect(toOne.envelope_id).not.toBe(toTwo.envelope_id);
    two.ack(toTwo);
    one.close();
    const again = await two.next();
    expect(again.envelope_id).toBe(toOne.envelope_id);
    two.ack(again);
    expect(await Promise.all([first, second])).toMatchObject([{ via: 'socket' }, { via: 'socket' }]);
    expect([one.frames.length, two.frames.length]).toEqual([2, 3]);
  });

  it('loses what a broken socket did not acknowledge, when so set, and shows what an acknowledgement says', async () => {
    const socket = await openSocket();
    const asked = ada.command(channel, '/paper', 'help');
    socket.ack(await socket.next(), { text: 'Searching' });
    expect((await asked.next()).text).toBe('Searching');
    slack.sockets.unacknowledged = 'lose';
    const told = ada.openHome();
    await socket.next();
    slack.sockets.break();
    expect(await told).toEqual({ via: 'none', reason: 'connection_failed', isFinal: true });
    expect(slack.complaints).toEqual([]);
  });

  it('plays the trouble that is scripted, and says when a request took effect', async () => {
    slack.trouble.next('chat.postMessage', { kind: 'status', status: 503, applied: true }, { kind: 'reset' });
    const moments: string[] = [];
    slack.onRequest = ({ phase }) => moments.push(`${phase} ${team.history(channel).length}`);
    const sent = fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      body: new URLSearchParams({ token: team.token, channel: channel.id, text: 'x', unfurl_links: 'false' }),
    });
    expect((await sent).status).toBe(503);
    expect(moments).toEqual(['before 0', 'after 1']);
    await clock.advance(1_000);
    await expect(post({})).rejects.toThrow();
    expect(team.history(channel)).toHaveLength(1);
    expect(slack.complaints).toEqual(['chat.postMessage without unfurl_media=false']);
  });

  it('reads texts as Slack does', () => {
    const message = {
      text: 'a <!channel> b &lt;!here&gt;',
      blocks: [section('*bold* <https://arxiv.org/abs/1|One &amp; two> :tada:'), { type: 'divider' }],
      attachments: [],
    };
    expect(mentionsIn(message)).toEqual({
      mentions: ['<!channel>'],
      links: [{ url: 'https://arxiv.org/abs/1', host: 'arxiv.org', label: 'One & two' }],
      emphasis: ['bold'],
      emoji: ['tada'],
    });
    expect(plainText(message)).toBe('bold One & two :tada:');
  });
});
