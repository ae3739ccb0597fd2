import { createCommands } from '../../../src/commands/dispatch.js';
import { editionNumbers } from '../../../src/editions/edition-numbers.js';
import type { IsoDate } from '../../../src/kernel/dates.js';
import type { TimeZone } from '../../../src/kernel/schedule.js';
import { Collector } from '../../../src/papers/collect.js';
import type { Paper, PaperKey } from '../../../src/papers/paper.js';
import type { InboundSink, Target } from '../../../src/platform/adapter.js';
import type { Block, Button } from '../../../src/view/view.js';
import type { Currency } from '../../../src/votes/reconcile.js';
import { createReactionIntake } from '../../../src/votes/record.js';
import type { Answer } from '../../fake/chat-answers.js';
import { viewText } from '../../fake/chat-limits.js';
import { countingIds } from '../../fake/ids.js';
import { Newsroom } from '../newsroom.js';
import { ShelfSearch } from './shelf-search.js';

/** A channel in which people ask: commands on a real store, behind a fake chat platform and a fake feed. */
export class ReadingRoom {
  readonly newsroom: Newsroom;
  readonly search = new ShelfSearch();
  readonly target: Target;
  readonly names = new Map<string, string>();
  /** How current the votes are that a shared ranking counts. */
  currency: Currency = { kind: 'current' };

  static async open(now = '2026-11-24T09:00:00Z'): Promise<ReadingRoom> {
    const room = new ReadingRoom(await Newsroom.open(now));
    await room.#connect();
    return room;
  }

  private constructor(newsroom: Newsroom) {
    this.newsroom = newsroom;
    this.target = newsroom.chat.channel('papers');
  }

  /** Types a command and returns everything the answers say. */
  async ask(line: string, user = 'ada'): Promise<string> {
    return said(await this.answers(line, user));
  }

  answers(line: string, user = 'ada'): Promise<readonly Answer[]> {
    return this.newsroom.chat.type(user, this.target, line);
  }

  /** Presses the button of that label under the last of these answers. */
  press(answers: readonly Answer[], label: string, user = 'ada'): Promise<readonly Answer[]> {
    const button = buttonsOf(answers).find((one) => one.label === label);
    if (button === undefined) throw new Error(`There is no button ${label}.`);
    return this.newsroom.chat.press(user, this.target, button.action);
  }

  /** Puts papers on a day's list in the store, and on the shelf that search looks at. */
  async list(day: string, ...papers: readonly (readonly [paper: Paper, upvotes: number])[]): Promise<void> {
    const { store, clock, feed } = this.newsroom;
    const submissions = papers.map(([paper, upvotes], position) => ({
      paper,
      listings: [{ feed: feed.id, day: day as IsoDate, paper: paper.key, upvotes, position }],
    }));
    await store.papers.save(submissions);
    await store.papers.markDay({ feed: feed.id, day: day as IsoDate, papers: papers.length, readAt: clock.now() });
    this.search.add(...papers.map(([paper]) => paper));
  }

  /** One person votes for a paper, by the buttons under its card. */
  async vote(user: string, key: string, label: '👍' | '👎' = '👍'): Promise<string> {
    return said(await this.press(await this.answers(`show ${key}`, user), label, user));
  }

  tally = async (key: string) =>
    (await this.newsroom.store.votes.tallies('chat:lab' as never, [key as PaperKey])).get(key as PaperKey);

  close = (): Promise<void> => this.newsroom.close();

  async #connect(): Promise<void> {
    const { clock, store, log, feed, chat } = this.newsroom;
    const feeds = new Map([[feed.id, feed]]);
    const collector = new Collector({ feeds, store, clock, log });
    const commands = createCommands({
      ...{ ...store, search: this.search, clock, log, newId: countingIds('error'), feeds },
      readDay: (ids, day) => collector.readDay(ids, day, new AbortController().signal),
      numbers: (target, date) => editionNumbers(store, target, date),
      votesForRanking: async () => this.currency,
      defaults: { zone: 'UTC' as TimeZone, feeds: [feed.id] },
      nameOf: (user) => this.names.get(user.id),
    });
    const sink: InboundSink = {
      command: (event, reply) => commands.command(event, reply, chat.limits),
      act: (event, reply) => commands.act(event, reply, chat.limits),
      suggest: (event) => commands.suggest(event),
      reaction: createReactionIntake({ votes: store.votes, log, requestReadBack: () => undefined }),
      doubtful: async () => undefined,
      gone: (refs) => store.votes.markGone(refs, clock.now()),
      missed: async () => undefined,
    };
    await chat.start(sink);
  }
}

export const said = (answers: readonly Answer[]): string => answers.map(({ view }) => viewText(view)).join('\n');

export const blocksOf = (answers: readonly Answer[]): readonly Block[] => answers.flatMap(({ view }) => view.blocks);

export const buttonsOf = (answers: readonly Answer[]): readonly Button[] =>
  blocksOf(answers).flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
