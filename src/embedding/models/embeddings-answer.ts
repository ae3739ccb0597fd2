export type ReadAnswer =
  | { readonly kind: 'vectors'; readonly vectors: readonly Float32Array[] }
  | { readonly kind: 'wrong'; readonly reason: string };

const wrong = (reason: string): ReadAnswer => ({ kind: 'wrong', reason });

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/**
 * The vectors of an answer in the form of OpenAI's, in the order of the texts, which `index` says and not the order of the answer. `length` is what
 * they have to be long, undefined while that is not known.
 */
export function readAnswer(value: unknown, texts: number, length: number | undefined): ReadAnswer {
  const data = isGroup(value) ? value.data : undefined;
  if (!Array.isArray(data)) return wrong('its answer holds no list of embeddings');
  if (data.length !== texts) return wrong(`it answered ${data.length} embeddings for ${texts} texts`);
  const placed = vectorsByPlace(data);
  const vectors = [...data.keys()].flatMap((place) => placed.get(place) ?? []);
  if (vectors.length !== texts) return wrong('its embeddings are no lists of numbers, or do not say whose they are');
  const wanted = length ?? vectors[0]?.length;
  const other = vectors.find((vector) => vector.length !== wanted);
  if (other !== undefined) return wrong(`it answered ${other.length} dimensions where ${wanted} are expected`);
  return { kind: 'vectors', vectors };
}

function vectorsByPlace(data: readonly unknown[]): ReadonlyMap<unknown, Float32Array> {
  const entries = data.filter(isGroup).map(({ index, embedding }) => [index, numbersOf(embedding)] as const);
  return new Map(entries.flatMap(([index, vector]) => (vector === undefined ? [] : [[index, vector]])));
}

function numbersOf(embedding: unknown): Float32Array | undefined {
  if (!Array.isArray(embedding) || embedding.length === 0) return undefined;
  if (embedding.some((each) => typeof each !== 'number')) return undefined;
  const vector = new Float32Array(embedding);
  // A number that is too large for 32 bits has become an endless one.
  return vector.every((each) => Number.isFinite(each)) ? vector : undefined;
}
