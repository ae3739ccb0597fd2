/** Lets what waits outside have its turn: signals, timers, sockets. Promises that are already resolved never do. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
