import { readFile } from 'node:fs/promises';
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { OnnxReply, OnnxWorkerData, Pooling } from './onnx-messages.js';

/** Reads one text. Throws when the model does. */
export type ReadText = (text: string) => Promise<OnnxReply>;

type Ids = readonly number[];
type Numbers = ReadonlyMap<string, (ids: Ids) => Ids>;

/** What models of the BERT kind ask for, for one text alone: every token counts, all are of one sentence. */
const knownInputs: Numbers = new Map([
  ['input_ids', (ids) => ids],
  ['attention_mask', (ids) => ids.map(() => 1)],
  ['token_type_ids', (ids) => ids.map(() => 0)],
  ['position_ids', (ids) => ids.map((_, place) => place)],
]);

/** Of several outputs the one with a vector a token: how to make one of them is for the configuration to say. */
const tokenOutputs = ['last_hidden_state', 'token_embeddings'];

/** Loads the model and its tokenizer. The packages are optional, so they are asked for only here. Throws when one of them cannot be had. */
export async function openOnnxModel(settings: OnnxWorkerData): Promise<ReadText> {
  const { env, InferenceSession, Tensor } = await import('onnxruntime-web');
  const { Tokenizer } = await import('@huggingface/tokenizers');
  // This thread is the model's own; more of them would take the machine from the bot.
  env.wasm.numThreads = 1;
  env.logLevel = 'error';
  const described = JSON.parse(await readFile(settings.tokenizer, 'utf8'));
  // Of whole words it looks for the unknown one in tokenizer_config.json only, which says nothing else that is needed.
  const tokenizer = new Tokenizer(described, { unk_token: described.model?.unk_token });
  const session = await InferenceSession.create(await readFile(settings.model));
  const output = session.outputNames.find((name) => tokenOutputs.includes(name)) ?? session.outputNames[0] ?? '';
  return async (text) => {
    const ids = cut(tokenizer.encode(text).ids.filter(Number.isInteger), settings.maxTokens);
    if (ids.length === 0) return { kind: 'refused', reason: 'its tokenizer finds nothing to read in the text' };
    const toTensor = (values: Ids): Tensor =>
      new Tensor(
        'int64',
        BigInt64Array.from(values, (value) => BigInt(value)),
        [1, values.length],
      );
    const results = await session.run(feeds(session, ids, toTensor));
    const vector = pooled(results[output], settings.pooling);
    const isWhole = vector.every((value) => Number.isFinite(value));
    return isWhole ? { kind: 'read', vector } : { kind: 'refused', reason: 'its numbers overflow on the text' };
  };
}

/** The last token is kept, which mostly says that the text ends. */
const cut = (ids: Ids, most: number): Ids => (ids.length <= most ? ids : [...ids.slice(0, most - 1), ...ids.slice(-1)]);

function feeds(
  { inputNames }: InferenceSession,
  ids: Ids,
  toTensor: (values: Ids) => Tensor,
): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(
    inputNames.map((name) => {
      const numbers = knownInputs.get(name);
      if (numbers === undefined) throw new Error(`it wants an input "${name}", which no text has`);
      return [name, toTensor(numbers(ids))];
    }),
  );
}

/** One vector of a vector a token; models with the pooling built in have made it already. */
function pooled(output: Tensor | undefined, pooling: Pooling): Float32Array {
  const [, tokens = 0, width] = output?.dims ?? [];
  const numbers = output?.data;
  if (!(numbers instanceof Float32Array)) throw new Error('its output is no list of 32-bit numbers');
  if (width === undefined) return numbers.slice();
  if (pooling === 'cls') return numbers.slice(0, width);
  return Float32Array.from({ length: width }, (_, column) => {
    let sum = 0;
    for (let token = 0; token < tokens; token += 1) sum += numbers[token * width + column] ?? 0;
    return sum / tokens;
  });
}
