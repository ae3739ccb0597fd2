import type { Config } from '../config/config.js';
import { BackFill } from '../embedding/back-fill.js';
import { EmbeddedSearch } from '../embedding/embedded-search.js';
import { openOnnxEmbedder } from '../embedding/models/onnx-embedder.js';
import { openAiEmbedder } from '../embedding/models/openai-embedder.js';
import type { TextEmbedder } from '../embedding/text-embedder.js';
import type { PaperSearch } from '../search/repository.js';
import type { Store } from '../store/store.js';
import type { Runtime } from './runtime.js';

type Around = Pick<Runtime, 'clock' | 'log' | 'version'>;

/** The model of the configuration; undefined when it has none. Throws a BroadsheetError when it cannot be had. */
export async function openEmbedder(
  { embeddings }: Config,
  { clock, version }: Pick<Runtime, 'clock' | 'version'>,
): Promise<TextEmbedder | undefined> {
  if (embeddings === null) return undefined;
  const { source, prefixes } = embeddings;
  return source.kind === 'onnx'
    ? openOnnxEmbedder({ ...source, prefixes, clock })
    : openAiEmbedder({ ...source, prefixes, clock, version });
}

interface JoinOptions extends Around {
  readonly config: Config;
  readonly embedder: TextEmbedder | undefined;
  readonly store: Pick<Store, 'embeddings'>;
  readonly search: PaperSearch;
  /** A search waits for the model no longer than this. */
  readonly patienceMs: number;
}

interface Joined {
  readonly search: PaperSearch;
  /** Not begun yet: only `start` runs long enough for it. */
  readonly backFill: BackFill | undefined;
}

/** The search with the model's say in it, where there is a model. Closing the search closes the model. */
export function joinModel({ config, embedder, store, search, patienceMs, clock, log }: JoinOptions): Joined {
  if (embedder === undefined || config.embeddings === null) return { search, backFill: undefined };
  const { embeddings } = store;
  const shared = { embedder, embeddings, clock, log };
  const backFill = new BackFill(shared);
  const { weight } = config.embeddings;
  const trouble = (): string | null => backFill.trouble;
  return { backFill, search: new EmbeddedSearch({ ...shared, search, weight, patienceMs, trouble }) };
}
