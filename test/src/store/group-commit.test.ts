import { beforeEach, describe, expect, it } from 'vitest';
import { GroupCommit } from '../../../src/store/group-commit.js';
import { FakeClock, settle } from '../../fake/clock.js';

/** A disk whose commits end when the test says so. */
class SlowDisk {
  readonly batches: (readonly string[])[] = [];
  readonly #ends: ((failure?: Error) => void)[] = [];

  commit = (items: readonly string[]): Promise<readonly string[]> => {
    this.batches.push(items);
    return new Promise((resolve, reject) => {
      this.#ends.push((failure) =>
        failure === undefined ? resolve(items.map((item) => `${item}!`)) : reject(failure),
      );
    });
  };

  /** Ends the oldest commit that runs. */
  async end(failure?: Error): Promise<void> {
    await settle();
    const end = this.#ends.shift();
    if (end === undefined) throw new Error('No commit runs.');
    end(failure);
    await settle();
  }
}

describe('the group commit', () => {
  let clock: FakeClock;
  let disk: SlowDisk;
  let group: GroupCommit<string, string>;

  beforeEach(() => {
    clock = new FakeClock('2026-11-24T09:00:00Z');
    disk = new SlowDisk();
    group = new GroupCommit({ commit: disk.commit, clock, mostMs: 20, fullAt: 4 });
  });

  /** A first commit that takes so long, so that the next batch waits for company. */
  async function commitTaking(ms: number): Promise<void> {
    const first = group.add(['first']);
    await settle();
    await clock.advance(ms);
    await disk.end();
    await first;
    disk.batches.length = 0;
  }

  it('answers a lone caller with a result for each item, without waiting for others', async () => {
    const result = group.add(['a', 'b']);
    await disk.end();
    expect(await result).toEqual(['a!', 'b!']);
    expect(clock.sleepers).toBe(0);
  });

  it('answers nothing to nothing', async () => {
    expect(await group.add([])).toEqual([]);
    expect(disk.batches).toEqual([]);
  });

  it('writes what many callers bring at the same moment at once, and gives each their own results', async () => {
    const results = Promise.all([group.add(['a']), group.add(['b', 'c']), group.add(['d'])]);
    await disk.end();
    expect(disk.batches).toEqual([['a', 'b', 'c', 'd']]);
    expect(await results).toEqual([['a!'], ['b!', 'c!'], ['d!']]);
  });

  it('resolves nobody before the commit of their batch has ended', async () => {
    let done = false;
    void group.add(['a']).then(() => {
      done = true;
    });
    await settle();
    expect([disk.batches.length, done]).toEqual([1, false]);
    await disk.end();
    expect(done).toBe(true);
  });

  it('gathers what comes while a commit runs, and commits it in the order in which it came', async () => {
    const first = group.add(['a']);
    await settle();
    const others = Promise.all([group.add(['b']), group.add(['c'])]);
    await settle();
    expect(disk.batches).toEqual([['a']]);
    await disk.end();
    await disk.end();
    expect(disk.batches).toEqual([['a'], ['b', 'c']]);
    expect([await first, await others]).toEqual([['a!'], [['b!'], ['c!']]]);
  });

  it('waits longer for company when commits are slow, but never more than the bound', async () => {
    await commitTaking(1);
    const soon = group.add(['a']);
    await clock.advance(9);
    expect(disk.batches).toEqual([]);
    void group.add(['b']);
    await clock.advance(1);
    expect(disk.batches).toEqual([['a', 'b']]);
    await clock.advance(500);
    await disk.end();
    await soon;
    void group.add(['c']);
    await clock.advance(19);
    expect(disk.batches).toHaveLength(1);
    await clock.advance(1);
    expect(disk.batches[1]).toEqual(['c']);
  });

  it('waits no longer once the batch is full, and leaves the rest to the next one', async () => {
    await commitTaking(100);
    for (const item of ['a', 'b', 'c']) void group.add([item]);
    await settle();
    expect(disk.batches).toEqual([]);
    for (const item of ['d', 'e']) void group.add([item]);
    await settle();
    expect(disk.batches).toEqual([['a', 'b', 'c', 'd']]);
    await disk.end();
    expect(disk.batches[1]).toEqual(['e']);
  });

  it('keeps the items of one caller together, however many they are', async () => {
    const many = ['b', 'c', 'd', 'e', 'f'];
    void group.add(['a']);
    void group.add(many);
    void group.add(['g']);
    await disk.end();
    await disk.end();
    expect(disk.batches).toEqual([['a', ...many], ['g']]);
  });

  it('rejects the callers of a batch that failed, and only them', async () => {
    const lost = Promise.allSettled([group.add(['a']), group.add(['b'])]);
    await settle();
    const kept = group.add(['c']);
    const full = new Error('the disk is full');
    await disk.end(full);
    expect(await lost).toEqual([
      { status: 'rejected', reason: full },
      { status: 'rejected', reason: full },
    ]);
    await disk.end();
    expect(await kept).toEqual(['c!']);
  });
});
