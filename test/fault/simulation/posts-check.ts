import type { Delivery } from '../../../src/delivery/outbox.js';
import type { Edition } from '../../../src/editions/repository.js';
import type { Subscription } from '../../../src/editions/subscription.js';
import { endOfDate, runAt } from '../../../src/kernel/schedule.js';
import type { MessageRef } from '../../../src/platform/adapter.js';
import type { Repositories } from '../../../src/store/store.js';
import type { Platform, Shown } from './platform.js';
import type { Problem } from './quiet.js';
import type { World } from './world.js';

const dayMs = 86_400_000;
/** A list that was read within so long is not read again. */
const readAgainMs = 120_000;
/** More editions of one channel than come between two looks. */
const newest = 40;
/** What the program may say of a post that nobody will see, beside the platform's own words. */
const explained = [
  /^the date was over before it could be posted$/,
  /^the list that it belongs to was not posted$/,
  /^the (?:bot|app) was removed$/,
  /^the channel (?:is archived|was deleted)$/,
  /^thread_not_found/,
  /^given up after \d+ attempts/,
  /: closed$/,
];

/** Every part of every edition is shown once, in order, or the program knows why not. */
export class PostsCheck {
  /** How each delivery ended. */
  readonly ended = new Map<string, Delivery['state']['kind']>();
  readonly #world: World;
  readonly #done = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Its message is known to the program, so that reactions on it count. */
  isKnown = (shown: Shown): boolean => this.ended.get(shown.id) === 'sent';

  async problems(store: Repositories): Promise<readonly Problem[]> {
    const problems: Problem[] = [];
    for (const subscription of await store.subscriptions.all()) {
      const editions = await store.editions.latest(subscription.id, newest);
      for (const [index, edition] of editions.entries()) {
        const key = `${edition.id} ${edition.freed}`;
        if (this.#done.has(key)) continue;
        const found = await this.#ofEdition(store, subscription, edition, editions[index + 1]);
        problems.push(...found);
        if (found.length === 0) this.#done.add(key);
      }
    }
    return problems;
  }

  async #ofEdition(
    store: Repositories,
    subscription: Subscription,
    edition: Edition,
    before: Edition | undefined,
  ): Promise<readonly Problem[]> {
    const parts = await store.outbox.ofEdition(edition.id);
    const name = `${subscription.id} of ${edition.date}`;
    const amiss = this.#missing(subscription, edition, before, name);
    const platform = this.#world.platforms[subscription.adapter === 'slack' ? 'slack' : 'discord'];
    const ofParts = parts.flatMap((part) => this.#ofPart(part, platform, `${name}, part ${part.part}`));
    if (edition.kind === 'papers' && parts.length === 0) ofParts.push({ kind: 'loss', text: `${name} has no parts` });
    if (amiss.length + ofParts.length > 0) return [...amiss, ...ofParts];
    for (const { id, state } of parts) this.ended.set(id, state.kind);
    if (edition.kind === 'papers' && parts.some(({ state }) => state.kind === 'sent'))
      this.#world.figures.editions += 1;
    return orderProblems(parts, platform, name);
  }

  /** A date without its papers has to have a reason in the world. */
  #missing(
    { timetable }: Subscription,
    { kind, date, plannedAt }: Edition,
    before: Edition | undefined,
    name: string,
  ): readonly Problem[] {
    if (kind === 'papers') return [];
    const from = (runAt(date, timetable.time, timetable.zone) ?? plannedAt) - dayMs;
    const until = Math.max(endOfDate(date, timetable.zone), plannedAt) + dayMs;
    if (this.#world.amiss.some((at) => at >= from && at <= until)) return [];
    if (kind !== 'quiet') return [{ kind: 'loss', text: `${name} is ${kind}, although nothing was amiss` }];
    const since = before?.plannedAt ?? plannedAt - dayMs;
    const brandNew = [...this.#world.lists.listedAt.values()].filter(
      ({ at, day }) => at > since && at < plannedAt - readAgainMs && day <= date,
    );
    if (brandNew.length === 0) return [];
    return [{ kind: 'loss', text: `${name} is quiet, although ${brandNew.length} papers were new` }];
  }

  #ofPart({ id, state, target }: Delivery, platform: Platform, name: string): Problem[] {
    const shown = platform.byId(id);
    if (state.kind === 'sent') return sentProblems(shown, state.ref, name);
    if (state.kind === 'uncertain') return uncertainProblems(platform.untold.has(id), state.reason, name);
    if (state.kind === 'dead') return deadProblems(shown, state.reason, platform.refused.get(id), name);
    return [{ kind: 'loss', text: `${name} (${id}) is still ${state.kind} in ${target.channel}` }];
  }
}

function sentProblems(shown: Shown | undefined, ref: MessageRef, name: string): Problem[] {
  if (shown === undefined) return [{ kind: 'loss', text: `${name} is said to be sent and was never shown` }];
  return shown.ref.key === ref.key ? [] : [{ kind: 'wrong', text: `${name} is ${shown.ref.key}, not ${ref.key}` }];
}

function uncertainProblems(isUntold: boolean, reason: string, name: string): Problem[] {
  if (isUntold || reason.startsWith('could not be looked up for a day')) return [];
  return [{ kind: 'loss', text: `${name} is uncertain: ${reason}` }];
}

function deadProblems(shown: Shown | undefined, reason: string, refusal: string | undefined, name: string): Problem[] {
  if (shown !== undefined) return [{ kind: 'wrong', text: `${name} is said to be dead (${reason}) and is shown` }];
  if (refusal === reason || explained.some((words) => words.test(reason))) return [];
  return [{ kind: 'loss', text: `${name} is dead: ${reason}` }];
}

function orderProblems(parts: readonly Delivery[], platform: Platform, name: string): readonly Problem[] {
  const places = parts.flatMap(({ id, state }) => (state.kind === 'sent' ? (platform.byId(id)?.place ?? []) : []));
  const isInOrder = places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
  return isInOrder ? [] : [{ kind: 'order', text: `${name} was shown in the order ${places.join(', ')}` }];
}
