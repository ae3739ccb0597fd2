import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open.js';
import { FakeClock } from '../../fake/clock.js';
import { MemoryLog } from '../../fake/log.js';
import { temporaryFolder } from './fresh-store.js';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const opening = (path: string) =>
  openStore({ path, mode: 'write', clock: new FakeClock('2026-11-24T09:00:00Z'), log: new MemoryLog(), version: '1' });

describe('the data folder', () => {
  it('is made with all that is missing above it', async () => {
    const path = join(folder.path, 'a', 'b', 'broadsheet.sqlite');
    await (await opening(path)).close();
    expect(existsSync(path)).toBe(true);
  });

  it('is refused below a file', async () => {
    writeFileSync(join(folder.path, 'file'), '');
    await expect(opening(join(folder.path, 'file', 'b', 'broadsheet.sqlite'))).rejects.toMatchObject({ exitCode: 73 });
  });

  it.runIf(existsSync('/proc'))('is refused, and not tried for ever, where no folder can be made', async () => {
    await expect(opening('/proc/nowhere/broadsheet.sqlite')).rejects.toMatchObject({ exitCode: 73 });
  });
});
