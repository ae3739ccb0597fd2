import { describe, expect, it } from 'vitest';
import { withoutRepeats } from '../../../src/kernel/repeats.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';

describe('a log without repeats', () => {
  const clock = new FakeClock('2026-11-24T09:00:00Z');
  const inner = new MemoryLog();
  const log = withoutRepeats(inner, clock);
  const said = () => inner.lines.splice(0).map(({ event, fields }) => `${event} ${fields.reason}`);

  it('tells trouble that lasts once an hour, and at once when it is another', async () => {
    for (let second = 0; second < 10; second += 1) {
      log.error('delivery.stalled', { reason: 'full' });
      await clock.advance(5_000);
    }
    log.error('delivery.stalled', { reason: 'damaged' });
    log.error('tick.failed', { reason: 'full' });
    expect(said()).toEqual(['delivery.stalled full', 'delivery.stalled damaged', 'tick.failed full']);
    await clock.advance(3_600_000);
    log.error('delivery.stalled', { reason: 'full' });
    expect(said()).toEqual(['delivery.stalled full']);
  });

  it('leaves out nothing that happened once each time', () => {
    log.error('subscription.paused', { reason: 'archived' });
    log.error('subscription.paused', { reason: 'archived' });
    log.info('delivery.stalled', { reason: 'full' });
    log.child({ channel: 'C1' }).info('x.failed', { reason: 'full' });
    expect(said()).toHaveLength(4);
  });
});
