import type { PaperKey } from '../../../src/papers/paper.js';
import type { DeliveryId, InboundSink, MessageRef } from '../../../src/platform/adapter.js';
import { adapterMap } from '../../../src/platform/adapter-map.js';
import type { Store } from '../../../src/store/store.js';
import { type Ballot, cardBallot, thumbs } from '../../../src/votes/ballot.js';
import { createReconciler, type Reconciler } from '../../../src/votes/reconcile.js';
import { createReactionIntake } from '../../../src/votes/record.js';
import type { Tally, TeamId } from '../../../src/votes/repository.js';
import { FakeChat } from '../../fake/chat.js';
import { FakeClock, settle } from '../../fake/clock.js';
import { countingIds } from '../../fake/ids.js';
import { MemoryLog } from '../../fake/log.js';
import { patient } from '../../fake/patience.js';
import { openFreshStore } from '../store/fresh-store.js';

export const paper = '2405.14906' as PaperKey;
const unused = async (): Promise<never> => {
  throw new Error('No commands are asked here.');
};

/** A chat platform whose reactions become votes in a real store. */
export class VotingDesk {
  readonly clock: FakeClock;
  readonly chat: FakeChat;
  readonly store: Store;
  readonly log = new MemoryLog();
  readonly reconciler: Reconciler;
  readonly #newId = countingIds();

  static async open({ readPrecisionMs = 1000, days = 14 } = {}): Promise<VotingDesk> {
    const clock = new FakeClock('2026-11-24T09:00:00.250Z');
    return new VotingDesk(clock, await openFreshStore(clock), readPrecisionMs, days);
  }

  private constructor(clock: FakeClock, store: Store, readPrecisionMs: number, days: number) {
    this.clock = clock;
    this.store = store;
    this.chat = new FakeChat({ clock, readPrecisionMs });
    const { log, chat } = this;
    this.reconciler = createReconciler({ votes: store.votes, adapters: adapterMap([chat]), clock, log, days });
  }

  /** Connects the platform's events to the store. */
  async connect(): Promise<void> {
    const { store, log, clock, reconciler } = this;
    const reaction = createReactionIntake({ votes: store.votes, log, requestReadBack: reconciler.one });
    const sink: InboundSink = {
      ...{ reaction, command: unused, act: unused, suggest: unused },
      ...{ home: unused, unfurl: unused, joined: unused, closed: unused, ended: unused, program: unused },
      doubtful: async (workspace, refs) => {
        for (const ref of refs) reconciler.one(workspace, ref);
      },
      gone: (refs) => store.votes.markGone(refs, clock.now()),
      missed: (workspace) => reconciler.all(workspace),
    };
    await this.chat.start(sink);
  }

  async post(ballot: Ballot = cardBallot(paper, thumbs)): Promise<MessageRef> {
    const target = this.chat.channel('papers');
    const view = { summary: 'A paper', blocks: [{ kind: 'divider' }] } as const;
    const outcome = await this.chat.post({ id: this.#newId() as DeliveryId, target, view, signal: patient });
    if (outcome.kind !== 'posted') throw new Error('The fake platform refused the post.');
    const message = { ...target, ref: outcome.ref, ballot, postedAt: this.clock.now(), virtual: false };
    await this.store.votes.addMessage(message);
    return outcome.ref;
  }

  async tally(of = paper): Promise<Tally> {
    const tallies = await this.store.votes.tallies('chat:lab' as TeamId, [of]);
    return tallies.get(of) ?? { up: 0, down: 0 };
  }

  /** Reads everything back, moving time as far as waiting reads need. */
  async readAllBack(): Promise<void> {
    let done = false;
    const all = this.reconciler.all({ adapter: this.chat.id }).then(() => {
      done = true;
    });
    while (!done) await this.passTime(1_000);
    await all;
  }

  /** Lets work go on, and a second pass for what waits. */
  async passTime(ms: number): Promise<void> {
    await settle();
    if (this.clock.sleepers > 0) await this.clock.advance(ms);
  }

  async close(): Promise<void> {
    this.reconciler.stop();
    await this.reconciler.idle();
    await this.store.close();
  }
}
