import { readFileSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BroadsheetError } from '../../../src/kernel/errors.js';
import type { ChatAdapter, DeliveryId } from '../../../src/platform/adapter.js';
import { RecordingSink } from '../../contract/adapter-sink.js';
import { patient } from '../../fake/patience.js';
import { card, list } from './edition.js';
import { here, post, TerminalWorld } from './terminal-world.js';

describe('The memory of the terminal', () => {
  let world: TerminalWorld;
  const open: ChatAdapter[] = [];

  beforeEach(async () => {
    world = await TerminalWorld.create();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((adapter) => adapter.stop(0)));
    await world.close();
  });

  const started = async (): Promise<ChatAdapter> => {
    const adapter = await world.open();
    open.push(adapter);
    await adapter.start(new RecordingSink());
    return adapter;
  };

  it('holds a message before it is printed', async () => {
    const adapter = await started();
    const heldThen: boolean[] = [];
    world.process.output.on('data', () => heldThen.push(readFileSync(world.path, 'utf8').includes('"id":"d1"')));
    await post(adapter, 'd1', list());
    expect(heldThen).toEqual([true]);
  });

  it('can be read only by its owner', async () => {
    await started();
    expect((await stat(world.path)).mode & 0o777).toBe(0o600);
  });

  it('cuts off a last line that a crash tore, says so, and goes on', async () => {
    const first = await started();
    await post(first, 'd1', card(1));
    await first.stop(0);
    await world.append('{"kind":"message","key":"17","id":"torn","at":1,"vi');
    const second = await started();
    expect(world.log.lines).toMatchObject([{ level: 'warn', event: 'terminal.torn-line-cut', fields: { bytes: 51 } }]);
    expect(await second.lookup?.find('torn' as DeliveryId, here, world.clock.now())).toEqual({ kind: 'absent' });
    await post(second, 'd2', card(2));
    expect(await world.records()).toMatchObject([{ id: 'd1' }, { id: 'd2' }]);
  });

  it.each(['', '{"kind":"message"', '{}\n'])('starts on a file that holds only %j', async (text) => {
    await writeFile(world.path, text);
    await post(await started(), 'd1', card(1));
    expect(await readFile(world.path, 'utf8')).toMatch(/"id":"d1".*\n$/);
  });

  it('keeps what it can read of a damaged file and says which line it could not', async () => {
    const first = await started();
    const ref = await post(first, 'd1', card(1));
    await first.stop(0);
    await world.append('\u0000\u0000\u0000\n');
    const second = await started();
    expect(world.log.lines).toMatchObject([{ event: 'terminal.line-unreadable', fields: { line: 2 } }]);
    expect(await second.reactions?.list(ref)).toMatchObject({ kind: 'read' });
  });

  it('ends the start with an error that says what to do when the folder cannot be written', async () => {
    await mkdir(world.path);
    const adapter = await world.open();
    const thrown = await adapter.start(new RecordingSink()).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(BroadsheetError);
    expect(thrown).toMatchObject({ code: 'cannotWrite', hint: expect.stringContaining('BROADSHEET_HOME') });
  });

  it('can be opened for posts alone, and says so when it cannot', async () => {
    await mkdir(world.path);
    const adapter = await world.open();
    await expect(adapter.open?.()).rejects.toMatchObject({ code: 'cannotWrite' });
  });

  it('gives later messages later places, even when the clock is set back', async () => {
    const first = await started();
    const keys = [await post(first, 'd1', card(1))].map(({ key }) => Number(key));
    await first.stop(0);
    world.clock.jumpTo('2020-01-01T00:00:00Z');
    const second = await started();
    keys.push(Number((await post(second, 'd2', card(2))).key));
    const read = await second.reactions?.list({ adapter: here.adapter, key: String(keys[1]) });
    if (read?.kind !== 'read') throw new Error('It could not be read.');
    keys.push(read.until, Number((await post(second, 'd3', card(3))).key));
    expect(keys).toEqual(keys.toSorted((a, b) => a - b));
    expect(keys[3]).toBeGreaterThanOrEqual(read.until);
  });

  it('answers a post that comes twice at once with one message', async () => {
    const adapter = await started();
    const [first, second] = await Promise.all([post(adapter, 'd1', card(1)), post(adapter, 'd1', card(1))]);
    expect(first).toEqual(second);
    expect(await world.records()).toHaveLength(1);
  });

  it('refuses other channels and threads that are not there', async () => {
    const adapter = await started();
    const id = 'd1' as DeliveryId;
    const elsewhere = { ...here, channel: 'general' };
    expect(await adapter.post({ id, target: elsewhere, view: card(1), signal: patient })).toMatchObject({
      kind: 'rejected',
    });
    const thread = { adapter: here.adapter, key: 'gone' };
    expect(await adapter.post({ id, target: { ...here, thread }, view: card(1), signal: patient })).toMatchObject({
      kind: 'rejected',
    });
  });
});
