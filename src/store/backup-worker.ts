import { parentPort, workerData } from 'node:worker_threads';
import { BroadsheetError, reasonOf } from '../kernel/errors.js';
import type { BackupReply, BackupRequest } from './backup-messages.js';
import { backUp } from './dialect/sqlite-backup.js';

const { from, to, at } = workerData as BackupRequest;

async function reply(): Promise<BackupReply> {
  try {
    await backUp(from, to, at);
    return { kind: 'made' };
  } catch (thrown) {
    if (!(thrown instanceof BroadsheetError)) return { kind: 'surprise', reason: reasonOf(thrown) };
    const { code, message, hint } = thrown;
    return { kind: 'failed', code, message, hint };
  }
}

parentPort?.postMessage(await reply());
