import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Fault, Protection } from './fault.js';

/** Where the built program stands: this file is `dist/test/fault/proof.js`. */
const dist = resolve(import.meta.dirname, '../..');
const timeoutMs = 300_000;

/** A copy of the built program. It stands below `dist`, so that it finds the same packages. */
function copyOf(name: string): string {
  const copies = join(dist, 'mutants');
  const copy = join(copies, name);
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const part of ['src', 'adapters', 'test']) cpSync(join(dist, part), join(copy, part), { recursive: true });
  // The program asks for its version two folders above itself.
  copyFileSync(join(dist, '..', 'package.json'), join(copies, 'package.json'));
  return copy;
}

function takeLine(copy: string, { file, take, put }: Protection): void {
  const path = join(copy, file);
  const parts = readFileSync(path, 'utf8').split(take);
  if (parts.length !== 2) throw new Error(`${file} holds ${JSON.stringify(take)} ${parts.length - 1} times, not once.`);
  writeFileSync(path, parts.join(put));
}

/** Whether the board of the copy fails. */
function isMissed(copy: string, id: string, seed: number): Promise<boolean> {
  const words = [join(copy, 'test/fault/main.js'), '--only', id, '--seed', String(seed)];
  return new Promise((found) => {
    execFile(process.execPath, words, { timeout: timeoutMs }, (failure) => found(failure !== null));
  });
}

/** Whether the fault is noticed in a copy without that line, or without any. */
async function isNoticed({ id }: Fault, protection: Protection | undefined, seed: number): Promise<boolean> {
  const copy = copyOf(id);
  try {
    if (protection !== undefined) takeLine(copy, protection);
    return await isMissed(copy, id, seed);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** What is said of a fault, and whether it is as it should be. */
async function proofsOf(fault: Fault, seed: number, say: (text: string) => void): Promise<readonly boolean[]> {
  if (await isNoticed(fault, undefined, seed)) {
    say(`${fault.id}  FAILS with all of its protections`);
    return [false];
  }
  const found: boolean[] = [];
  for (const protection of fault.protections) {
    const noticed = await isNoticed(fault, protection, seed);
    say(`${fault.id}  ${noticed ? 'missed' : 'NOT MISSED'}  ${protection.file}: ${protection.take}`);
    found.push(noticed);
  }
  return found;
}

/**
 * Takes out each protection and plays its fault: one that nobody misses proves nothing, nor does a fault that fails with all of them.
 * 0 when all are missed.
 */
export async function prove(faults: readonly Fault[], seed: number, say: (text: string) => void): Promise<number> {
  const found: boolean[] = [];
  for (const fault of faults) {
    if (fault.protections.length > 0) found.push(...(await proofsOf(fault, seed, say)));
  }
  const unnoticed = found.filter((noticed) => !noticed).length;
  say(`${found.length - unnoticed} passed, ${unnoticed} failed`);
  return unnoticed === 0 ? 0 : 1;
}
