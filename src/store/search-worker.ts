import { parentPort, workerData } from 'node:worker_threads';
import { BroadsheetError, reasonOf } from '../kernel/errors.js';
import { SqliteConnection } from './dialect/sqlite-connection.js';
import { storageError } from './dialect/sqlite-errors.js';
import { ModelWatch } from './model-watch.js';
import { SearchEngine } from './search-engine.js';
import type { ModelMessage, SearchAnswers, SearchReply, SearchRequest, SearchWorkerData } from './search-messages.js';
import { type ChosenModel, noticeOf } from './search-model.js';
import { prepareToSuggest, suggest } from './search-suggest.js';

const { path, model } = workerData as SearchWorkerData;

/** With SQLite's own two megabytes half of a search goes into reading pages again. */
const cacheKilobytes = 32_000;

/** What requests are answered from. */
class Desk {
  readonly #connection = new SqliteConnection(path, 'read');
  readonly #models = new ModelWatch(this.#connection, model);
  #chosen: ChosenModel | undefined;
  #engine: SearchEngine | undefined;

  constructor() {
    this.#connection.pragma(`cache_size = -${cacheKilobytes}`);
    prepareToSuggest(this.#connection);
  }

  answerTo(request: SearchRequest): SearchAnswers[SearchRequest['kind']] {
    switch (request.kind) {
      case 'search':
        return this.#engineOfNow().search(request.query, request.embedding);
      case 'suggest':
        return suggest(this.#connection, request.query);
      case 'similar':
        return this.#engineOfNow().similar(request.paper, request.limit);
    }
  }

  /** What an engine remembers is soon learnt again, and models change once in months. */
  #engineOfNow(): SearchEngine {
    const chosen = this.#models.current();
    if (this.#engine === undefined || chosen !== this.#chosen) {
      this.#engine = new SearchEngine(this.#connection, chosen.model);
      this.#chosen = chosen;
      say({ kind: 'model', ...noticeOf(chosen) });
    }
    return this.#engine;
  }
}

let desk: Desk | undefined;

const say = (message: SearchReply | ModelMessage): void => parentPort?.postMessage(message);

function reply(request: SearchRequest): SearchReply {
  try {
    desk ??= new Desk();
    return { kind: 'answer', answer: desk.answerTo(request) };
  } catch (thrown) {
    const error = storageError(thrown, path);
    if (!(error instanceof BroadsheetError)) return { kind: 'surprise', reason: reasonOf(error) };
    const { code, message, hint } = error;
    return { kind: 'failed', code, message, hint };
  }
}

parentPort?.on('message', (request: SearchRequest) => say(reply(request)));
