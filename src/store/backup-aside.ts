import { Worker } from 'node:worker_threads';
import { BroadsheetError } from '../kernel/errors.js';
import type { BackupReply, BackupRequest } from './backup-messages.js';

/** As `Store.backup`, in a thread of its own: the check of a large copy would keep everything else waiting. */
export function backUpAside(workerData: BackupRequest): Promise<void> {
  const worker = new Worker(new URL('./backup-worker.js', import.meta.url), { name: 'backup', workerData });
  // A backup does not keep a process that stops: what it leaves is no backup yet.
  worker.unref();
  return new Promise((resolve, reject) => {
    worker.on('message', (reply: BackupReply) => (reply.kind === 'made' ? resolve() : reject(errorOf(reply))));
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the backup ended with code ${code}`)));
  });
}

const errorOf = (reply: Exclude<BackupReply, { readonly kind: 'made' }>): Error =>
  reply.kind === 'failed'
    ? new BroadsheetError(reply.code, reply.message, reply.hint)
    : new BroadsheetError('software', `The backup failed: ${reply.reason}.`, 'Report this with the log.');
