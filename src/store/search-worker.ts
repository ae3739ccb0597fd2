import { parentPort, workerData } from 'node:worker_threads';
import { BroadsheetError, reasonOf } from '../kernel/errors.js';
import { SqliteConnection } from './dialect/sqlite-connection.js';
import { storageError } from './dialect/sqlite-errors.js';
import { answer } from './search-engine.js';
import type { SearchAnswers, SearchReply, SearchRequest, SearchWorkerData } from './search-messages.js';
import { similarTo } from './search-similar.js';
import { prepareToSuggest, suggest } from './search-suggest.js';

const { path } = workerData as SearchWorkerData;
let connection: SqliteConnection | undefined;

function open(): SqliteConnection {
  const opened = new SqliteConnection(path, 'read');
  prepareToSuggest(opened);
  return opened;
}

function answerTo(request: SearchRequest, opened: SqliteConnection): SearchAnswers[SearchRequest['kind']] {
  switch (request.kind) {
    case 'search':
      return answer(opened, request.query);
    case 'suggest':
      return suggest(opened, request.query);
    case 'similar':
      return similarTo(opened, request.paper, request.limit);
  }
}

function reply(request: SearchRequest): SearchReply {
  try {
    connection ??= open();
    return { kind: 'answer', answer: answerTo(request, connection) };
  } catch (thrown) {
    const error = storageError(thrown, path);
    if (!(error instanceof BroadsheetError)) return { kind: 'surprise', reason: reasonOf(error) };
    const { code, message, hint } = error;
    return { kind: 'failed', code, message, hint };
  }
}

parentPort?.on('message', (request: SearchRequest) => parentPort?.postMessage(reply(request)));
