import { parentPort, workerData } from 'node:worker_threads';
import { BroadsheetError, reasonOf } from '../kernel/errors.js';
import type { SearchQuery } from '../search/query.js';
import { SqliteConnection } from './dialect/sqlite-connection.js';
import { storageError } from './dialect/sqlite-errors.js';
import { answer } from './search-engine.js';
import type { SearchReply, SearchWorkerData } from './search-messages.js';

const { path } = workerData as SearchWorkerData;
let connection: SqliteConnection | undefined;

function reply(query: SearchQuery): SearchReply {
  try {
    connection ??= new SqliteConnection(path, 'read');
    return { kind: 'page', page: answer(connection, query) };
  } catch (thrown) {
    const error = storageError(thrown, path);
    if (!(error instanceof BroadsheetError)) return { kind: 'surprise', reason: reasonOf(error) };
    const { code, message, hint } = error;
    return { kind: 'failed', code, message, hint };
  }
}

parentPort?.on('message', (query: SearchQuery) => parentPort?.postMessage(reply(query)));
