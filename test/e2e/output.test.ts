import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Program } from './program.js';

let program: Program;

beforeEach(() => {
  program = new Program();
});

afterEach(() => program.remove());

/** Every write to it fails as on a disk without room. */
const full = '/dev/full';

describe.skipIf(!existsSync(full))('an output on a full disk', () => {
  it.each([[['start']], [['search', 'agents']], [['--help']]])('ends %j with 73 and a sentence', async (words) => {
    await program.run([]);
    const file = openSync(full, 'w');
    const child = program.spawn(words, {}, file);
    closeSync(file);
    child.stdin?.end();
    const { stderr } = child;
    if (stderr === null) throw new Error('The errors are not piped.');
    const [errors, [exitCode]] = await Promise.all([text(stderr), once(child, 'close')]);
    expect(exitCode).toBe(73);
    expect(errors).toContain('The output cannot be written: the disk is full.');
  });
});

describe('a reader that goes away', () => {
  it('ends the program well, without its throw-away copy', async () => {
    await program.run([]);
    const folder = program.path('temporary');
    mkdirSync(folder);
    const child = program.spawn(['post', '--dry-run', '--date', '2026-06-29'], { TMPDIR: folder });
    child.stdout?.destroy();
    const [exitCode] = await once(child, 'close');
    expect(readdirSync(folder)).toEqual([]);
    expect([0, 69]).toContain(exitCode);
  });
});
