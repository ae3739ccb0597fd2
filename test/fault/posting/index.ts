import type { Fault } from '../fault.js';
import { answers } from './answers.js';
import { digest } from './digest.js';
import { kills } from './kills.js';
import { limits } from './limits.js';

/** Posting: crashes, lost answers, limits. */
export const faults: readonly Fault[] = [...kills, ...answers, ...limits, ...digest];
