import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Layout, SubscriptionId } from '../../../src/editions/subscription.js';
import { AppWorld } from '../../fault/storage/app-world.js';
import { temporaryFolder } from '../store/fresh-store.js';

let home: ReturnType<typeof temporaryFolder>;
let world: AppWorld;
let backup: string;

beforeEach(async () => {
  home = temporaryFolder();
  backup = join(home.path, 'backup.sqlite');
  world = new AppWorld(home.path);
  world.feed.set('2026-11-24', ['2611.10001', 90], ['2611.10002', 80], ['2611.10003', 70]);
  world.feed.set('2026-11-25', ['2611.10004', 60], ['2611.10005', 50]);
  await world.start();
});
afterEach(async () => {
  await world.stop();
  home.remove();
});

/** The database is lost after that time, and the backup of before put in its place. */
async function loseAndRestore(at: string): Promise<void> {
  await world.until(at);
  await world.stop();
  world.lose();
  await world.restore(backup);
  await world.start();
}

const numbers = (text: string): readonly string[] => [...text.matchAll(/2611\.\d{5}/g)].map(([key]) => key);

describe('a restored backup', () => {
  it.each<Layout>(['list', 'thread', 'cards'])('posts nothing twice that was posted since, as %s', async (layout) => {
    await world.subscribe('papers', { layout });
    await world.store.backup(backup);
    await world.until('2026-11-24T09:05:00Z');
    const before = world.messages('papers').map(({ ref, views }) => [ref.key, views.at(-1)?.summary]);
    expect(before).toHaveLength({ list: 1, thread: 4, cards: 4 }[layout]);
    await loseAndRestore('2026-11-24T09:20:00Z');
    await world.pass(10);
    expect(world.messages('papers').map(({ ref }) => ref.key)).toEqual(before.map(([key]) => key));
    expect(await world.status('papers')).toMatch(/^All is well\./);
    // The next morning brings what is new, and nothing of what was shown.
    await world.until('2026-11-25T09:05:00Z');
    const next = world.texts('papers').slice(before.length).join('\n');
    expect(next).toContain('Paper 2611.10004');
    expect(numbers(next).filter((key) => key <= '2611.10003')).toEqual([]);
  });

  it('counts votes for the papers that people saw, whatever the feed lists by now', async () => {
    await world.subscribe('papers');
    await world.store.backup(backup);
    await world.until('2026-11-24T09:05:00Z');
    const [list] = world.messages('papers');
    if (list === undefined) throw new Error('The list was posted.');
    await world.chat.react('alice', list.ref, '1️⃣');
    world.feed.set('2026-11-24', ['2611.10009', 99], ['2611.10003', 95], ['2611.10001', 90], ['2611.10002', 80]);
    await world.stop();
    world.lose();
    // Nobody listens to this one.
    await world.chat.react('bob', list.ref, '2️⃣');
    await world.restore(backup);
    await world.start();
    await world.pass(5);
    const shown = world
      .texts('papers')
      .join('\n')
      .split(/\n(?=Paper 2611\.\d{5}\n)/);
    const voted = shown.filter((one) => one.includes('👍 1 in this team')).map((one) => numbers(one)[0]);
    expect(voted).toEqual(['2611.10001', '2611.10002']);
    expect(world.messages('papers')).toHaveLength(1);
  });

  it('settles what the backup held as waiting: found it is adopted, else it is posted', async () => {
    for (const channel of ['there', 'absent']) await world.subscribe(channel);
    world.chat.nextPosts({ kind: 'retry' }, { kind: 'retry' });
    await world.until('2026-11-24T09:00:00Z');
    await world.store.backup(backup);
    await world.pass(3);
    expect(world.messages('there')).toHaveLength(1);
    const [gone] = world.messages('absent');
    if (gone !== undefined) await world.chat.delete(gone.ref);
    await loseAndRestore('2026-11-24T09:10:00Z');
    await world.pass(3);
    expect(world.messages('there')).toHaveLength(1);
    expect(world.messages('absent')).toHaveLength(1);
  });

  it('is recognized when somebody put it there by hand', async () => {
    await world.subscribe('papers');
    await world.store.backup(backup);
    await world.until('2026-11-24T09:05:00Z');
    await world.stop();
    world.lose();
    copyFileSync(backup, world.database);
    await world.start();
    await world.pass(5);
    expect(world.messages('papers')).toHaveLength(1);
    expect(await world.store.recognizeCopy()).toBe(false);
    expect(await world.status('papers')).toMatch(/^All is well\./);
  });

  it('posts what was not posted, on its date', async () => {
    await world.subscribe('papers');
    await world.store.backup(backup);
    await loseAndRestore('2026-11-24T08:30:00Z');
    await world.until('2026-11-24T09:05:00Z');
    expect(world.messages('papers')).toHaveLength(1);
    expect(await world.status('papers')).toMatch(/^All is well\./);
  });

  it('finds the editions of all days since', async () => {
    await world.subscribe('papers');
    await world.store.backup(backup);
    await loseAndRestore('2026-11-25T10:00:00Z');
    await world.pass(5);
    expect(world.messages('papers')).toHaveLength(2);
    const editions = await world.store.editions.latest(subscriptionId, 5);
    expect(editions.map(({ date, kind }) => [date, kind])).toEqual([
      ['2026-11-25', 'papers'],
      ['2026-11-24', 'papers'],
    ]);
  });

  it('waits while the platform does not answer, and says so', async () => {
    await world.subscribe('papers');
    await world.store.backup(backup);
    await world.until('2026-11-24T09:05:00Z');
    world.chat.searchable = 'retry';
    await loseAndRestore('2026-11-24T09:10:00Z');
    await world.pass(20);
    expect(world.messages('papers')).toHaveLength(1);
    expect(await world.status('papers')).toMatch(/^Something is broken: a backup was restored at 09:10/);
    world.chat.searchable = 'yes';
    await world.pass(3);
    expect(world.messages('papers')).toHaveLength(1);
    expect(await world.status('papers')).toMatch(/^All is well\./);
  });

  it('posts nothing on a guess where it cannot look, until somebody asks', async () => {
    await world.subscribe('papers');
    await world.store.backup(backup);
    await world.until('2026-11-24T09:05:00Z');
    world.chat.searchable = 'unsearchable';
    await loseAndRestore('2026-11-24T09:10:00Z');
    await world.pass(10);
    expect(world.messages('papers')).toHaveLength(1);
    expect(await world.status('papers')).toContain('may or may not have arrived (a backup was restored');
    expect(
      world.log.lines.filter(({ level, event }) => level === 'error' && event === 'restore.uncertain'),
    ).toHaveLength(1);
    await world.until('2026-11-25T09:05:00Z');
    expect(world.messages('papers')).toHaveLength(2);
  });

  it('does not say again that a day is quiet', async () => {
    world.feed.set('2026-11-24');
    await world.subscribe('papers');
    await world.store.backup(backup);
    await loseAndRestore('2026-11-24T09:10:00Z');
    await world.pass(5);
    expect(world.texts('papers')).toHaveLength(1);
    expect(world.texts('papers')[0]).toContain('No new papers');
  });
});

const subscriptionId = 'chat:lab/papers' as SubscriptionId;
