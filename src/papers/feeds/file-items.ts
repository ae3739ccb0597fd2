import type { SkippedItem } from '../feed.js';
import type { OnBytes } from '../paper-reading.js';
import { fileBytes, resumed } from './file-bytes.js';
import { textLines, utf8Text } from './text-lines.js';

/** One value of a file that may be a paper. `name` says where it stands: `item 3`, `line 3`. */
export type Item =
  | { readonly kind: 'item'; readonly name: string; readonly value: unknown }
  | ({ readonly kind: 'skipped' } & SkippedItem);

const mostLineBytes = 16 * 1024 * 1024;
const mostDocumentBytes = 64 * 1024 * 1024;

/** Several days may stand as lists in a list. */
function* itemsIn(value: unknown, name: (index: number) => string): Generator<Item> {
  const values: readonly unknown[] = Array.isArray(value) ? value.flat() : [value];
  for (const [index, one] of values.entries()) yield { kind: 'item', name: name(index), value: one };
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

async function* lineItems(chunks: AsyncIterable<Buffer>): AsyncGenerator<Item> {
  let lines = 0;
  for await (const line of textLines(chunks, mostLineBytes)) {
    lines += 1;
    const name = `line ${line.number}`;
    const json = line.kind === 'line' ? parsed(line.text) : undefined;
    if (json !== undefined) yield* itemsIn(json.value, () => name);
    else yield { kind: 'skipped', item: name, reason: line.kind === 'line' ? 'it is not valid JSON' : line.reason };
  }
  if (lines === 0) yield { kind: 'skipped', item: 'the file', reason: 'it is empty' };
}

async function wholeOf(chunks: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > mostDocumentBytes) return undefined;
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

/** A JSON array, or lines that each are one. */
async function* documentItems(chunks: AsyncIterable<Buffer>): AsyncGenerator<Item> {
  const whole = await wholeOf(chunks);
  if (whole === undefined) {
    const reason = `it is one JSON text of more than ${mostDocumentBytes / 1024 / 1024} MB, give JSON lines instead`;
    yield { kind: 'skipped', item: 'the file', reason };
    return;
  }
  const text = utf8Text(whole);
  const json = text === undefined ? undefined : parsed(text);
  if (json === undefined) yield* lineItems(once(whole));
  else yield* itemsIn(json.value, (index) => `item ${index + 1}`);
}

/**
 * The values in a file: the entries of a JSON array, or JSON lines that are one value or an array of them.
 * Throws what `fileBytes` throws.
 */
export async function* fileItems(path: string, onBytes: OnBytes): AsyncGenerator<Item> {
  const chunks = fileBytes(path, onBytes);
  const { value: head } = await chunks.next();
  if (head === undefined) {
    yield { kind: 'skipped', item: 'the file', reason: 'it is empty' };
    return;
  }
  const isDocument = /^(?:\xef\xbb\xbf)?\s*\[/.test(head.toString('latin1', 0, 1024));
  const all = resumed(head, chunks);
  yield* isDocument ? documentItems(all) : lineItems(all);
}
