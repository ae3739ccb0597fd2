import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/platform/adapter.js';
import { sentence } from '../../../src/view/view.js';
import { callbackRoute, DeskWorld, followUpRoute, isEphemeral, lost, wordsIn } from './desk-world.js';

const minuteMs = 60_000;

let world: DeskWorld;

beforeEach(async () => {
  world = await DeskWorld.open();
});

afterEach(async () => {
  await world.close();
  expect(world.rest.discord.complaints).toEqual([]);
  // What every token of an interaction begins with.
  expect(JSON.stringify(world.rest.log.lines)).not.toContain('aW50ZXJhY3Rpb246');
});

const says =
  (text: string, audience: 'asker' | 'channel' = 'asker') =>
  (reply: Reply): Promise<void> =>
    reply.send(audience, sentence(text));

/** As `says`, after so long. */
const saysAfter =
  (ms: number, ...texts: readonly string[]) =>
  async (reply: Reply): Promise<void> => {
    await world.rest.clock.sleep(ms);
    for (const text of texts) await reply.send('asker', sentence(text));
  };

const search = (words = 'flow') => world.alice.command(world.channel, 'search', { words });
const logged = (event: string) => world.rest.log.lines.filter((line) => line.event === event);

describe('a command', () => {
  it('is answered at once, to the asker alone', async () => {
    world.core.onCommand = says('Found it.');
    const asked = search('flow matching');
    const answer = await asked.next();
    expect(await asked.acked).toBe(4);
    expect(isEphemeral(answer)).toBe(true);
    expect(wordsIn(answer)).toContain('Found it.');
    expect(world.core.commands).toMatchObject([
      { text: 'search flow matching', target: { channel: world.channel.id } },
    ]);
  });

  it('that takes longer is deferred in time, and its parts follow in order', async () => {
    world.core.onCommand = saysAfter(9_000, 'One.', 'Two.');
    const asked = search();
    expect(await asked.acked).toBe(5);
    const [one, two] = [await asked.next(), await asked.next()];
    expect([one, two].map(wordsIn)).toEqual(['One.', 'Two.']);
    expect([one, two].map(isEphemeral)).toEqual([true, true]);
    expect(world.alice.visible(world.channel)).toHaveLength(2);
  });

  it('is deferred sooner when it came late', async () => {
    world.isHeld = true;
    world.core.onCommand = saysAfter(2_000, 'Still.');
    const asked = search();
    await world.rest.clock.advance(2_500);
    await world.hear(asked.sent);
    expect(asked.answer).toBe(5);
    expect(wordsIn(await asked.next())).toBe('Still.');
  });

  it('shows the channel what is for the channel, also after it was deferred', async () => {
    world.core.onCommand = async (reply) => {
      await world.rest.clock.sleep(2_000);
      await reply.send('channel', sentence('For all.'));
    };
    const asked = search();
    await asked.next();
    const shared = await asked.next();
    expect(isEphemeral(shared)).toBe(false);
    expect([...world.channel.messages.values()].map(wordsIn)).toEqual(['For all.']);
    expect(world.alice.visible(world.channel)).toHaveLength(2);
  });

  it('to which the core fails is answered all the same', async () => {
    world.core.onCommand = () => Promise.reject(new Error('the disk is full'));
    expect(wordsIn(await search().next())).toMatch(/^Something went wrong here/);
    expect(logged('discord.not-answered')).toMatchObject([{ fields: { reason: 'the disk is full' } }]);
  });

  it('to which the core says nothing does not look as if it failed', async () => {
    expect(wordsIn(await search().next())).toBe('Done.');
  });

  it('that is too late for an answer gets it by direct message', async () => {
    world.isHeld = true;
    world.core.onCommand = says('Found it.');
    const asked = search();
    await world.rest.clock.advance(4_000);
    await world.hear(asked.sent);
    expect(asked.messages).toEqual([]);
    expect(world.direct.map(wordsIn)).toEqual(['Found it.']);
    expect(logged('discord.answer-not-taken')).toMatchObject([{ fields: { reason: '404/10062', latencyMs: 4_000 } }]);
  });

  it('whose asker cannot be told by any way is in the log', async () => {
    world.isHeld = true;
    world.core.onCommand = says('Found it.');
    const refusal = { kind: 'error', status: 403, code: 50_007, message: 'Cannot send messages to this user' } as const;
    world.rest.discord.trouble.always('POST /users/@me/channels', refusal);
    const asked = search();
    await world.rest.clock.advance(4_000);
    await world.hear(asked.sent);
    expect(logged('discord.unanswered')).toHaveLength(1);
  });

  it('whose token has run out gets its answer by message', async () => {
    let answer: (() => void) | undefined;
    world.core.onCommand = async (reply) => {
      await new Promise<void>((done) => {
        answer = done;
      });
      await reply.send('asker', sentence('At last.'));
    };
    const asked = search();
    expect(await asked.acked).toBe(5);
    await world.rest.clock.advance(16 * minuteMs);
    answer?.();
    await world.rest.discord.until(() => world.direct.length > 0);
    expect(world.direct.map(wordsIn)).toEqual(['At last.']);
    expect(world.count('PATCH /webhooks/{application}/{token}/messages/@original')).toBe(0);
  });

  it('that another process has answered first is answered further', async () => {
    world.isHeld = true;
    world.core.onCommand = says('Found it.');
    const asked = search();
    await world.rest.rest.call('POST', `/interactions/${asked.id}/${asked.token}/callback`, {
      ...{ body: { type: 5, data: { flags: 64 } }, urgency: 'answer', auth: false },
    });
    await world.hear(asked.sent);
    expect(asked.messages.map(wordsIn)).toEqual(['Found it.']);
  });

  it.each(['asker', 'channel'] as const)(
    'is answered once when the word of it is lost, to the %s',
    async (audience) => {
      world.isHeld = true;
      world.core.onCommand = says('Found it.', audience);
      world.rest.discord.trouble.next(callbackRoute, lost);
      const asked = search();
      await world.hear(asked.sent);
      expect(world.count(callbackRoute)).toBe(2);
      expect(asked.messages.map(wordsIn)).toEqual(['Found it.']);
      expect(world.count(followUpRoute)).toBe(0);
    },
  );

  it.each([
    ['asker', 1],
    ['channel', 2],
  ] as const)('whose deferral was lost is answered all the same, to the %s', async (audience, shown) => {
    world.isHeld = true;
    world.core.onCommand = async (reply) => {
      await world.rest.clock.sleep(4_000);
      await reply.send(audience, sentence('Found it.'));
    };
    world.rest.discord.trouble.next(callbackRoute, lost, lost, lost);
    const asked = search();
    await world.hear(asked.sent);
    const answer = asked.messages.at(-1);
    expect(answer && wordsIn(answer)).toBe('Found it.');
    expect(answer && isEphemeral(answer)).toBe(audience === 'asker');
    expect(world.alice.visible(world.channel)).toHaveLength(shown);
  });

  it('is answered when the answer waits for a limit', async () => {
    world.core.onCommand = says('Found it.');
    world.rest.discord.trouble.next(callbackRoute, { kind: 'rate limited', retryAfterSeconds: 1 });
    expect(wordsIn(await search().next())).toBe('Found it.');
  });
});

describe('a press', () => {
  it('on a message for one alone has it replaced at once', async () => {
    const message = await world.withButton('asker');
    world.core.onPress = (reply) => reply.send('asker', sentence('Page two.'), 'instead');
    const pressed = world.alice.press(message, 'Next');
    expect(wordsIn(await pressed.next())).toBe('Page two.');
    expect(await pressed.acked).toBe(7);
    expect(world.alice.visible(world.channel).map(wordsIn)).toEqual(['Page two.']);
    expect(world.core.presses).toMatchObject([{ action: 'turn search x page:2' }]);
  });

  it('has it replaced when it takes longer, too', async () => {
    const message = await world.withButton('asker');
    world.core.onPress = async (reply) => {
      await world.rest.clock.sleep(5_000);
      await reply.send('asker', sentence('Page two.'), 'instead');
      await reply.send('asker', sentence('And more.'));
    };
    const pressed = world.alice.press(message, 'Next');
    expect(await pressed.acked).toBe(6);
    await pressed.next();
    await pressed.next();
    expect(world.alice.visible(world.channel).map(wordsIn)).toEqual(['Page two.', 'And more.']);
  });

  it('leaves alone what everybody sees', async () => {
    const message = await world.withButton('channel');
    world.core.onPress = (reply) => reply.send('asker', sentence('Page two.'), 'instead');
    const answer = await world.alice.press(message, 'Next').next();
    expect(isEphemeral(answer)).toBe(true);
    expect(wordsIn([...world.channel.messages.values()][0] as typeof message)).toBe('A page.');
    expect(world.core.presses).toMatchObject([{ message: { key: `${world.channel.id}/${message.id}` } }]);
  });

  it('that shares shows everybody, from a message for one alone', async () => {
    const message = await world.withButton('asker');
    world.core.onPress = says('Shared.', 'channel');
    const shared = await world.alice.press(message, 'Next').next();
    expect(isEphemeral(shared)).toBe(false);
    expect([...world.channel.messages.values()].map(wordsIn)).toEqual(['Shared.']);
  });

  it('is not shared twice when the word of it is lost, and the asker is told', async () => {
    const message = await world.withButton('asker');
    const failures: string[] = [];
    world.core.onPress = async (reply) => {
      await world.rest.clock.sleep(2_000);
      world.rest.discord.trouble.next(followUpRoute, lost);
      await reply.send('channel', sentence('Shared.')).catch((thrown: Error) => failures.push(thrown.message));
      await reply.send('asker', sentence('Look whether it is there.'));
    };
    const pressed = world.alice.press(message, 'Next');
    await pressed.next();
    expect(wordsIn(await pressed.next())).toBe('Look whether it is there.');
    expect([...world.channel.messages.values()].map(wordsIn)).toEqual(['Shared.']);
    expect(failures).toEqual([expect.stringMatching(/^It may not be shared/)]);
  });

  it('that nobody answers is acknowledged', async () => {
    const message = await world.withButton('asker');
    expect(await world.alice.press(message, 'Next').acked).toBe(6);
  });

  it('has an order that grows', async () => {
    const message = await world.withButton('asker');
    for (let each = 0; each < 3; each += 1) await world.alice.press(message, 'Next').acked;
    await world.rest.clock.advance(1);
    await world.alice.press(message, 'Next').acked;
    const orders = world.core.presses.map(({ order }) => order);
    expect(orders).toEqual(orders.toSorted((one, other) => one - other));
    expect(orders.at(-1)).toBeGreaterThanOrEqual(Date.parse('2026-11-24T09:00:00Z') * 1_000);
  });
});

describe('other interactions', () => {
  it('are answered with a sentence', async () => {
    const asked = search();
    await asked.acked;
    world.isHeld = true;
    const other = search();
    await world.hear({ ...other.sent, type: 5, data: { custom_id: 'form' } });
    expect(other.messages.map(wordsIn)).toEqual([expect.stringContaining('/paper help')]);
    const broken = search();
    await world.hear({ ...broken.sent, data: 'nonsense' });
    expect(broken.messages.map(wordsIn)).toEqual([expect.stringContaining('/paper help')]);
  });

  it('without a token cannot be answered, and are in the log', async () => {
    await world.hear({ id: '1', type: 2 });
    expect(logged('discord.unreadable')).toHaveLength(1);
  });
});
