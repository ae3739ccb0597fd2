import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultOutcome, FaultRun } from '../fault.js';
import { Intents } from './intents.js';
import { program, SlackBot } from './slack-bot.js';

/** The file in which processes share the log needs so much (https://sqlite.org/walformat.html#shm); a claim needs more. */
const roomKiB = 36;
const fullMs = 6_500;
const mostLines = 8;
const tmpfsMiB = 8;

/** A way to be short of room, and to get some again. */
interface Shortage {
  start(bot: SlackBot): void;
  end(bot: SlackBot): void;
}

/** No file may grow beyond that: SQLite then tells of a write that failed, not of a full disk. */
const limitedFile: Shortage = {
  start(bot) {
    // POSIX counts in blocks of 512 bytes (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/ulimit.html).
    bot.start(['sh', '-c', `ulimit -S -f ${roomKiB * 2} && exec "$0" "$1" start`, process.execPath, program]);
  },
  end(bot) {
    execFileSync('prlimit', ['--pid', String(bot.pid), '--fsize=unlimited:']);
  },
};

/** A file system of its own, which something else fills. */
const filledDisk = (folder: string): Shortage => {
  const filler = join(folder, 'filler');
  return {
    start(bot) {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(bavail * bsize - roomKiB * 1_024));
      bot.start();
    },
    end: () => rmSync(filler),
  };
};

/** The program works while there is no room for what it has to write down first, and goes on once there is. */
async function shortOfRoom(folder: string, channels: number, shortage: Shortage): Promise<FaultOutcome> {
  const wrong: string[] = [];
  const bot = await SlackBot.open(folder, channels);
  try {
    await bot.prepare();
    const intents = new Intents(bot.database, wrong);
    bot.slack.onRequest = ({ method, phase, args }) => {
      const { event_payload: payload } = Object(args.metadata);
      if (method === 'chat.postMessage' && phase === 'before') intents.check(String(payload?.delivery));
    };
    shortage.start(bot);
    const isTold = (): boolean => bot.log.some(({ event }) => event === 'store.cannot-write');
    if (!(await bot.until(isTold, 20_000))) wrong.push(`the operator was not told: ${bot.said.join(' ')}`);
    await bot.until(() => !bot.isUp, fullMs);
    if (!bot.isUp) return { kind: 'ran', times: 1, figures: {}, wrong: [...wrong, `it ended: ${bot.said.join(' ')}`] };
    if (bot.counts.some((count) => count > 0))
      wrong.push('something was posted without room to write down that it would be');
    const status = await bot.status();
    if (!/^Something is broken: nothing can be written down.*cannot be written/.test(status))
      wrong.push(`/paper status: ${status}`);
    const told = bot.log.filter(({ event }) => event === 'store.cannot-write').length;
    if (told !== 1) wrong.push(`the operator was told ${told} times`);
    if (bot.log.length > mostLines) wrong.push(`${bot.log.length} lines in ${fullMs / 1_000} s`);
    shortage.end(bot);
    await bot.until(() => bot.counts.every((count) => count > 0), 30_000);
    return { kind: 'ran', times: 1, figures: figuresOf(bot.counts), wrong };
  } finally {
    await bot.close();
  }
}

const figuresOf = (counts: readonly number[]) => ({
  editions: counts.filter((count) => count > 0).length,
  duplicates: counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
  losses: counts.filter((count) => count === 0).length,
});

const channelsOf = ({ random }: FaultRun): number => 4 + Math.floor(random() * 8);

export async function fullFile(run: FaultRun): Promise<FaultOutcome> {
  try {
    execFileSync('prlimit', ['--version']);
  } catch {
    return { kind: 'not run', why: 'prlimit, which gives a running process room again, is not installed' };
  }
  return shortOfRoom(run.folder, channelsOf(run), limitedFile);
}

export async function fullFileSystem(run: FaultRun): Promise<FaultOutcome> {
  const folder = join(run.folder, 'small');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${tmpfsMiB}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return { kind: 'not run', why: 'this user may not mount a small file system' };
  }
  try {
    return await shortOfRoom(folder, channelsOf(run), filledDisk(folder));
  } finally {
    execFileSync('umount', [folder]);
  }
}
