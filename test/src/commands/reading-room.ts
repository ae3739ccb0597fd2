import type { ProcessTrouble, Source } from '../../../src/commands/command-deps.js';
import { createCommands } from '../../../src/commands/dispatch.js';
import { editionNumbers } from '../../../src/editions/edition-numbers.js';
import { OnDemand } from '../../../src/editions/on-demand.js';
import type { EditionSettings } from '../../../src/editions/subscription.js';
import type { IsoDate } from '../../../src/kernel/dates.js';
import type { LocalTime, TimeZone } from '../../../src/kernel/schedule.js';
import { Collector } from '../../../src/papers/collect.js';
import type { FeedId } from '../../../src/papers/listing.js';
import type { Paper, PaperKey } from '../../../src/papers/paper.js';
import type { InboundSink, Order, Profile, Reply, Target } from '../../../src/platform/adapter.js';
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
  #sink: InboundSink | undefined;
  readonly names = new Map<string, string>();
  /** The time zones that the platform knows of people. */
  readonly zones = new Map<string, string>();
  /** Where the configuration file names the channel's subscription, when it does. */
  source: Source | undefined;
  /** How current the votes are that a shared ranking counts. */
  currency: Currency = { kind: 'current' };

  processTrouble: ProcessTrouble = {};
  /** How often there was something to post. */
  posts = 0;

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
    return this.newsroom.chat.press(user, this.target, actionOf(answers, label));
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

  /** What adapters ask of the core beside commands. */
  get sink(): InboundSink {
    if (this.#sink === undefined) throw new Error('The room is not open.');
    return this.#sink;
  }

  /** Presses the button and tells where each part of the answer went. */
  async placesOf(answers: readonly Answer[], label: string): Promise<readonly string[]> {
    const places: string[] = [];
    const reply: Reply = { send: async (_audience, _view, place = 'new') => void places.push(place) };
    const action = actionOf(answers, label);
    const { target } = this;
    const user = this.newsroom.chat.user('ada', target);
    await this.sink.act({ user, target, action, order: 1 as Order }, reply);
    return places;
  }

  tally = async (key: string) =>
    (await this.newsroom.store.votes.tallies('chat:lab' as never, [key as PaperKey])).get(key as PaperKey);

  close = (): Promise<void> => this.newsroom.close();

  #profile(id: string): Profile | undefined {
    const [name, zone] = [this.names.get(id), this.zones.get(id)];
    if (name === undefined && zone === undefined) return undefined;
    return { ...(name === undefined ? {} : { name }), ...(zone === undefined ? {} : { zone: zone as TimeZone }) };
  }

  async #connect(): Promise<void> {
    const { clock, store, log, feed, chat } = this.newsroom;
    const feeds = new Map([[feed.id, feed]]);
    const collector = new Collector({ feeds, store, clock, log });
    const onDemand = new OnDemand({
      ...{ planner: this.newsroom.planner, store, clock },
      posts: () => {
        this.posts += 1;
      },
      signal: new AbortController().signal,
    });
    const commands = createCommands({
      ...{ ...store, search: this.search, clock, log, newId: countingIds('error'), feeds },
      readDay: (ids, day) => collector.readDay(ids, day, new AbortController().signal),
      numbers: (target, date) => editionNumbers(store, target, date),
      votesForRanking: async () => this.currency,
      defaults: { zone: 'UTC' as TimeZone, feeds: [feed.id], edition: defaultEdition(feed.id) },
      profile: async (user) => this.#profile(user.id),
      transaction: (body) => store.transaction(body),
      sourceOf: () => this.source,
      processTrouble: () => this.processTrouble,
      preview: (subscription) => onDemand.preview(subscription),
      postNow: (subscription) => onDemand.postNow(subscription),
      linkTo: (ref) => chat.links.to(ref),
      rightsIn: (target) => chat.rights.inspect(target),
      whoMayManage: () => chat.permissions.who,
      mayManage: (user) => chat.permissions.mayManage(user),
    });
    const sink: InboundSink = {
      command: (event, reply) => commands.command(event, reply, chat.limits),
      act: (event, reply) => commands.act(event, reply, chat.limits),
      suggest: (event) => commands.suggest(event),
      reaction: createReactionIntake({ votes: store.votes, log, requestReadBack: () => undefined }),
      doubtful: async () => undefined,
      gone: (refs) => store.votes.markGone(refs, clock.now()),
      missed: async () => undefined,
      home: (user) => commands.home(user, chat.limits),
      unfurl: (links, target) => commands.unfurl(links, target, chat.limits),
      joined: ({ target }) => commands.greeting(target, chat.limits),
      closed: async () => undefined,
      ended: async () => undefined,
      program: (user) => store.votes.dismiss(user),
    };
    this.#sink = sink;
    await chat.start(sink);
  }
}

const defaultEdition = (feed: FeedId): EditionSettings => ({
  timetable: { time: '09:00' as LocalTime, zone: 'UTC' as TimeZone, days: [1, 2, 3, 4, 5] },
  count: 10,
  layout: 'list',
  feeds: [feed],
  topics: { words: [], authors: [], categories: [] },
  minUpvotes: 0,
});

export const said = (answers: readonly Answer[]): string => answers.map(({ view }) => viewText(view)).join('\n');

export const blocksOf = (answers: readonly Answer[]): readonly Block[] => answers.flatMap(({ view }) => view.blocks);

export const buttonsOf = (answers: readonly Answer[]): readonly Button[] =>
  blocksOf(answers).flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));

function actionOf(answers: readonly Answer[], label: string): string {
  const button = buttonsOf(answers).find((one) => one.label === label);
  if (button === undefined) throw new Error(`There is no button ${label}.`);
  return button.action;
}
