import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatAdapter, DeliveryId, MessageRef, PostRequest, Target } from '../../src/platform/adapter.js';
import { fit as fitted } from '../../src/view/fit.js';
import { excess } from '../../src/view/measure.js';
import { type Item, link, type MessageView, strong, text } from '../../src/view/view.js';
import { type FakeClock, settle } from '../fake/clock.js';
import { patient } from '../fake/patience.js';
import { RecordingSink } from './adapter-sink.js';
import { hostileTitles } from './hostile-titles.js';

export interface Reacting {
  readonly message: MessageRef;
  /** The paper on the message, as people count. */
  readonly number: number;
  readonly user: string;
  readonly emoji: string;
}

/** A platform with one adapter on it, and the people who see and do things there. */
export interface AdapterHarness {
  readonly clock: FakeClock;
  readonly target: Target;
  /** The platform knows no key by which it refuses a second copy: a delivery is looked up before it is posted again. */
  readonly takesCopies?: boolean;
  /** People fill in forms, so that blanks between words are not as they were typed. */
  readonly hasForms?: boolean;
  /** The process starts: a new adapter, not yet started, on the same platform. */
  connect(): Promise<ChatAdapter>;
  /** How often people see this text. */
  count(words: string): number;
  /** Mentions, links, markup and commands that outside text has become, of all that was ever sent. */
  injections(): readonly string[];
  /** Each resolves when the platform was told that the event is taken. */
  react(reacting: Reacting): Promise<void>;
  unreact(reacting: Reacting): Promise<void>;
  command(user: string, words: string): Promise<void>;
  close(): Promise<void>;
}

interface PlatformTraits {
  /** Nobody is told that an event is taken: a session goes on behind the last one that was. */
  readonly isUntold?: boolean;
}

const id = (name: string): DeliveryId => name as DeliveryId;

const item = (title: string, number: number): Item => ({
  key: `2405.${String(number).padStart(5, '0')}`,
  number,
  lines: [
    { role: 'title', inlines: [link(`https://huggingface.co/papers/2405.${number}`, [strong(title)])] },
    { role: 'facts', inlines: [text(`${title} · ▲ 74`)] },
    { role: 'body', inlines: [text(title)] },
  ],
});

const listOf = (titles: readonly string[], voting: 'numbers' | 'thumbs' = 'numbers'): MessageView => ({
  summary: titles.join('; '),
  blocks: [{ kind: 'list', voting, items: titles.map((title, index) => item(title, index + 1)) }],
});

const card = (title: string): MessageView => listOf([title], 'thumbs');

/** What every adapter keeps, on its platform or on a strict stand-in for it. A capability that it does not have is not asked for. */
export function describeAdapterContract(
  name: string,
  makeHarness: () => Promise<AdapterHarness>,
  { isUntold = false }: PlatformTraits = {},
): void {
  describe(`${name} as a platform`, () => {
    let harness: AdapterHarness;
    let sink: RecordingSink;
    let adapter: ChatAdapter;

    const begin = async (): Promise<void> => {
      adapter = await harness.connect();
      await adapter.start(sink);
    };
    const restart = async (): Promise<void> => {
      await adapter.stop(0);
      await begin();
    };
    const request = (delivery: string, view: MessageView): PostRequest => ({
      id: id(delivery),
      target: harness.target,
      view,
      signal: patient,
    });
    const post = async (delivery: string, view: MessageView): Promise<MessageRef> => {
      const outcome = await adapter.post(request(delivery, view));
      if (outcome.kind !== 'posted') throw new Error(`${delivery} was not posted: ${JSON.stringify(outcome)}`);
      return outcome.ref;
    };
    /** How an edit of the message ends, and what reading it back says. */
    const expectKnown = async (ref: MessageRef, edited: object, read: object): Promise<void> => {
      const { edit, reactions } = adapter;
      if (edit !== undefined) expect(await edit.replace(ref, card('First, edited'), id('d1'))).toEqual(edited);
      if (reactions !== undefined) expect(await reactions.list(ref)).toMatchObject(read);
    };

    beforeEach(async () => {
      harness = await makeHarness();
      sink = new RecordingSink();
      await begin();
    });

    afterEach(async () => {
      await adapter.stop(0);
      await harness.close();
    });

    it('gives a posted message a ref that edit and read-back accept, after a restart too', async () => {
      const ref = await post('d1', card('First'));
      for (const again of [async () => undefined, restart]) {
        await again();
        await expectKnown(ref, { kind: 'edited' }, { kind: 'read', reactions: [] });
      }
    });

    it('says that a message is gone when there is none of that ref', async () => {
      const ref: MessageRef = { adapter: adapter.id, key: 'nothing-has-this-key' };
      await expectKnown(ref, { kind: 'gone' }, { kind: 'gone' });
    });

    it('finds a delivery by its id and no other, after an edit and a restart too', async ({ skip }) => {
      if (adapter.lookup === undefined) skip('it has no lookup');
      const since = harness.clock.now();
      const ref = await post('d1', card('First'));
      const edit = async () => void (await adapter.edit?.replace(ref, card('First, edited'), id('d1')));
      for (const again of [async () => undefined, edit, restart]) {
        await again();
        expect(await adapter.lookup?.find(id('d1'), harness.target, since)).toMatchObject({ kind: 'found', ref });
        expect(await adapter.lookup?.find(id('d2'), harness.target, since)).toEqual({ kind: 'absent' });
      }
    });

    it('shows one delivery once, however often it is posted', async () => {
      const since = harness.clock.now();
      const again = async (): Promise<MessageRef> => {
        const found = harness.takesCopies === true && (await adapter.lookup?.find(id('d1'), harness.target, since));
        return found && found.kind === 'found' ? found.ref : post('d1', card('Only once'));
      };
      const ref = await post('d1', card('Only once'));
      const seen = harness.count('Only once');
      expect(await again()).toEqual(ref);
      await restart();
      expect(await again()).toEqual(ref);
      expect(harness.count('Only once')).toBe(seen);
    });

    it('sends nothing of a post that was given up before it began', async () => {
      const since = harness.clock.now();
      const givenUp = { ...request('d1', card('Given up')), signal: AbortSignal.abort() };
      expect(await adapter.post(givenUp)).toMatchObject({ kind: 'retry' });
      await settle();
      expect(harness.count('Given up')).toBe(0);
      const { lookup } = adapter;
      if (lookup !== undefined) expect(await lookup.find(id('d1'), harness.target, since)).toEqual({ kind: 'absent' });
      await post('d1', card('Given up'));
      expect(harness.count('Given up')).toBeGreaterThan(0);
    });

    it('takes whatever is within its limits', async () => {
      const large = listOf(Array.from({ length: 20 }, (_, index) => `${index} ${'word '.repeat(800)}`));
      for (const [index, part] of fitted(large, adapter.limits).entries()) {
        expect(excess(part, adapter.limits)).toEqual([]);
        await post(`d${index}`, part);
      }
    });

    it('lets no text from outside mention, link, format or command, in posts, edits and answers', async () => {
      for (const [index, part] of fitted(listOf(hostileTitles), adapter.limits).entries()) {
        const ref = await post(`d${index}`, part);
        await adapter.edit?.replace(ref, { ...part, summary: `${part.summary} again` }, id(`d${index}`));
      }
      sink.answers = () => fitted(listOf(hostileTitles), adapter.limits);
      await harness.command('alice', 'search anything');
      expect(harness.injections()).toEqual([]);
    });

    it('hands on what people typed as they typed it, and shows them the answer', async () => {
      const words =
        harness.hasForms === true ? 'search "diffusion models" -video' : 'search  "diffusion models" -video';
      await harness.command('alice', words);
      expect(sink.commands).toMatchObject([{ text: words, user: { id: 'alice' } }]);
      expect(harness.count('You asked: search')).toBeGreaterThan(0);
    });

    it('hands on reactions in the order in which they came, and reads back the same set', async ({ skip }) => {
      if (adapter.reactions === undefined) skip('it has no reactions');
      const message = await post('d1', card('First'));
      const by = (user: string, emoji: string): Reacting => ({ message, number: 1, user, emoji });
      await harness.react(by('alice', '👍'));
      await harness.react(by('bob', '🔥'));
      await harness.react(by('bob', '👎'));
      await harness.unreact(by('bob', '🔥'));
      const told = sink.reactions.map(({ user, emoji, present }) => `${user} ${emoji} ${present}`);
      expect(told).toEqual(['alice 👍 true', 'bob 🔥 true', 'bob 👎 true', 'bob 🔥 false']);
      const orders = sink.reactions.map(({ order }) => order);
      expect([...new Set(orders)].sort((a, b) => a - b)).toEqual(orders);
      const read = await adapter.reactions?.list(message);
      if (read?.kind !== 'read') throw new Error(`It could not be read back: ${JSON.stringify(read)}`);
      expect(read.reactions.toSorted((a, b) => (a.user < b.user ? -1 : 1))).toEqual([
        { user: 'alice', emoji: '👍' },
        { user: 'bob', emoji: '👎' },
      ]);
      expect(read.until).toBeGreaterThan(orders.at(-1) ?? 0);
      expect(read.from).toBeLessThanOrEqual(read.until);
    });

    it('keeps reactions over a restart, and later ones come later', async ({ skip }) => {
      if (adapter.reactions === undefined) skip('it has no reactions');
      const message = await post('d1', card('First'));
      await harness.react({ message, number: 1, user: 'alice', emoji: '👍' });
      await restart();
      expect(await adapter.reactions?.list(message)).toMatchObject({ reactions: [{ user: 'alice', emoji: '👍' }] });
      await harness.react({ message, number: 1, user: 'bob', emoji: '👍' });
      const [first, second] = sink.reactions;
      expect(second?.order).toBeGreaterThan(first?.order ?? 0);
    });

    if (!isUntold) {
      it('tells the platform that an event is taken only when the core has it', async ({ skip }) => {
        if (adapter.reactions === undefined) skip('it has no reactions');
        const message = await post('d1', card('First'));
        const release = sink.hold();
        const asked = sink.asked();
        let isTold = false;
        const told = harness.react({ message, number: 1, user: 'alice', emoji: '👍' }).then(() => {
          isTold = true;
        });
        await asked;
        await settle();
        expect(isTold).toBe(false);
        release();
        await told;
        expect(sink.reactions).toHaveLength(1);
      });
    }

    it('stops twice without harm, and then posts nothing', async () => {
      await adapter.stop(0);
      await adapter.stop(0);
      expect(await adapter.post(request('late', card('Too late')))).toMatchObject({ kind: 'retry' });
      expect(harness.count('Too late')).toBe(0);
    });
  });
}
