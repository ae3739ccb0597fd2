import type { AdapterId, MessageRef, Order, Target } from '../../src/platform/adapter.js';

export const terminalId = 'terminal' as AdapterId;

/** The one place there is. */
export const terminalTarget: Target = { adapter: terminalId, workspace: 'terminal', channel: 'terminal' };

/** A message is named by its place in the terminal's order of events. */
export const refOf = (key: string): MessageRef => ({ adapter: terminalId, key });

export const keyOf = (order: Order): string => String(order);

export const isHere = (target: Target): boolean =>
  target.adapter === terminalId &&
  target.workspace === terminalTarget.workspace &&
  target.channel === terminalTarget.channel;
