import { parentPort, workerData } from 'node:worker_threads';
import { BroadsheetError, reasonOf } from '../kernel/errors.js';
import { SqliteConnection } from './dialect/sqlite-connection.js';
import { storageError } from './dialect/sqlite-errors.js';
import { SearchEngine } from './search-engine.js';
import type { SearchReply, SearchRequest, SearchWorkerData } from './search-messages.js';
import { modelFor } from './search-model.js';
import { prepareToSuggest, suggest } from './search-suggest.js';

const { path, model } = workerData as SearchWorkerData;

interface Desk {
  readonly connection: SqliteConnection;
  readonly engine: SearchEngine;
}

let desk: Desk | undefined;

function open(): Desk {
  const connection = new SqliteConnection(path, 'read');
  prepareToSuggest(connection);
  return { connection, engine: new SearchEngine(connection, modelFor(connection, model)) };
}

function reply(request: SearchRequest): SearchReply {
  try {
    desk ??= open();
    const { connection, engine } = desk;
    const answer = request.kind === 'search' ? engine.search(request.query) : suggest(connection, request.query);
    return { kind: 'answer', answer };
  } catch (thrown) {
    const error = storageError(thrown, path);
    if (!(error instanceof BroadsheetError)) return { kind: 'surprise', reason: reasonOf(error) };
    const { code, message, hint } = error;
    return { kind: 'failed', code, message, hint };
  }
}

parentPort?.on('message', (request: SearchRequest) => parentPort?.postMessage(reply(request)));
