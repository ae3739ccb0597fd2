import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from '../../../src/editions/subscription.js';
import { reasonOf } from '../../../src/kernel/errors.js';
import { seededRandom } from '../../fake/ids.js';
import type { FaultOutcome, FaultRun } from '../fault.js';
import { Bot, until } from './bot.js';
import { DiscordPlace } from './discord-place.js';
import { FastClock } from './fast-clock.js';
import { partsOf, type Words } from './papers.js';
import type { Phase, Place, Room } from './place.js';
import { SlackPlace } from './slack-place.js';
import { type Found, type Judgement, judge, together } from './verdict.js';

/** A Tuesday, far from midnight. */
const morning = Date.UTC(2026, 10, 24, 12);
const dayMs = 86_400_000;
/** The stand-in's gateway beats in the machine's time, and the program listens for it in its own. */
const ofTheClock: ReadonlySet<string> = new Set(['discord.gateway-dead']);
/** So long a step may take in real time on a busy machine. */
export const patienceMs = 40_000;

/** A stall of the machine, in the time of a clock that goes fast. */
const jitterMs = 500;

const platforms = ['slack', 'discord'] as const;
export type Platform = (typeof platforms)[number];

interface SceneOptions {
  readonly papers: number;
  readonly layouts: readonly Layout[];
  /** One more channel, whose edition is not due yet; it will be made of other words. */
  readonly later?: Layout;
  readonly speed?: number;
  /** How early a request may come for the stand-in's own limits. */
  readonly toleranceMs?: number;
  /** Stands between the program and the platform's REST interface. */
  readonly between?: (url: string) => Promise<string>;
}

export interface SceneRoom extends Room {
  readonly layout: Layout;
  readonly words: Words;
}

/** The program as a process against one platform, with channels whose edition is due. */
export class Scene {
  readonly place: Place;
  readonly clock: FastClock;
  readonly bot: Bot;
  readonly rooms: readonly SceneRoom[];
  readonly #papers: number;
  crashes = 0;

  static async open(platform: Platform, run: FaultRun, options: SceneOptions): Promise<Scene> {
    const clock = FastClock.from(morning, options.speed ?? 20);
    const place = await (platform === 'slack' ? SlackPlace : DiscordPlace).open(
      clock.now,
      options.toleranceMs ?? jitterMs,
    );
    const { url, variable } = place.api;
    const address = (await options.between?.(url)) ?? url;
    const { folder } = run;
    mkdirSync(folder, { recursive: true });
    const setting = { folder, clock, seed: run.seed, papers: options.papers };
    const bot = new Bot(setting, { ...place.environment, [variable]: address });
    const scene = new Scene(place, clock, bot, options);
    const whenOf = ({ words }: SceneRoom) => (words === 'autumn' ? { inMs: dayMs } : {});
    await bot.subscribe(scene.rooms.map((room) => ({ ...room, ...whenOf(room), adapter: place.adapter })));
    return scene;
  }

  private constructor(place: Place, clock: FastClock, bot: Bot, { papers, layouts, later }: SceneOptions) {
    this.place = place;
    this.clock = clock;
    this.bot = bot;
    this.#papers = papers;
    const rooms = layouts.map((layout): SceneRoom => ({ ...place.addRoom(), layout, words: 'spring' }));
    this.rooms = later === undefined ? rooms : [...rooms, { ...place.addRoom(), layout: later, words: 'autumn' }];
  }

  /** How many messages there will be. */
  get parts(): number {
    return this.rooms.reduce((sum, { layout }) => sum + partsOf(layout, this.#papers), 0);
  }

  /** Those whose edition is not due by itself. */
  get laterRooms(): readonly SceneRoom[] {
    return this.rooms.filter(({ words }) => words === 'autumn');
  }

  /**
   * Starts the program and kills it from outside at the n-th post that comes from then on: before that takes effect, which it then never
   * does, or after that and before it is answered.
   */
  async startAndKill(phase: Phase, at: number): Promise<void> {
    let posts = 0;
    let isDone = false;
    this.place.onPost(async (moment) => {
      if (moment === 'before') posts += 1;
      if (posts !== at || moment !== phase || isDone) return;
      isDone = true;
      await this.bot.kill();
      if (phase === 'before') await new Promise(() => undefined);
    });
    this.bot.start();
    await until(`post ${at} was ${phase === 'before' ? 'asked for' : 'carried out'}`, () => isDone, patienceMs);
    await this.bot.gone();
    this.place.onPost(undefined);
    this.crashes += 1;
  }

  /** Starts the program, which kills itself inside. */
  async startAndDie(phase: Phase, at: number): Promise<void> {
    this.bot.start(`${phase} ${at}`);
    let isGone = false;
    void this.bot.gone().then(() => {
      isGone = true;
    });
    await until(`it died ${phase} its post ${at}`, () => isGone, patienceMs);
    this.crashes += 1;
  }

  /** Resolves when the program has ended its work on all parts, whatever became of them. */
  finished(): Promise<void> {
    return until('the program is done with all parts', async () => (await this.#left()) === 0, patienceMs);
  }

  async #left(): Promise<number> {
    const all = (await Promise.all(this.rooms.map((room) => this.#deliveries(room)))).flat();
    return this.parts - all.filter(({ state: { kind } }) => kind !== 'due' && kind !== 'sending').length;
  }

  #deliveries(room: Room): ReturnType<Bot['deliveries']> {
    return this.bot.deliveries({ ...room, adapter: this.place.adapter });
  }

  /** Asks the program to end, once it is done, and holds what is there against what has to be. */
  async judge({ again, judged }: Story): Promise<Judgement> {
    const unfinished = await this.finished().then(
      () => [],
      (thrown: unknown) => [reasonOf(thrown)],
    );
    const { place } = this;
    const stopped = await this.bot.stop();
    const found = await Promise.all(this.rooms.map((room) => this.#found(room)));
    const { figures, wrong } = judge(found, { asked: place.asked, again });
    const complaints = place.complaints.map((complaint) => `the platform complains: ${complaint}`);
    const said = [...wrong, ...unfinished, ...stopped, ...this.#errors(), ...complaints, ...(judged?.() ?? [])];
    return {
      figures: { ...figures, crashes: this.crashes },
      wrong: said.map((sentence) => `On ${place.adapter}: ${sentence}`),
    };
  }

  /** Nothing of it goes on. */
  async end(): Promise<void> {
    await this.bot.kill();
    await this.place.stop();
  }

  async #found(room: SceneRoom): Promise<Found> {
    const deliveries = await this.#deliveries(room);
    return { room, shown: this.place.shown(room), papers: this.#papers, deliveries };
  }

  #errors(): readonly string[] {
    const errors = this.bot.log.filter(({ level, event }) => level === 'error' && !ofTheClock.has(event));
    return errors.map(({ event, reason = '' }) => `the log says ${event} ${reason}`);
  }
}

/** What the end of a history is held against. */
export interface Story {
  /** So many posts certainly had to be asked for once more. */
  readonly again: number;
  /** What is wrong beside, in words, looked at when all is over. */
  readonly judged?: () => readonly string[];
}

/** Plays a history on one platform. What keeps it from going on is wrong like anything else. */
export async function playScene(
  platform: Platform,
  run: FaultRun,
  options: SceneOptions,
  story: (scene: Scene) => Promise<Story>,
): Promise<Judgement> {
  const scene = await Scene.open(platform, run, options);
  try {
    return await scene.judge(await story(scene));
  } catch (thrown) {
    return { ...together([]), wrong: [`On ${platform}: ${reasonOf(thrown)}`] };
  } finally {
    await scene.end();
  }
}

/** A part of a history that is played beside others, with a folder and a chance of its own: which comes first is not the seed's. */
export function branch(run: FaultRun, name: string): FaultRun {
  const seed = Math.floor(run.random() * 2 ** 31);
  return { seed, random: seededRandom(seed), folder: join(run.folder, name) };
}

/** Plays a history on both platforms side by side and adds up what came of it. `times`: how often the fault was done in it. */
export async function onBoth(
  run: FaultRun,
  play: (platform: Platform, run: FaultRun) => Promise<Judgement>,
  times: (figures: Judgement['figures']) => number = ({ crashes }) => crashes,
): Promise<FaultOutcome> {
  const sides = platforms.map((platform) => ({ platform, side: branch(run, platform) }));
  const judgements = await Promise.all(sides.map(({ platform, side }) => play(platform, side)));
  const { figures, wrong } = together(judgements);
  return { kind: 'ran', times: times(figures), figures, wrong };
}
