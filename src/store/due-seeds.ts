import { sql } from 'kysely';
import type { AdapterId, MessageRef } from '../platform/adapter.js';
import type { Room } from '../platform/room.js';
import type { DueSeeds } from '../votes/repository.js';
import { refOf } from './delivery-rows.js';
import { tableOf } from './dialect/differences.js';
import type { Executor } from './executor.js';
import { isOpen, takeInRoom } from './rooms.js';

/** Older messages are not worth the platform's patience any more. */
const seededForMs = 86_400_000;

/** See `VoteRepository.dueSeeds`. With room for one message a workspace, since a message that is taken stays due. */
export async function dueSeeds(executor: Executor, room: Room, now: number): Promise<readonly DueSeeds[]> {
  const offer = (left: Room) =>
    executor.db
      .selectFrom('message')
      .select(['adapter', 'key', 'workspace', 'ballot_hash'])
      .where('seeds_due', '=', sql.lit(1 as const))
      .where('gone_at', 'is', null)
      .where('posted_at', '>=', now - seededForMs)
      .where((row) => isOpen(row, left))
      .orderBy('posted_at', 'desc')
      .orderBy('key', 'desc')
      .limit(left.limit)
      .execute();
  const taken = await takeInRoom({ ...room, perWorkspace: 1 }, offer, async (rows) => rows);
  if (taken.length === 0) return [];
  const emoji = await seedsOf(executor, [...new Set(taken.map((row) => row.ballot_hash))]);
  return taken.map((row) => ({
    adapter: row.adapter as AdapterId,
    workspace: row.workspace,
    ref: refOf(row.adapter, row.key),
    emoji: emoji.get(row.ballot_hash) ?? [],
  }));
}

/** The first emoji of each paper and sign, in the ballot's order. */
async function seedsOf({ db }: Executor, hashes: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db
    .selectFrom(
      tableOf(
        hashes.map((hash) => ({ hash })),
        ['hash'],
      ).as('wanted'),
    )
    .innerJoin('ballot', 'ballot.hash', 'wanted.hash')
    .select(['ballot.hash', 'ballot.emoji', 'ballot.paper_key', 'ballot.sign'])
    .orderBy('ballot.hash')
    .orderBy('ballot.position')
    .execute();
  const seeds = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { hash, emoji, paper_key, sign } of rows) {
    const once = JSON.stringify([hash, paper_key, sign]);
    if (seen.has(once)) continue;
    seen.add(once);
    seeds.set(hash, [...(seeds.get(hash) ?? []), emoji]);
  }
  return seeds;
}

export async function endSeeds({ db }: Executor, { adapter, key }: MessageRef): Promise<void> {
  await db
    .updateTable('message')
    .set({ seeds_due: null })
    .where('adapter', '=', adapter)
    .where('key', '=', key)
    .execute();
}
