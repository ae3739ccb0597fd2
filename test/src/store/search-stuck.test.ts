import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, watch, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyQuery, type SearchQuery } from '../../../src/search/query.js';
import type { PaperSearch } from '../../../src/search/repository.js';
import { openSearch } from '../../../src/store/search-client.js';
import { builtWorker, openSearchWorld, type SearchWorld } from './search-world.js';

let world: SearchWorld;
let search: PaperSearch;
/** A pipe that nobody writes into: opening it takes as long as SQLite at its worst, and stopping the thread does not end it either. */
let pipe: string;
/** Threads that hang, the last one's exit included, are told in files: `hanging.1`, `hanging.2`. */
let files: string;

beforeEach(async () => {
  world = await openSearchWorld();
  files = `${world.path}.hanging`;
  pipe = `${world.path}.pipe`;
  execFileSync('mkfifo', [pipe]);
  const path = `${world.path}.worker.mjs`;
  writeFileSync(
    path,
    `import { existsSync, openSync, writeFileSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     const files = ${JSON.stringify(files)};
     if (existsSync(files + '.no-more')) await import(${JSON.stringify(builtWorker.href)});
     else parentPort.on('message', () => {
       writeFileSync(files + (existsSync(files + '.1') ? '.2' : '.1'), '');
       openSync(${JSON.stringify(pipe)}, 'r');
     });`,
  );
  search = openSearch({ ...world, workerUrl: pathToFileURL(path) });
});
afterEach(async () => {
  letGo();
  await search.close();
  await world.close();
});

/** Whoever opens the pipe is through. */
function letGo(): void {
  writeFileSync(`${files}.no-more`, '');
  closeSync(openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK));
}

/** Resolves once the file is there. */
async function appearance(path: string): Promise<void> {
  const stop = new AbortController();
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (existsSync(path)) resolve();
    };
    watch(dirname(path), { signal: stop.signal }, (_, name) => name === basename(path) && look());
    look();
  });
  stop.abort();
}

const tides: SearchQuery = { ...emptyQuery, words: ['tides'] };
const tooSlow = { code: 'unavailable', message: 'The search took longer than 5 seconds.' };
const stopped = () => world.log.lines.filter(({ event }) => event === 'search.too_slow').length;

/** Asks, and waits until the thread hangs on it and is given up. */
async function hang(which: 1 | 2): Promise<void> {
  const refused = expect(search.search(tides)).rejects.toMatchObject(tooSlow);
  await appearance(`${files}.${which}`);
  await world.clock.advance(5_000);
  await refused;
}

describe('a search that hangs', () => {
  it('costs one thread, however many wait behind it', async () => {
    const asked = Array.from({ length: 40 }, () => search.search(tides));
    const early = Promise.allSettled(asked);
    await world.clock.advance(200);
    const late = Promise.allSettled([search.search(tides)]);
    await world.clock.advance(4_800);
    for (const outcome of [...(await early), ...(await late)]) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: tooSlow });
    }
    expect(stopped()).toBe(1);
    expect(world.clock.sleepers).toBe(0);
  });

  it('leaves those a thread of their own who have the time', async () => {
    const first = Promise.allSettled([search.search(tides)]);
    await world.clock.advance(4_000);
    writeFileSync(`${files}.no-more`, '');
    const second = search.search(tides);
    await world.clock.advance(1_000);
    expect(await first).toMatchObject([{ status: 'rejected', reason: tooSlow }]);
    expect(await second).toMatchObject({ total: 0 });
  });

  it('is refused at once while two threads cannot be ended, and answered again when they have', async () => {
    await hang(1);
    await hang(2);
    const heldUp = { code: 'unavailable', message: 'Searches that take too long hold up all others.' };
    await expect(search.search(tides)).rejects.toMatchObject(heldUp);
    expect(stopped()).toBe(2);
    expect(world.clock.sleepers).toBe(0);
    letGo();
    let answer: unknown;
    while (answer === undefined) {
      await new Promise((resolve) => setImmediate(resolve));
      answer = await search.search(tides).catch(() => undefined);
    }
    expect(answer).toMatchObject({ total: 0 });
  });
});
