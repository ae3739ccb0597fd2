import { writeSync } from 'node:fs';
import { systemClock } from '../../src/kernel/system-clock.js';
import type { PaperKey } from '../../src/papers/paper.js';
import type { AdapterId, Order } from '../../src/platform/adapter.js';
import { openStore } from '../../src/store/open.js';
import { MemoryLog } from '../fake/log.js';

/** Records reactions as fast as the store takes them, each caller one event at a time, and says on standard output how many are durable. */
const callers = 400;
const adapter = 'chat' as AdapterId;
const clock = systemClock();
const path = process.argv[2];
if (path === undefined) throw new Error('Which database?');

const store = await openStore({ path, mode: 'write', clock, log: new MemoryLog(), version: 'bench' });
const ref = { adapter, key: 'message' };
const ballot = [{ emoji: '👍', paper: '2608.00001' as PaperKey, sign: 1 as const }];
const target = { adapter, workspace: 'lab', channel: 'papers' };
await store.votes.addMessage({ ...target, ref, ballot, postedAt: clock.now(), virtual: false });
let durable = 0;
writeSync(1, 'ready\n');

async function call(caller: number): Promise<void> {
  for (let count = 0; ; count += 1) {
    const user = `user-${caller}-${count}`;
    const order = (clock.now() * 1000) as Order;
    await store.votes.record([{ message: ref, target, user, emoji: '👍', present: true, order }]);
    durable += 1;
    if (durable % 100 === 0) writeSync(1, `${durable}\n`);
  }
}

await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
