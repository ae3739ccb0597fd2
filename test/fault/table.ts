import type { Fault } from './fault.js';
import { faults as posting } from './posting/index.js';
import { faults as schedule } from './schedule/index.js';
import { faults as simulation } from './simulation/index.js';
import { faults as storage } from './storage/index.js';
import { faults as votes } from './votes/index.js';

const withPostgres = (id: string, title: string): Fault => ({
  ...{ id, title, done: 'nothing: it takes Postgres', isFast: true, protections: [] },
  run: async () => ({ kind: 'not run', why: 'it comes with Postgres' }),
});

/** Every fault, in the order of its number; the simulation of many days comes last. */
export const faults: readonly Fault[] = [
  ...posting,
  ...schedule,
  ...storage,
  ...votes,
  withPostgres('F12', 'a worker on the Postgres engine is killed'),
  withPostgres('F13', 'Postgres restarts in the middle of a fan-out'),
  ...simulation,
].toSorted((one, other) => (one.id < other.id ? -1 : 1));
