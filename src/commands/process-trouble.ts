import type { CommandContext } from './command.js';
import type { Restarted } from './command-deps.js';
import { momentText } from './moment.js';

/** What is wrong with the process itself, in words; undefined when nothing is. */
export function processTroubleText(context: CommandContext): string | undefined {
  const { stalledSince, restarted, restoredAt, storage, backups } = context.deps.processTrouble();
  // Nothing is posted and no vote is counted meanwhile: worse than anything else.
  if (storage !== undefined)
    return `nothing can be written down, so nothing is posted and no vote counts: ${bare(storage)}`;
  if (stalledSince !== undefined) {
    return `the minute tick, which makes the editions, has not ended since ${momentText(stalledSince, context)}`;
  }
  if (restoredAt !== undefined) {
    return `a backup was restored at ${momentText(restoredAt, context)}, and editions wait until it is known what was posted since it was made`;
  }
  if (backups !== undefined) return `the last backup could not be made: ${bare(backups)}`;
  if (restarted === undefined) return undefined;
  return `the process was ${restartedWords(restarted)}, and waited ${secondsIn(restarted.waitedMs)} before it connected`;
}

/** Whoever asks may not see the machine, and the sentence goes on. */
const bare = (sentences: string): string => sentences.replace(/\.$/, '');

/** `started 6 times in a row without a clean stop`, after `was`. */
export const restartedWords = ({ times }: Restarted): string => `started ${times} times in a row without a clean stop`;

export const secondsIn = (ms: number): string => `${ms / 1_000} seconds`;
