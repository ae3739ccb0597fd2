export type TextLine =
  | { readonly kind: 'line'; readonly number: number; readonly text: string }
  | { readonly kind: 'unusable line'; readonly number: number; readonly reason: string };

const newline = 0x0a;
// Drops a byte order mark, which is no part of the text (RFC 8259, section 8.1).
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text, or undefined when the bytes are not UTF-8. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function readLine(number: number, bytes: Buffer): TextLine {
  const text = utf8Text(bytes);
  return text === undefined
    ? { kind: 'unusable line', number, reason: 'it is not valid UTF-8' }
    : { kind: 'line', number, text };
}

/**
 * Lines as they come, blank ones left out, numbered from 1. A line of more than `mostBytes` is passed over without being
 * kept, so memory stays bounded whatever the input is.
 */
export async function* textLines(chunks: AsyncIterable<Buffer>, mostBytes: number): AsyncGenerator<TextLine> {
  const parts: Buffer[] = [];
  let length = 0;
  let number = 0;

  const take = (part: Buffer): void => {
    length += part.length;
    if (length > mostBytes) parts.length = 0;
    else parts.push(part);
  };
  const finish = (): TextLine => {
    number += 1;
    const tooLong = length > mostBytes;
    const bytes = Buffer.concat(parts);
    parts.length = 0;
    length = 0;
    if (!tooLong) return readLine(number, bytes);
    return { kind: 'unusable line', number, reason: `it is longer than ${mostBytes / 1024 / 1024} MB` };
  };

  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      take(chunk.subarray(start, end));
      start = end + 1;
      const line = finish();
      if (line.kind !== 'line' || line.text.trim() !== '') yield line;
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
  if (length > 0) yield finish();
}
