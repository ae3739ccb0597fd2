import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FeedServer } from '../fake/feed-server.js';
import { item2026 } from '../fixture/feeds/payloads.js';
import { ended, idsIn, Program } from './program.js';

const day = '2026-08-13';

let program: Program;
let server: FeedServer;

beforeEach(async () => {
  program = new Program();
  server = await FeedServer.start();
  server.list(
    day,
    Array.from({ length: 12 }, (_, place) => item2026({ id: `2608.${10_000 + place}`, upvotes: place }, day)),
  );
  program.environment = { HF_API_URL: server.url };
});

afterEach(async () => {
  await server.close();
  program.remove();
});

describe('a feed that hangs, and somebody who stops the program', () => {
  it('post says that it was interrupted and leaves no trace of it', async () => {
    server.always = { kind: 'hang' };
    const child = program.spawn(['post', '--date', day]);
    const end = ended(child);
    await server.arrived(1);
    child.kill('SIGINT');
    const { exitCode, output, errors } = await end;
    expect({ exitCode, errors }).toEqual({ exitCode: 130, errors: '' });
    expect(output).toBe('Interrupted; what was not posted yet stays as it was.\n');
    server.always = { kind: 'fine' };
    expect(idsIn((await program.run(['post', '--date', day])).output)).toHaveLength(10);
  });

  it('start ends without an edition that failed', async () => {
    server.always = { kind: 'hang' };
    const child = program.spawn(['start']);
    const end = ended(child);
    await server.arrived(1);
    child.kill('SIGTERM');
    const { exitCode, output, errors } = await end;
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output).toBe('');
  });
});
