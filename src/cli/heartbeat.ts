import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Renews the file `heartbeat` in the data folder, whose age tells a health check that the minute tick does its work. */
export const heartbeatIn = (folder: string) => (): Promise<void> => writeFile(join(folder, 'heartbeat'), '');
