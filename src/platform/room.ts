import type { AdapterId, Workspace } from './adapter.js';

/** Where work may begin. What is under way in a workspace takes its room there, so that a slow workspace holds up no other. */
export interface Room {
  readonly adapters: readonly AdapterId[];
  /** How much more may begin, in all. */
  readonly limit: number;
  /** How much may be under way in one workspace. */
  readonly perWorkspace: number;
  /** The workspace of each piece of work that is under way. */
  readonly busy: readonly Workspace[];
  /** Where nothing may begin for now. */
  readonly closed?: readonly Workspace[];
}

/** A workspace as the key of a map. Adapters' ids hold no blanks. */
export const workspaceKey = ({ adapter, workspace }: Workspace): string => `${adapter} ${workspace}`;

/** The room that is left when this has begun too. */
export const lessRoom = <Scope extends Room>(room: Scope, begun: readonly Workspace[]): Scope => ({
  ...room,
  limit: Math.max(0, room.limit - begun.length),
  busy: [...room.busy, ...begun],
});
