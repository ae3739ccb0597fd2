import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatAdapter } from '../../../src/platform/adapter.js';
import { sentence } from '../../../src/view/view.js';
import { RecordingSink } from '../../contract/adapter-sink.js';
import { settle } from '../../fake/clock.js';
import { SlackWorld, tsOf } from './slack-world.js';

describe('The connection to Slack', () => {
  let world: SlackWorld;
  let adapter: ChatAdapter;
  let sink: RecordingSink;

  beforeEach(async () => {
    world = await SlackWorld.open();
    sink = new RecordingSink();
    adapter = await world.connect();
    await adapter.start(sink);
  });

  afterEach(async () => {
    await adapter.stop(0);
    await world.close();
  });

  const until = async (isSo: () => boolean): Promise<void> => {
    for (let turn = 0; turn < 100_000 && !isSo(); turn += 1) await settle();
    expect(isSo()).toBe(true);
  };
  const posted = async (): Promise<string> => {
    const outcome = await world.post(adapter, 'd1', sentence('A paper'));
    if (outcome.kind !== 'posted') throw new Error('Not posted.');
    return tsOf(outcome.ref);
  };

  it.each(['refresh_requested', 'warning', 'link_disabled'] as const)(
    'comes again after %s, and what may have been missed is read back',
    async (reason) => {
      const ts = await posted();
      world.slack.sockets.disconnect(reason, 'all');
      await until(() => sink.missedIn.length === 1);
      await world.alice.react(world.channel, ts, 'thumbsup');
      expect(sink.reactions).toHaveLength(1);
    },
  );

  it('comes again after it broke, and after Slack refused it for a while', async () => {
    const ts = await posted();
    world.slack.trouble.next(
      'apps.connections.open',
      { kind: 'status', status: 503 },
      { kind: 'reset' },
      { kind: 'error', error: 'internal_error' },
    );
    world.slack.sockets.break();
    await until(() => sink.missedIn.length === 1);
    await world.alice.react(world.channel, ts, 'thumbsup');
    expect(sink.reactions).toHaveLength(1);
  });

  it('takes again what it did not acknowledge before it broke', async () => {
    const ts = await posted();
    const release = sink.hold();
    const asked = sink.asked();
    const told = world.alice.react(world.channel, ts, 'thumbsup');
    await asked;
    world.slack.sockets.break();
    release();
    await told;
    await until(() => sink.reactions.length === 2);
    expect(sink.reactions[1]).toEqual(sink.reactions[0]);
  });

  it('is not opened again once it was stopped', async () => {
    await adapter.stop(0);
    const opened = world.slack.requests.filter(({ method }) => method === 'apps.connections.open').length;
    await world.clock.advance(120_000);
    expect(world.slack.requests.filter(({ method }) => method === 'apps.connections.open')).toHaveLength(opened);
  });
});
