import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createAdapter } from '../../adapters/registry.js';
import type { TimeZone } from '../../src/kernel/schedule.js';
import type { AdapterContext } from '../../src/platform/adapter-factory.js';
import { FakeClock } from '../fake/clock.js';
import { countingIds } from '../fake/ids.js';
import { MemoryLog } from '../fake/log.js';
import { FakeStorage } from '../fake/storage.js';

const context: AdapterContext = {
  clock: new FakeClock('2026-11-24T08:00:00Z'),
  newId: countingIds(),
  log: new MemoryLog(),
  streams: { input: new PassThrough(), output: new PassThrough(), environment: {} },
  folder: 'nowhere',
  zone: 'UTC' as TimeZone,
  storage: new FakeStorage(new FakeClock('2026-11-24T08:00:00Z')),
  menu: [],
};

describe('The registry of adapters', () => {
  it.each([[true], [{}]])('makes a terminal from %j', async (settings) => {
    expect((await createAdapter('terminal', settings, context)).id).toBe('terminal');
  });

  it('names what is wrong with the settings', async () => {
    await expect(createAdapter('terminal', { colour: 'red' }, context)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('colour'),
    });
  });

  it('names the platforms that there are when asked for another', async () => {
    await expect(createAdapter('telegraph', {}, context)).rejects.toMatchObject({
      code: 'config',
      hint: expect.stringContaining('terminal'),
    });
  });
});
