import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

interface Row {
  readonly message_key: string;
  readonly user_id: string;
  readonly emoji: string;
  readonly present: 0 | 1;
}

/** The reactions in the database of a program that runs, or ran: whether each stands, by message, person and emoji. */
export function storedReactions(folder: string): ReadonlyMap<string, boolean> {
  const database = new Sqlite(join(folder, 'broadsheet.sqlite'), { readonly: true, fileMustExist: true });
  try {
    const rows = database
      .prepare<[], Row>("select message_key, user_id, emoji, present from reaction where origin = 'reaction'")
      .all();
    return new Map(rows.map((row) => [reactionId(row.message_key, row.user_id, row.emoji), row.present === 1]));
  } finally {
    database.close();
  }
}

export const reactionId = (message: string, user: string, emoji: string): string => `${message} ${user} ${emoji}`;
