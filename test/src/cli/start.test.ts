import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAdapter, setUp } from '../../../adapters/registry.js';
import type { Runtime } from '../../../src/cli/runtime.js';
import { start } from '../../../src/cli/start.js';
import type { TimeZone } from '../../../src/kernel/schedule.js';
import { FakeClock } from '../../fake/clock.js';
import { FeedServer } from '../../fake/feed-server.js';
import { countingIds } from '../../fake/ids.js';
import { MemoryLog } from '../../fake/log.js';

/** A person at a terminal who starts the program, looks and leaves. */
class Person {
  readonly clock = new FakeClock('2026-08-20T09:00:00Z');
  readonly #folder: string;
  readonly #url: string;
  readonly #newId = countingIds();

  constructor(folder: string, url: string) {
    this.#folder = folder;
    this.#url = url;
  }

  /** What stood on the screen, its lines joined. */
  async look(): Promise<string> {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const output = Object.assign(new PassThrough(), { isTTY: true, columns: 500 });
    input.end('quit\r');
    const environment = { BROADSHEET_HOME: this.#folder, HF_API_URL: this.#url, NO_COLOR: '1' };
    const runtime: Runtime = {
      streams: { input, output, environment },
      errors: new PassThrough(),
      clock: this.clock,
      zone: 'UTC' as TimeZone,
      random: () => 0.5,
      newId: this.#newId,
      log: new MemoryLog(),
      version: '0.0.0',
      packageFolder: resolve(import.meta.dirname, '../../..'),
      workingFolder: this.#folder,
      temporaryFolder: () => Promise.reject(new Error('No copy is needed.')),
      interrupted: new AbortController().signal,
      print: async () => undefined,
      createAdapter,
      setUp,
    };
    expect(await start(runtime)).toBe(0);
    return String(output.read()).replace(/\s+/g, ' ');
  }
}

describe('a person at a terminal', () => {
  let folder: string;
  let server: FeedServer;
  let person: Person;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'broadsheet-start-'));
    server = await FeedServer.start();
    person = new Person(folder, server.url);
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is shown the sample without a feed, and at the next start the same again without a contradiction', async () => {
    server.always = { kind: 'status', status: 403 };
    expect(await person.look()).toContain('so what you see is the sample that comes with Broadsheet.');
    const again = await person.look();
    expect(again).toContain('so there is nothing new; the latest post is shown again.');
    expect(again).toContain('posted 09:00 Sample papers');
    expect(again).not.toContain('No papers');
  });

  it('is shown the line of a quiet morning again with its time, and when the next edition comes once', async () => {
    const first = await person.look();
    expect(first).toMatch(/No new papers: .* Next edition Fri 21 Aug, 09:00\./);
    expect(first.match(/Next edition/g)).toHaveLength(1);
    expect(await person.look()).toContain('posted 09:00 No new papers: ');
  });
});
