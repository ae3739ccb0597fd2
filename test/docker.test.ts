import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Instruction, type Stage, stagesOf } from './docker/dockerfile.js';

const root = resolve(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const stages = stagesOf(read('Dockerfile'));
const [build, run] = stages as readonly [Stage, Stage];

const all = (stage: Stage, name: string): readonly Instruction[] =>
  stage.instructions.filter((instruction) => instruction.name === name);
const only = (stage: Stage, name: string): string => {
  const found = all(stage, name);
  expect(found, `${name} once`).toHaveLength(1);
  return found[0]?.text ?? '';
};
const environment = new Map(all(run, 'ENV').map(({ text }) => text.split('=') as [string, string]));

describe('the Dockerfile', () => {
  test('builds in the full image and runs in the slim one, of the same Node 24, both pinned to a version', () => {
    expect(stages.map(({ image }) => image)).toEqual([
      expect.stringMatching(/^node:24\.\d+\.\d+-bookworm$/),
      `${build.image}-slim`,
    ]);
  });

  test('installs what the lock file says and leaves development packages behind', () => {
    const commands = all(build, 'RUN').map(({ text }) => text);
    expect(commands[0]).toMatch(/^npm ci\b/);
    expect(commands.at(-1)).toMatch(/npm prune --omit=dev\b/);
  });

  test('takes from the build only what runs', () => {
    const taken = all(run, 'COPY').filter(({ options }) => options.from !== undefined);
    expect(taken.every(({ options }) => options.from === build.name)).toBe(true);
    expect(taken.map(({ text }) => text.split(' ')[1]).toSorted()).toEqual([
      'dist/adapters',
      'dist/src',
      'node_modules',
      'package.json',
    ]);
  });

  test('runs as a fixed user who is not root, after everything that needs root', () => {
    const user = only(run, 'USER');
    expect(user).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/);
    const names = run.instructions.map(({ name }) => name);
    expect(names.indexOf('USER')).toBeGreaterThan(names.lastIndexOf('RUN'));
    expect(names.indexOf('USER')).toBeGreaterThan(names.lastIndexOf('COPY'));
  });

  test('writes to one volume only, which belongs to that user', () => {
    const [uid, gid] = only(run, 'USER').split(':');
    expect(only(run, 'VOLUME')).toBe('/data');
    expect(environment.get('BROADSHEET_HOME')).toBe('/data');
    expect(only(run, 'RUN')).toBe(`install --directory --owner=${uid} --group=${gid} --mode=0700 /data`);
  });

  test('starts the built program directly, so that it gets the signals, and without npm', () => {
    const { bin } = JSON.parse(read('package.json')) as { readonly bin: { readonly broadsheet: string } };
    expect(JSON.parse(only(run, 'ENTRYPOINT'))).toEqual(['node', `${only(run, 'WORKDIR')}/${bin.broadsheet}`]);
    expect(JSON.parse(only(run, 'CMD'))).toEqual(['start']);
    expect(only(run, 'STOPSIGNAL')).toBe('SIGTERM');
    expect(run.instructions.filter(({ text }) => /\bnpm\b|\bnpx\b/.test(text))).toEqual([]);
  });

  test('opens no port and carries no secret', () => {
    expect(stages.flatMap((stage) => all(stage, 'EXPOSE'))).toEqual([]);
    expect(read('Dockerfile')).not.toMatch(/token|secret|password/i);
  });

  test('gets everything it copies past .dockerignore, and nothing else', () => {
    const lines = read('.dockerignore').split('\n');
    const [first, ...kept] = lines.filter((line) => line !== '' && !line.startsWith('#'));
    const copied = stages
      .flatMap((stage) => all(stage, 'COPY'))
      .filter(({ options }) => options.from === undefined)
      .flatMap(({ text }) => text.split(' ').slice(0, -1));
    expect(first).toBe('*');
    expect(kept.toSorted()).toEqual(copied.map((name) => `!${name}`).toSorted());
  });
});

describe('the health check of the image', () => {
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-docker-'));
  afterAll(() => rmSync(home, { recursive: true }));

  const exitCode = (): number | null => {
    const [program, ...words] = JSON.parse(only(run, 'HEALTHCHECK').replace(/^CMD\s+/, '')) as readonly string[];
    expect(program).toBe('node');
    return spawnSync(process.execPath, words, { env: { BROADSHEET_HOME: home } }).status;
  };

  test('is bad before the first heartbeat', () => {
    expect(exitCode()).not.toBe(0);
  });

  test('is good after a heartbeat', () => {
    writeFileSync(join(home, 'heartbeat'), '');
    expect(exitCode()).toBe(0);
  });

  test('is bad when the last heartbeat is more than three minutes old', () => {
    const past = Date.now() / 1000 - 200;
    utimesSync(join(home, 'heartbeat'), past, past);
    expect(exitCode()).not.toBe(0);
  });
});
