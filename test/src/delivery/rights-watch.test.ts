import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toldRights } from '../../../src/app/told-rights.js';
import { RightsWatch } from '../../../src/delivery/rights-watch.js';
import { adapterMap } from '../../../src/platform/adapter-map.js';
import { settle } from '../../fake/clock.js';
import { countingIds } from '../../fake/ids.js';
import { patient } from '../../fake/patience.js';
import { Newsroom } from '../newsroom.js';

let room: Newsroom;

beforeEach(async () => {
  room = await Newsroom.open('2026-08-19T20:00:00Z');
  await room.subscribe({ setUpBy: 'ada' });
});

afterEach(() => room.close());

/** What a process looks with; a new one remembers only what is stored. */
const watch = (): RightsWatch => {
  const { store, chat, clock, log } = room;
  const told = toldRights(store.adapterValues);
  const { subscriptions } = store;
  return new RightsWatch({ subscriptions, told, adapters: adapterMap([chat]), clock, log, newId: countingIds('note') });
};
const lack = (...missing: readonly string[]) => room.chat.lacking.set('papers', missing);
const look = async () => watch().look(patient);

describe('a right that is missing', () => {
  it('is told to whoever set the channel up on the evening before, once, over restarts too', async () => {
    lack('Send Messages', 'Add Reactions');
    await look();
    expect(room.texts).toEqual([]);
    room.clock.jumpTo('2026-08-19T21:30:00Z');
    await look();
    await look();
    expect(room.texts).toEqual([
      "The next morning edition in #papers cannot come as it should: I lack Send Messages and Add Reactions there. Give me that in the channel's settings, under Permissions, and all is well.",
    ]);
    expect(room.chat.messages[0]?.target.channel).toBe('D-ada');
    expect(JSON.stringify(room.log)).toContain('rights.missing');
  });

  it('is told again when it is another one, or missing once more', async () => {
    room.clock.jumpTo('2026-08-19T21:30:00Z');
    for (const missing of [['Send Messages'], ['Add Reactions'], [], ['Add Reactions']]) {
      lack(...missing);
      await look();
    }
    expect(room.texts).toHaveLength(3);
  });

  it('is nothing to a process that was stopped while it asked', async () => {
    room.clock.jumpTo('2026-08-19T21:30:00Z');
    const stopping = new AbortController();
    const inspect = async () => {
      stopping.abort();
      return { place: '#papers', missing: ['View Channel'] };
    };
    Object.assign(room.chat.rights, { inspect });
    await watch().look(stopping.signal);
    expect(JSON.stringify(room.log)).not.toContain('rights.missing');
  });

  it('is in the log alone where nobody set the channel up in the chat', async () => {
    await room.subscribe({ setUpBy: null, managed: 'file' });
    room.clock.jumpTo('2026-08-19T21:30:00Z');
    lack('View Channel');
    await look();
    expect(room.texts).toEqual([]);
    expect(JSON.stringify(room.log)).toContain('View Channel');
  });

  it('is looked for every half hour, and once at a time', async () => {
    room.clock.jumpTo('2026-08-19T21:30:00Z');
    const one = watch();
    lack('View Channel');
    one.wake(patient);
    one.wake(patient);
    await settle();
    expect(room.texts).toHaveLength(1);
    lack('Send Messages');
    one.wake(patient);
    await settle();
    expect(room.texts).toHaveLength(1);
    await room.clock.advance(30 * 60_000);
    one.wake(patient);
    await settle();
    expect(room.texts).toHaveLength(2);
  });
});
