import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { AdapterId, Workspace } from '../platform/adapter.js';
import { lessRoom, type Room, workspaceKey } from '../platform/room.js';
import { tableOf } from './dialect/differences.js';

export interface PlacedRow {
  readonly adapter: string;
  readonly workspace: string;
}

/**
 * Takes rows in the order of the offer, as many as there is room for. `offer` reads up to `limit` rows that `isOpen` lets through, and
 * must not offer what `take` has taken. Each further round leaves out the workspaces that the one before has filled.
 */
export async function takeInRoom<Row extends PlacedRow, Taken>(
  room: Room,
  offer: (room: Room) => Promise<readonly Row[]>,
  take: (rows: readonly Row[]) => Promise<readonly Taken[]>,
): Promise<readonly Taken[]> {
  const taken: Taken[] = [];
  for (let left = room; left.limit > 0 && left.adapters.length > 0; ) {
    const offered = await offer(left);
    const fitting = fittingIn(left, offered);
    if (fitting.length > 0) taken.push(...(await take(fitting)));
    if (fitting.length === offered.length) break;
    left = lessRoom(left, fitting.map(workspaceOf));
  }
  return taken;
}

/** The row's adapter runs and its workspace has room. */
export const isOpen = <Row extends PlacedRow, Name extends string>(
  row: ExpressionBuilder<Record<Name, Row>, Name>,
  room: Room,
) => {
  const full = fullIn(room).map(({ adapter, workspace }) => ({ adapter, workspace }));
  const adapters = sql.join(room.adapters.map((adapter) => sql.val(adapter)));
  return row.and([
    sql<SqlBool>`adapter in (${adapters})`,
    sql<SqlBool>`(adapter, workspace) not in ${tableOf(full, ['adapter', 'workspace'])}`,
  ]);
};

const workspaceOf = ({ adapter, workspace }: PlacedRow): Workspace => ({ adapter: adapter as AdapterId, workspace });

function fittingIn<Row extends PlacedRow>(room: Room, rows: readonly Row[]): readonly Row[] {
  const counts = countsIn(room.busy);
  return rows.filter((row) => {
    const key = workspaceKey(workspaceOf(row));
    const count = counts.get(key) ?? 0;
    if (count >= room.perWorkspace) return false;
    counts.set(key, count + 1);
    return true;
  });
}

function fullIn({ busy, closed = [], perWorkspace }: Room): readonly Workspace[] {
  const distinct = new Map([...busy, ...closed].map((workspace) => [workspaceKey(workspace), workspace]));
  const isClosed = new Set(closed.map(workspaceKey));
  const counts = countsIn(busy);
  return [...distinct]
    .filter(([key]) => isClosed.has(key) || (counts.get(key) ?? 0) >= perWorkspace)
    .map(([, workspace]) => workspace);
}

function countsIn(busy: readonly Workspace[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const workspace of busy) {
    const key = workspaceKey(workspace);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
