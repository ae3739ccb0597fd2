import { contentHash } from '../kernel/ids.js';
import { keepLatest } from '../kernel/keep-latest.js';

const mostLines = 1_000;
const prefix = 'line:';

/**
 * Command lines as button actions. A line that is short enough is the action itself, so that its button works for ever. A longer
 * one is remembered under a token, the last thousand of them and in memory only: losing one after a restart costs a
 * person one more typing of the command, while a table of them would have to be tended for ever.
 */
export class ActionLines {
  readonly #lines = new Map<string, string>();

  /** The action for a line, at most `limit` characters. */
  actionFor(line: string, limit: number): string {
    if (line.length <= limit && !line.startsWith(prefix)) return line;
    const token = `${prefix}${contentHash(line)}`;
    keepLatest(this.#lines, token, line, mostLines);
    return token;
  }

  /** The line of an action; undefined when its button is too old. */
  lineOf(action: string): string | undefined {
    if (!action.startsWith(prefix)) return action;
    const line = this.#lines.get(action);
    // Used again is young again.
    if (line !== undefined) this.actionFor(line, 0);
    return line;
  }
}
