import { fileURLToPath } from 'node:url';

/** The built program; benchmarks run from `dist/test/bench`. */
export const mainFile = fileURLToPath(new URL('../../src/main.js', import.meta.url));
export const trialProcess = fileURLToPath(new URL('./peers/trial-process.js', import.meta.url));
export const reactionWriter = fileURLToPath(new URL('./reaction-writer.js', import.meta.url));
