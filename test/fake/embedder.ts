import type { Embedded, Reading, TextEmbedder } from '../../src/embedding/text-embedder.js';

/** A model whose vectors count letters, and which does as a test says. */
export class FakeEmbedder implements TextEmbedder {
  readonly id: string;
  readonly batch: number;
  readonly asked: { readonly texts: readonly string[]; readonly as: Reading }[] = [];
  /** Answers instead of the model, where it gives an answer; `hang` never does. */
  instead: (texts: readonly string[], as: Reading) => Embedded | 'hang' | undefined = () => undefined;
  isClosed = false;

  constructor(id = 'letters', batch = 2) {
    this.id = id;
    this.batch = batch;
  }

  async embed(texts: readonly string[], as: Reading, signal: AbortSignal): Promise<Embedded> {
    this.asked.push({ texts, as });
    const other = this.instead(texts, as);
    if (other === 'hang') return stopped(signal);
    return other ?? { kind: 'embedded', vectors: texts.map(lettersOf) };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

const stopped = (signal: AbortSignal): Promise<Embedded> =>
  new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve({ kind: 'failed', reason: 'it was stopped' })),
  );

const lettersOf = (text: string): Float32Array =>
  Float32Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => text.toLowerCase().split(letter).length - 1);
