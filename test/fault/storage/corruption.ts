import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BroadsheetError } from '../../../src/kernel/errors.js';
import type { FaultOutcome, FaultRun } from '../fault.js';
import { AppWorld } from './app-world.js';
import { changed, type Damage, flips, plainDamage } from './damage.js';
import { SlackBot } from './slack-bot.js';

const flipsEach = 30;
const exitData = 65;
const restores = /broadsheet restore <file>/;

/** A day's edition is posted; then something happens to the file, and the bot is started again. */
class Spoilt {
  readonly #folder: string;
  readonly #whole: string;
  readonly #run: FaultRun;
  readonly #wrong: string[];
  #count = 0;

  constructor(run: FaultRun, wrong: string[]) {
    this.#run = run;
    this.#folder = run.folder;
    this.#whole = join(run.folder, 'whole.sqlite');
    this.#wrong = wrong;
  }

  /** Posts the edition of the day, in some channels, and keeps the database of then. */
  async prepare(): Promise<readonly string[]> {
    const world = this.#world(this.#folder);
    await world.start();
    const channels = Array.from({ length: 8 }, (_, index) => `papers-${index}`);
    for (const channel of channels) await world.subscribe(channel);
    await world.until('2026-11-24T09:02:00Z');
    if (world.chat.messages.length !== channels.length) this.#wrong.push('not every channel got its edition');
    await world.stop();
    // As if it came due again: only that the edition is there keeps it from being posted twice.
    changed(world.database, `update subscription set next_run_at = ${Date.parse('2026-11-24T09:00:00Z')}`);
    copyFileSync(world.database, this.#whole);
    return channels;
  }

  /** True when the file was refused. One that is still taken must not lead to a post for the same date. */
  async start(damage: Damage, channels: readonly string[]): Promise<boolean> {
    this.#count += 1;
    const folder = join(this.#folder, String(this.#count));
    mkdirSync(folder);
    const world = this.#world(folder);
    copyFileSync(this.#whole, world.database);
    damage.do(world.database, this.#run.random);
    const spoilt = readFileSync(world.database);
    world.clock.jumpTo('2026-11-24T09:10:00Z');
    try {
      await world.start();
    } catch (thrown) {
      this.#refused(damage, thrown, readFileSync(world.database).equals(spoilt), readdirSync(folder));
      return true;
    }
    await world.pass(3);
    if (world.chat.messages.length > 0) {
      const where = channels.filter((channel) => world.messages(channel).length > 0).join(', ');
      this.#wrong.push(`${damage.what} (number ${this.#count}): posted a second time in ${where}`);
    }
    await world.stop().catch(() => undefined);
    return false;
  }

  #refused({ what, says }: Damage, thrown: unknown, isAsItWas: boolean, names: readonly string[]): void {
    if (!(thrown instanceof BroadsheetError) || thrown.exitCode !== exitData) {
      this.#wrong.push(`${what} (number ${this.#count}): ${String(thrown)}`);
      return;
    }
    if (says?.test(thrown.message) === false) this.#wrong.push(`${what}: said ${thrown.message}`);
    if (!restores.test(thrown.hint)) this.#wrong.push(`${what}: does not say how to restore: ${thrown.hint}`);
    if (!isAsItWas) this.#wrong.push(`${what}: the file was changed`);
    const others = names.filter((name) => !/^broadsheet\.sqlite(?:-shm|-wal|\.lock)?$/.test(name));
    if (others.length > 0) this.#wrong.push(`${what}: left ${others.join(', ')}`);
  }

  #world(folder: string): AppWorld {
    const world = new AppWorld(folder, { seed: this.#run.seed });
    world.feed.set('2026-11-24', ['2611.10001', 90], ['2611.10002', 80], ['2611.10003', 70]);
    return world;
  }
}

export async function corruption(run: FaultRun): Promise<FaultOutcome> {
  const wrong: string[] = [];
  const spoilt = new Spoilt(run, wrong);
  const channels = await spoilt.prepare();
  for (const damage of plainDamage) {
    if (!(await spoilt.start(damage, channels))) wrong.push(`${damage.what}: was not refused`);
  }
  let refused = 0;
  for (const damage of flips) {
    for (let count = 0; count < flipsEach; count += 1) if (await spoilt.start(damage, channels)) refused += 1;
  }
  if (refused === 0) wrong.push('no flip was ever seen');
  return {
    kind: 'ran',
    times: plainDamage.length + flips.length * flipsEach,
    figures: { editions: channels.length },
    wrong,
  };
}

/** The real program ends with 65 and one sentence, and asks Slack for nothing. */
export async function refusal({ folder, random }: FaultRun): Promise<FaultOutcome> {
  const wrong: string[] = [];
  const damage = plainDamage[Math.floor(random() * plainDamage.length)] ?? plainDamage[0];
  const home = join(folder, 'home');
  mkdirSync(home);
  const bot = await SlackBot.open(home, 1);
  try {
    await bot.prepare();
    damage?.do(bot.database, random);
    const child = bot.start();
    await bot.until(() => !bot.isUp, 20_000);
    const said = bot.said.join(' ');
    if (child.exitCode !== exitData) wrong.push(`${damage?.what}: ended with ${child.exitCode}: ${said}`);
    if (!restores.test(said)) wrong.push(`${damage?.what}: does not say how to restore: ${said}`);
    if (bot.slack.requests.length > 0) wrong.push(`${damage?.what}: Slack was asked for something`);
    return { kind: 'ran', times: 1, figures: {}, wrong };
  } finally {
    await bot.close();
  }
}
