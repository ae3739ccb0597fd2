import { createHash } from 'node:crypto';
import type { Clock } from '../../kernel/clock.js';
import { beginning, type Embedded, type Prefixes, type Reading, type TextEmbedder } from '../text-embedder.js';
import { readAnswer } from './embeddings-answer.js';
import { type PostAnswer, postJson } from './embeddings-post.js';

export interface OpenAiOptions {
  /** Such as `http://127.0.0.1:11434/v1`, without a slash at its end. */
  readonly url: string;
  readonly model: string;
  /** Asked for, and insisted on; null: what the model has. */
  readonly dimensions: number | null;
  readonly key: string | null;
  readonly prefixes: Prefixes;
  readonly clock: Clock;
  readonly version: string;
  readonly timeoutMs?: number;
}

/** An answer for so many is taken apart in a few milliseconds, whatever the dimensions. */
const batch = 8;
const timeoutMs = 60_000;
/** A text is not cut any shorter than this. */
const shortest = 250;
/** What servers answer to a text that is too long for the model, or to too many at once. */
const tooMuchStatus = new Set([400, 413, 422]);

/**
 * A model behind an address that speaks OpenAI's `POST /embeddings`: a service, or Ollama, llama.cpp, vLLM, Text Embeddings Inference.
 * Each call is tried once; a text that is too long for the model is cut in half until it fits.
 */
export function openAiEmbedder(options: OpenAiOptions): TextEmbedder {
  return new OpenAiEmbedder(options);
}

class OpenAiEmbedder implements TextEmbedder {
  readonly id: string;
  readonly batch = batch;
  readonly #options: OpenAiOptions;
  readonly #closing = new AbortController();
  #length: number | undefined;

  constructor(options: OpenAiOptions) {
    const { url, model, dimensions, prefixes } = options;
    const facts = JSON.stringify([url, model, dimensions, prefixes.passage]);
    this.id = `openai:${createHash('sha256').update(facts).digest('hex').slice(0, 16)}`;
    this.#options = options;
    this.#length = dimensions ?? undefined;
  }

  embed(texts: readonly string[], as: Reading, signal: AbortSignal): Promise<Embedded> {
    const { prefixes } = this.#options;
    const whole = texts.map((text) => prefixes[as] + text);
    return this.#fitting(whole, AbortSignal.any([signal, this.#closing.signal]));
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }

  /** Asks for fewer texts at once, then for shorter ones, as long as it is too much. */
  async #fitting(texts: readonly string[], signal: AbortSignal): Promise<Embedded> {
    const embedded = await this.#ask(texts, signal);
    if (embedded.kind !== 'refused') return embedded;
    const [text = '', ...others] = texts;
    if (others.length === 0) {
      const half = beginning(text, Math.floor(text.length / 2));
      return half.length < shortest ? embedded : this.#fitting([half], signal);
    }
    const middle = Math.ceil(texts.length / 2);
    const first = await this.#fitting(texts.slice(0, middle), signal);
    if (first.kind !== 'embedded') return first;
    const second = await this.#fitting(texts.slice(middle), signal);
    return second.kind !== 'embedded' ? second : { ...first, vectors: [...first.vectors, ...second.vectors] };
  }

  async #ask(texts: readonly string[], signal: AbortSignal): Promise<Embedded> {
    const { url, model, dimensions, version } = this.#options;
    const body = { model, input: texts, ...(dimensions !== null && { dimensions }) };
    const answer = await postJson(body, signal, {
      ...{ timeoutMs, ...this.#options },
      url: `${url}/embeddings`,
      userAgent: `broadsheet/${version}`,
    });
    if (answer.kind === 'failed') return answer;
    if (answer.kind === 'status') return this.#refusal(answer);
    const read = readAnswer(answer.value, texts.length, this.#length);
    if (read.kind === 'wrong') return { kind: 'failed', reason: read.reason };
    this.#length = read.vectors[0]?.length ?? this.#length;
    return { kind: 'embedded', vectors: read.vectors };
  }

  #refusal({ status, waitMs }: Extract<PostAnswer, { readonly kind: 'status' }>): Embedded {
    const reason = `${this.#meaningOf(status)} (status ${status})`;
    if (tooMuchStatus.has(status)) return { kind: 'refused', reason };
    return { kind: 'failed', reason, ...(waitMs !== undefined && { waitMs }) };
  }

  #meaningOf(status: number): string {
    const { key, model } = this.#options;
    if (status === 401 || status === 403) {
      return key === null
        ? 'it wants a key, which goes into the environment as BROADSHEET_EMBEDDINGS_KEY'
        : 'it does not take the key in BROADSHEET_EMBEDDINGS_KEY';
    }
    if (status === 404) return `it has nothing at /embeddings, or no model "${model}"`;
    if (status === 429) return 'it is asked too often, or its quota is used up';
    if (status >= 300 && status < 400) return 'it redirects, which is not followed; write the address that it leads to';
    return tooMuchStatus.has(status) ? 'it does not take the text' : 'it cannot answer';
  }
}
