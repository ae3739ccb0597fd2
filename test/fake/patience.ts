/** For a post that nobody gives up. */
export const patient: AbortSignal = new AbortController().signal;
