import { z } from 'zod';

/** The terminal has nothing to set: `terminal: true` or an empty mapping switches it on. */
export const terminalSettings = z.preprocess((value) => (value === true ? {} : value), z.strictObject({}));

export type TerminalSettings = z.output<typeof terminalSettings>;
