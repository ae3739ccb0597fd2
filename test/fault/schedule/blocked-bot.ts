import { systemClock } from '../../../src/kernel/system-clock.js';
import { seededRandom } from '../../fake/ids.js';
import { Morning } from './morning.js';

/**
 * A process whose machine shows a few seconds to 09:00 when it begins, and which does nothing else than count for five seconds over that
 * minute. Says when its edition was posted, in ms after the end of that; nothing when it was not posted soon.
 */
const [folder = '', beforeMs = '1000'] = process.argv.slice(2);
const beginsMs = 2_500;
const blockedMs = 5_000;
const soonMs = 10_000;
const nine = Date.parse('2026-11-24T09:00:00Z');

const aheadMs = nine - beginsMs - Date.now();
const MachineDate = Date;
class ShiftedDate extends MachineDate {
  constructor(...given: readonly unknown[]) {
    super(...((given.length === 0 ? [ShiftedDate.now()] : given) as [number]));
  }

  static override now(): number {
    return MachineDate.now() + aheadMs;
  }
}
globalThis.Date = ShiftedDate as DateConstructor;

const clock = systemClock();
const run = { seed: 1, random: seededRandom(1), folder };
const morning = await Morning.open(run, clock);
await morning.subscribe(['papers']);
const app = await morning.process();
await app.run();

await clock.sleep(nine - Number(beforeMs) - clock.now());
const end = performance.now() + blockedMs;
while (performance.now() < end);
const overNine = clock.now() - nine;
const freeAt = clock.now();
while (morning.chat.messages.length === 0 && clock.now() < freeAt + soonMs) await clock.sleep(20);
// A second one would come with the next look.
await clock.sleep(500);
const posted = morning.chat.messages.map(({ postedAt }) => postedAt - freeAt);
process.stdout.write(`${JSON.stringify({ overNine, posted, errors: morning.errors })}\n`);
await morning.stop(app);
await morning.close();
process.exit(0);
