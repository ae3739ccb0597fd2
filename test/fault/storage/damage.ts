import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

type Random = () => number;

/** Something that happens to a database file. */
export interface Damage {
  readonly what: string;
  /** What the refusal has to say; undefined where the file may also still be whole. */
  readonly says: RegExp | undefined;
  readonly do: (path: string, random: Random) => void;
}

const pageBytes = 4_096;
const below = (limit: number, random: Random): number => Math.floor(random() * limit);

/** Other bytes in a stretch of the file. */
function spoil(path: string, from: number, length: number, random: Random): void {
  const bytes = readFileSync(path);
  for (let at = from; at < Math.min(from + length, bytes.length); at += 1) bytes[at] = below(256, random);
  writeFileSync(path, bytes);
}

/** Changes the database behind the program's back. */
export function changed(path: string, statement: string): void {
  const database = new Sqlite(path);
  database.exec(statement);
  database.close();
}

/** Always seen. */
export const plainDamage: readonly Damage[] = [
  { what: 'nothing is left of it', says: /is empty/, do: (path) => writeFileSync(path, '') },
  {
    what: 'it is some other file',
    says: /is not a database/,
    do: (path) => writeFileSync(path, 'My thesis. '.repeat(9_999)),
  },
  {
    what: 'it is the database of another program',
    says: /belongs to another program/,
    do: (path) => changed(path, 'pragma application_id = 1'),
  },
  {
    what: 'a newer version wrote it',
    says: /newer Broadsheet/,
    do: (path) => changed(path, 'pragma user_version = 999'),
  },
  {
    what: 'its header is garbage',
    says: /is not a database|is damaged/,
    do: (path, random) => spoil(path, 0, 100, random),
  },
  {
    what: 'its end is missing',
    says: /is damaged/,
    do: (path) => truncateSync(path, Math.floor(readFileSync(path).length / pageBytes / 2) * pageBytes),
  },
  {
    what: 'all but its first page is zeros',
    says: /is damaged/,
    do: (path) => writeFileSync(path, readFileSync(path).fill(0, pageBytes)),
  },
];

/** A page of it holds something else from some byte on, or a few of its bits are turned. What lies in no row's way does no harm. */
export const flips: readonly Damage[] = [
  {
    what: 'a stretch of a page is overwritten',
    says: undefined,
    do: (path, random) => {
      const pages = readFileSync(path).length / pageBytes;
      spoil(
        path,
        (1 + below(pages - 1, random)) * pageBytes + below(pageBytes, random),
        16 + below(512, random),
        random,
      );
    },
  },
  {
    what: 'bits of a page are turned',
    says: undefined,
    do: (path, random) => {
      const bytes = readFileSync(path);
      const page = below(bytes.length / pageBytes, random) * pageBytes;
      for (let count = 1 + below(8, random); count > 0; count -= 1) {
        const at = page + below(pageBytes, random);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8, random));
      }
      writeFileSync(path, bytes);
    },
  },
];
