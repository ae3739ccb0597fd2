import { z } from 'zod';
import type { MessageView } from '../../src/view/view.js';

const view = z.custom<MessageView>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'summary' in value &&
    'blocks' in value &&
    Array.isArray(value.blocks),
);

/** One line of the terminal's memory. `key` names a message, `order` is in microseconds and grows from line to line. */
const record = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('message'),
    key: z.string(),
    id: z.string(),
    /** When it was posted, in milliseconds since 1970. */
    at: z.number(),
    thread: z.string().optional(),
    view,
  }),
  z.object({ kind: z.literal('edit'), key: z.string(), view }),
  z.object({
    kind: z.literal('reaction'),
    key: z.string(),
    user: z.string(),
    emoji: z.string(),
    present: z.boolean(),
    order: z.number(),
  }),
]);

export type MemoryRecord = z.output<typeof record>;
export type ReactionRecord = Extract<MemoryRecord, { kind: 'reaction' }>;

/** The record that a line holds; undefined when it holds none. */
export function parseRecord(line: string): MemoryRecord | undefined {
  try {
    return record.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
