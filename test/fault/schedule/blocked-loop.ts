import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Fault, FaultOutcome, FaultRun } from '../fault.js';
import { chanceOf } from './chance.js';

const entry = resolve(import.meta.dirname, 'blocked-bot.js');
const timeoutMs = 40_000;
const soonMs = 10_000;

interface Told {
  /** How late the process was free again. */
  readonly overNine: number;
  readonly posted: readonly number[];
  readonly errors: readonly string[];
}

export const blockedLoop: Fault = {
  id: 'F18',
  title: 'the event loop is blocked at 09:00',
  done: 'five seconds, from before the minute until after it',
  isFast: false,
  protections: [{ file: 'src/kernel/system-clock.js', take: 'missedExecutionTolerance: minuteMs,', put: '' }],
  run: async ({ random, folder }: FaultRun): Promise<FaultOutcome> => {
    const beforeMs = chanceOf(random).whole(200, 1_500);
    const { stdout } = await promisify(execFile)(process.execPath, [entry, folder, String(beforeMs)], {
      timeout: timeoutMs,
    });
    const { overNine, posted, errors } = JSON.parse(stdout) as Told;
    const wrong = [
      ...(overNine > 0 ? [] : ['The process was not blocked at 09:00.']),
      ...(posted.length > 0 ? [] : [`Nothing was posted within ${soonMs / 1_000} s.`]),
      ...errors,
    ];
    const figures = { editions: posted.length, duplicates: Math.max(0, posted.length - 1) };
    return { kind: 'ran', times: 1, figures, wrong };
  },
};
