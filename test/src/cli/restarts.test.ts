import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Restarts } from '../../../src/cli/restarts.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';

const secondMs = 1_000;
const minuteMs = 60_000;

let folder: string;
/** The file is read and written in the disk's own time, so that whoever sleeps moves the clock. */
class LeapingClock extends FakeClock {
  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted !== true) await this.advance(ms);
  }
}

let clock: FakeClock;
let log: MemoryLog;
let beats: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadsheet-restarts-'));
  clock = new LeapingClock('2026-11-24T09:00:00Z');
  log = new MemoryLog();
  beats = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const process = () =>
  new Restarts({
    ...{ folder, clock, log },
    heartbeat: async () => {
      beats += 1;
    },
  });

/** A start up to the moment at which it connects: how long it waited, and what it said. */
async function start(restarts = process()) {
  const said: string[] = [];
  const begun = clock.monotonicMs();
  await restarts.holdBack((sentence) => said.push(sentence), new AbortController().signal);
  return { waitedS: (clock.monotonicMs() - begun) / secondMs, said, restarts };
}

/** So many starts, each of which ends two seconds after it connected. */
async function crashes(count: number): Promise<readonly number[]> {
  const waits: number[] = [];
  for (let crash = 0; crash < count; crash += 1) {
    waits.push((await start()).waitedS);
    await clock.advance(2 * secondMs);
  }
  return waits;
}

describe('a process that ends again and again', () => {
  it('waits before it connects from the sixth start on, longer each time, five minutes at most', async () => {
    expect(await crashes(13)).toEqual([0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 300, 300, 300]);
  });

  it('says so in a sentence, and goes on with its heartbeat', async () => {
    await crashes(6);
    const { said, restarts } = await start();
    expect(said).toEqual([
      'Broadsheet was started 7 times in a row without a clean stop, so it waits 30 seconds before it connects.',
    ]);
    expect(restarts.restarted).toEqual({ times: 7, waitedMs: 30 * secondMs });
    await crashes(1);
    expect(beats).toBe(1 + 1 + 2);
  });

  it('is well again after ten minutes, and says no more of it', async () => {
    await crashes(6);
    const { restarts } = await start();
    await clock.advance(10 * minuteMs);
    expect(restarts.restarted).toBeUndefined();
    expect(await crashes(1)).toEqual([0]);
  });

  it('does not wait when it ran for a while each time', async () => {
    for (let day = 0; day < 12; day += 1) {
      expect((await start()).waitedS).toBe(0);
      await clock.advance(3 * minuteMs);
    }
  });
});

describe('a clean stop', () => {
  it('ends the row: the next start never waits', async () => {
    await crashes(8);
    const { restarts } = await start();
    await restarts.forget();
    expect(readdirSync(folder)).toEqual([]);
    expect(await crashes(6)).toEqual([0, 0, 0, 0, 0, 15]);
  });

  it('can come during the wait, which it ends', async () => {
    await crashes(6);
    const stopping = new AbortController();
    const begun = clock.now();
    await process().holdBack(() => stopping.abort(), stopping.signal);
    expect(clock.now()).toBe(begun);
  });
});

describe('a file that is no use', () => {
  it.each(['', 'null', '[]', '{"times":"x"}', '{"times":1,"starts":[1,"y"],"waitedMs":0}'])(
    'such as %j keeps nobody from starting',
    async (text) => {
      writeFileSync(join(folder, 'starts.json'), text);
      expect(await crashes(6)).toEqual([0, 0, 0, 0, 0, 15]);
    },
  );

  it('is told when it cannot be written', async () => {
    rmSync(folder, { recursive: true });
    expect((await start()).waitedS).toBe(0);
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', event: 'restarts.unwritten' }));
  });

  it('counts nothing of the future, as after a clock that was set back', async () => {
    await crashes(7);
    clock.jumpTo('2026-11-24T05:00:00Z');
    expect((await start()).waitedS).toBe(0);
  });
});
