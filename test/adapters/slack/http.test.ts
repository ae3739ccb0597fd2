import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatAdapter } from '../../../src/platform/adapter.js';
import { sentence } from '../../../src/view/view.js';
import { RecordingSink } from '../../contract/adapter-sink.js';
import { SlackWorld, tsOf } from './slack-world.js';

const json = { 'content-type': 'application/json' };
const minuteMs = 60_000;

describe('Requests to us over HTTP', () => {
  let world: SlackWorld;
  let adapter: ChatAdapter;
  let sink: RecordingSink;

  beforeEach(async () => {
    world = await SlackWorld.open({ mode: 'http' });
    sink = new RecordingSink();
    adapter = await world.connect();
    await adapter.start(sink);
    world.hear(adapter);
  });

  afterEach(async () => {
    await adapter.stop(0);
    await world.close();
  });

  const reaction = async (): Promise<string> => {
    const outcome = await world.post(adapter, 'd1', sentence('A paper'));
    if (outcome.kind !== 'posted') throw new Error('Not posted.');
    await world.alice.react(world.channel, tsOf(outcome.ref), 'thumbsup');
    const sent = world.slack.events.sent.find(({ type }) => type === 'reaction_added');
    sink.reactions.length = 0;
    return JSON.stringify(sent?.body);
  };
  const send = async (body: string, headers: Readonly<Record<string, string>>) => {
    const answer = await world.slack.deliverRaw(body, { ...json, ...headers });
    return answer.via === 'http' ? answer.status : answer.via;
  };

  it('are checked as Slack checks them', async () => {
    expect(await world.slack.verifyRequestUrl()).toBe(true);
  });

  it('are refused when they are forged, stale, from the future, or not signed', async () => {
    const body = await reaction();
    const now = world.clock.now();
    expect(await send(body, world.slack.sign(body, now, 'another secret'))).toBe(401);
    expect(await send(body, world.slack.sign(body, now - 6 * minuteMs))).toBe(401);
    expect(await send(body, world.slack.sign(body, now + 6 * minuteMs))).toBe(401);
    expect(await send(`${body} `, world.slack.sign(body, now))).toBe(401);
    expect(await send(body, {})).toBe(401);
    expect(sink.reactions).toEqual([]);
  });

  it('change nothing when they come again', async () => {
    const body = await reaction();
    const headers = world.slack.sign(body);
    expect(await Promise.all([send(body, headers), send(body, headers)])).toEqual([200, 200]);
    expect(new Set(sink.reactions.map(({ order }) => order)).size).toBe(1);
  });

  it.each([
    'null',
    '[]',
    '{}',
    '"text"',
    '17',
    '{"type":"event_callback"}',
    '{"event":{}}',
    '{"type":"event_callback","event":{"type":7}}',
    '{"event":{"type":"reaction_added"},"team_id":"T1"}',
    '{not json',
    '',
  ])('are answered when they are signed and hold %j', async (body) => {
    const status = await send(body, world.slack.sign(body));
    expect([200, 400]).toContain(status);
  });

  it('may be two megabytes long, and no longer than four', async () => {
    const large = JSON.stringify({
      type: 'event_callback',
      event: { type: 'unheard_of', text: 'x'.repeat(2_000_000) },
    });
    expect(await send(large, world.slack.sign(large))).toBe(200);
    const huge = 'x'.repeat(5_000_000);
    expect([401, 413, 'none']).toContain(await send(huge, world.slack.sign(huge)));
    expect(await world.slack.verifyRequestUrl()).toBe(true);
  });

  it('are not found elsewhere', async () => {
    const { port } = adapter as unknown as { readonly port: number };
    for (const path of ['/', '/slack/install', '/slack/oauth_redirect', '//', '/%']) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      expect(response.status).toBe(404);
    }
  });

  it('of a kind that nobody listens to are taken all the same', async () => {
    const payload = encodeURIComponent(
      JSON.stringify({ type: 'view_submission', team: { id: world.team.id }, view: {} }),
    );
    const body = `payload=${payload}`;
    const headers = { ...world.slack.sign(body), 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await world.slack.deliverRaw(body, headers);
    expect(answer).toMatchObject({ via: 'http', status: 200 });
  });

  it('cannot be taken at a port that is in use, which is one clear sentence', async () => {
    const { port } = adapter as unknown as { readonly port: number };
    const second = await world.connect({ port } as never);
    await expect(second.start(new RecordingSink())).rejects.toMatchObject({
      code: 'config',
      message: `Slack's requests cannot be taken at 127.0.0.1, port ${port}: another program uses it.`,
    });
  });
});
