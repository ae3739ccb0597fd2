import { setMaxListeners } from 'node:events';

/** For posts that nobody gives up. */
export const patient: AbortSignal = new AbortController().signal;
// Many posts of a test wait on it at once, which Node would else report as a leak.
setMaxListeners(0, patient);
