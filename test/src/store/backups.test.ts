import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BroadsheetError } from '../../../src/kernel/errors.js';
import { Backups } from '../../../src/store/backups.js';
import { openStore } from '../../../src/store/open.js';
import type { OpenedStore } from '../../../src/store/store.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { temporaryFolder } from './fresh-store.js';

const hourMs = 3_600_000;

let home: ReturnType<typeof temporaryFolder>;
let clock: FakeClock;
let log: MemoryLog;
let store: OpenedStore;
let folder: string;

beforeEach(async () => {
  home = temporaryFolder();
  clock = new FakeClock('2026-11-24T09:00:00Z');
  log = new MemoryLog();
  folder = join(home.path, 'backups');
  store = await openStore({ path: join(home.path, 'broadsheet.sqlite'), mode: 'write', clock, log, version: '1.2.3' });
});
afterEach(async () => {
  await store.close();
  home.remove();
});

const backups = (more: Partial<ConstructorParameters<typeof Backups>[0]> = {}): Backups =>
  new Backups({ folder, everyMs: hourMs, keep: 3, copy: (path) => store.backup(path), clock, log, ...more });

const names = (): readonly string[] => readdirSync(folder).toSorted();

/** A look at each of the next hours. */
async function hours(made: Backups, count: number): Promise<void> {
  for (let hour = 0; hour < count; hour += 1) {
    await made.tick();
    await clock.advance(hourMs);
  }
}

const full = () => Promise.reject(new BroadsheetError('cannotWrite', `${folder}/x: the disk is full.`, 'Free some.'));

describe('the backups of a running bot', () => {
  it('are made at once, then each hour, whole, and only the newest are kept', async () => {
    const made = backups();
    await made.tick();
    await made.tick();
    expect(names()).toEqual(['broadsheet-20261124T090000Z.sqlite']);
    await hours(made, 5);
    expect(names()).toEqual(['11', '12', '13'].map((hour) => `broadsheet-20261124T${hour}0000Z.sqlite`));
    expect(made.state).toEqual({ madeAt: Date.parse('2026-11-24T13:00:00Z'), failure: null });
    const [oldest = ''] = names();
    const copy = await openStore({ path: join(folder, oldest), mode: 'read', clock, log, version: '1.2.3' });
    expect(await copy.papers.count()).toBe(0);
    await copy.close();
  });

  it('go on where the last process stopped', async () => {
    await backups().tick();
    clock.jumpTo('2026-11-24T09:40:00Z');
    await backups().tick();
    expect(names()).toHaveLength(1);
    clock.jumpTo('2026-11-24T10:00:00Z');
    await backups().tick();
    expect(names()).toHaveLength(2);
  });

  it('go on when somebody set the clock back', async () => {
    await backups().tick();
    clock.jumpTo('2026-11-24T08:00:00Z');
    await backups().tick();
    expect(names()).toHaveLength(2);
  });

  it('leave what there is alone while the disk is full, say so once, and go on by themselves', async () => {
    const made = backups();
    await hours(made, 3);
    const before = names();
    let isFull = true;
    const troubled = backups({ copy: (path) => (isFull ? full() : store.backup(path)) });
    for (let minute = 0; minute < 60; minute += 1) {
      await troubled.tick();
      await clock.advance(60_000);
    }
    expect(names()).toEqual(before);
    expect(troubled.state.failure).toContain('the disk is full. Free some.');
    expect(log.lines.filter(({ event }) => event === 'backup.failed')).toHaveLength(1);
    isFull = false;
    await clock.advance(600_000);
    await troubled.tick();
    expect(troubled.state.failure).toBeNull();
    expect(names()).toHaveLength(3);
    expect(names()).not.toEqual(before);
  });

  it('say where the folder cannot be made', async () => {
    writeFileSync(folder, 'a file');
    const made = backups();
    await made.tick();
    expect(made.state.failure).toContain('there is a file where a folder should be');
    rmSync(folder);
  });

  it('remove what a killed process left half made, and nothing that is not theirs', async () => {
    mkdirSync(folder);
    const left = ['broadsheet-20261124T080000Z.sqlite.new', 'broadsheet-20261124T080000Z.sqlite.new-journal'];
    const others = ['thesis.sqlite', 'broadsheet-by-hand.sqlite', 'broadsheet-20261124T080000Z.sqlite.bak'];
    for (const name of [...left, ...others]) writeFileSync(join(folder, name), 'x');
    await hours(backups({ keep: 1 }), 4);
    for (const name of left) expect(existsSync(join(folder, name))).toBe(false);
    for (const name of others) expect(existsSync(join(folder, name))).toBe(true);
    expect(names()).toHaveLength(others.length + 1);
  });
});
