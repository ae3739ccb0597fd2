import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const watched = 'pwrite64,fdatasync,fsync,rename,read,recvfrom,write,writev,sendto,sendmsg';

const unfinished = ' <unfinished ...>';

/** One call to the system, as it ended. `what` is what strace shows of its arguments. */
export interface SystemCall {
  readonly name: string;
  readonly what: string;
}

/** Undefined when calls can be traced here, else why not. */
export function untraceable(): string | undefined {
  try {
    execFileSync('strace', ['-f', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
    return undefined;
  } catch (thrown) {
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    return isMissing ? 'strace is not installed' : 'strace may not trace other processes here';
  }
}

/** The command that runs another one and writes its calls to a file. */
export const traced = (file: string, command: readonly string[]): readonly string[] => [
  ...['strace', '-f', '-y', '-s', '8192', '-o', file, '-e', `trace=${watched}`],
  ...command,
];

/** The calls of the thread that began, in their order: it alone writes to the database and to sockets. */
export function callsIn(file: string): readonly SystemCall[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  const main = `${lines[0]?.split(' ')[0]} `;
  const said = lines.filter((line) => line.startsWith(main)).map((line) => line.slice(main.length).trimStart());
  return joined(said).flatMap((call) => {
    const [, name, what = ''] = /^(\w+)\((.*)$/.exec(call) ?? [];
    return name === undefined || / = -1 /.test(what) ? [] : [{ name, what }];
  });
}

/** A call during which another thread made one stands in two lines. */
function joined(lines: readonly string[]): readonly string[] {
  const whole: string[] = [];
  let begun = '';
  for (const line of lines) {
    const said = begun + line.replace(/^<\.\.\. \w+ resumed>/, '');
    begun = said.endsWith(unfinished) ? said.slice(0, -unfinished.length) : '';
    if (begun === '') whole.push(said);
  }
  return whole;
}
