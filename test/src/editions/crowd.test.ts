import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Subscription } from '../../../src/editions/subscription.js';
import { Newsroom } from '../newsroom.js';

let newsroom: Newsroom;

beforeEach(async () => {
  newsroom = await Newsroom.open('2026-11-24T07:30:00Z');
  newsroom.feed.set('2026-11-24', ['2411.00001', 5], ['2411.00002', 80]);
});
afterEach(() => newsroom.close());

async function subscribe(count: number, more: Partial<Subscription> = {}): Promise<void> {
  for (let n = 0; n < count; n += 1) await newsroom.subscribe({ id: `s${n}` as never, channel: `c${n}`, ...more });
}

const rows = () =>
  newsroom.chat.messages.map(({ ref }) =>
    newsroom.chat
      .shown(ref)
      .blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ action }) => action) : [])),
  );

it('gives lists number buttons where a workspace has more than twenty channels', async () => {
  await subscribe(21);
  await newsroom.tickAt('2026-11-24T09:00:00Z');
  expect(rows()).toHaveLength(21);
  for (const actions of rows()) expect(actions).toEqual(['vote + 2411.00002', 'vote + 2411.00001']);
});

it('gives them none up to twenty, which are seeded, nor where papers have cards, nor in another workspace', async () => {
  await subscribe(20);
  await newsroom.subscribe({ id: 'other' as never, workspace: 'other', channel: 'x' });
  await newsroom.tickAt('2026-11-24T09:00:00Z');
  expect(rows().flat()).toEqual([]);
  await subscribe(22, { layout: 'cards', timetable: { time: '09:00' as never, zone: 'UTC' as never, days: [2, 3] } });
  newsroom.feed.set('2026-11-25', ['2411.00003', 5]);
  await newsroom.tickAt('2026-11-25T09:00:00Z');
  expect(rows().flat()).toEqual([]);
});

it('tells crowded workspaces from others in one run', async () => {
  await subscribe(21);
  await newsroom.subscribe({ id: 'other' as never, workspace: 'other', channel: 'x' });
  await newsroom.tickAt('2026-11-24T09:00:00Z');
  const withButtons = rows().filter((actions) => actions.length > 0);
  expect(rows()).toHaveLength(22);
  expect(withButtons).toHaveLength(21);
});
