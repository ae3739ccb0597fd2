import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardBallot } from '../../../src/votes/ballot.js';
import { settle } from '../../fake/clock.js';
import { paper, VotingDesk } from './voting-desk.js';

let desk: VotingDesk;

beforeEach(async () => {
  desk = await VotingDesk.open();
  await desk.connect();
});
afterEach(() => desk.close());

it('makes a reaction a vote in any skin tone, and takes the vote back with the reaction', async () => {
  const ref = await desk.post();
  await desk.chat.react('ada', ref, '👍🏽');
  await desk.chat.react('ben', ref, '👎');
  expect(await desk.tally()).toEqual({ up: 1, down: 1 });
  await desk.chat.unreact('ada', ref, '👍🏽');
  expect(await desk.tally()).toEqual({ up: 0, down: 1 });
});

it('keeps a vote while another skin tone of the same person stands', async () => {
  const ref = await desk.post();
  await desk.chat.react('ada', ref, '👍');
  await desk.chat.react('ada', ref, '👍🏽');
  await desk.clock.advance(5_000);
  await desk.chat.unreact('ada', ref, '👍🏽');
  await settle();
  expect(await desk.tally()).toEqual({ up: 1, down: 0 });
});

it('counts nothing on messages that are not ours', async () => {
  const ref = await desk.post([]);
  await desk.chat.react('ada', ref, '👍');
  await desk.chat.react('ada', ref, '🎉');
  expect(await desk.tally()).toEqual({ up: 0, down: 0 });
});

describe('an event and a read-back within one second', () => {
  const fire = cardBallot(paper, { up: ['🔥'], down: [] });

  it('are put in order by one more read, when the event comes after it', async () => {
    const ref = await desk.post(fire);
    await desk.chat.react('ada', ref, '🔥');
    await desk.clock.advance(5_000);
    await desk.readAllBack();
    await desk.chat.unreact('ada', ref, '🔥');
    await desk.reconciler.idle();
    expect(await desk.tally()).toEqual({ up: 0, down: 0 });
    expect(desk.chat.count('list')).toBe(2);
  });

  it('are put in order by one more read, when the event races it', async () => {
    const ref = await desk.post(fire);
    await desk.chat.react('ada', ref, '🔥');
    await desk.clock.advance(5_000);
    desk.chat.duringRead = () => desk.chat.unreact('ada', ref, '🔥');
    await desk.readAllBack();
    expect(await desk.tally()).toEqual({ up: 0, down: 0 });
    expect(desk.chat.count('list')).toBe(2);
  });
});
