import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../fake/ids.js';
import type { Fault, FaultOutcome } from './fault.js';

/** Plays one history of a fault. What it throws is wrong like anything else that it finds. */
export async function play(fault: Fault, seed: number, history?: string): Promise<FaultOutcome> {
  const folder = mkdtempSync(join(tmpdir(), `broadsheet-${fault.id}-`));
  try {
    return await fault.run({ seed, random: seededRandom(seed), folder, history });
  } catch (thrown) {
    const reason = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return { kind: 'ran', times: 1, figures: {}, wrong: [reason] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const passed = (outcome: FaultOutcome): boolean =>
  outcome.kind === 'ran' &&
  outcome.wrong.length === 0 &&
  (outcome.figures.duplicates ?? 0) === 0 &&
  (outcome.figures.losses ?? 0) === 0 &&
  (outcome.figures.partsOutOfOrder ?? 0) === 0 &&
  (outcome.figures.reactionsLost ?? 0) === 0;
