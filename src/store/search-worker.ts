import { parentPort, workerData } from 'node:worker_threads';
import { BroadsheetError, reasonOf } from '../kernel/errors.js';
import { SqliteConnection } from './dialect/sqlite-connection.js';
import { storageError } from './dialect/sqlite-errors.js';
import { SearchEngine } from './search-engine.js';
import type { SearchAnswers, SearchReply, SearchRequest, SearchWorkerData } from './search-messages.js';
import { modelFor } from './search-model.js';
import { prepareToSuggest, suggest } from './search-suggest.js';

const { path, model } = workerData as SearchWorkerData;

/** With SQLite's own two megabytes half of a search goes into reading pages again. */
const cacheKilobytes = 32_000;

interface Desk {
  readonly connection: SqliteConnection;
  readonly engine: SearchEngine;
}

let desk: Desk | undefined;

function open(): Desk {
  const connection = new SqliteConnection(path, 'read');
  connection.pragma(`cache_size = -${cacheKilobytes}`);
  prepareToSuggest(connection);
  return { connection, engine: new SearchEngine(connection, modelFor(connection, model)) };
}

function answerTo(request: SearchRequest, { connection, engine }: Desk): SearchAnswers[SearchRequest['kind']] {
  switch (request.kind) {
    case 'search':
      return engine.search(request.query, request.embedding);
    case 'suggest':
      return suggest(connection, request.query);
    case 'similar':
      return engine.similar(request.paper, request.limit);
  }
}

function reply(request: SearchRequest): SearchReply {
  try {
    desk ??= open();
    return { kind: 'answer', answer: answerTo(request, desk) };
  } catch (thrown) {
    const error = storageError(thrown, path);
    if (!(error instanceof BroadsheetError)) return { kind: 'surprise', reason: reasonOf(error) };
    const { code, message, hint } = error;
    return { kind: 'failed', code, message, hint };
  }
}

parentPort?.on('message', (request: SearchRequest) => parentPort?.postMessage(reply(request)));
