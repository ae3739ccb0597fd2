import type { Fault } from '../fault.js';
import { crowd } from './crowd.js';
import { farewell } from './farewell.js';
import { hostileFeed } from './feed.js';
import { offline } from './offline.js';
import { race } from './race.js';
import { retries } from './retries.js';
import { shuffledEvents } from './shuffled.js';
import { tokens } from './tokens.js';

export const faults: readonly Fault[] = [shuffledEvents, offline, race, farewell, crowd, retries, tokens, hostileFeed];
