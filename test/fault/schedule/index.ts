import type { Fault } from '../fault.js';
import { blockedLoop } from './blocked-loop.js';
import { clockJumps } from './clock-jumps.js';
import { crowd } from './crowd.js';
import { downtime } from './downtime.js';
import { gracefulStop } from './graceful-stop.js';
import { secondBot } from './second-bot.js';
import { twoSchedulers } from './two-schedulers.js';
import { zones } from './zones.js';

/** What befalls the times at which editions come, and the process that keeps them. */
export const faults: readonly Fault[] = [
  twoSchedulers,
  secondBot,
  downtime,
  zones,
  clockJumps,
  crowd,
  blockedLoop,
  gracefulStop,
];
