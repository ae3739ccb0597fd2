import { atMost } from '../../src/kernel/at-most.js';
import type { Clock } from '../../src/kernel/clock.js';
import type { MessageRef } from '../../src/platform/adapter.js';
import { textIn } from './answer.js';
import type { Caller } from './caller.js';
import { placeOf } from './ref.js';
import { webAddress } from './web-address.js';

/** An answer does without a link when Slack is slow to say where the workspace is. */
const patienceMs = 1_000;
/** So that a workspace that does not tell is not waited for with every list of results. */
const failureMs = 60_000;

interface AddressesDeps {
  readonly caller: Pick<Caller, 'call'>;
  readonly clock: Clock;
}

/**
 * Where messages open in the browser and the app. A message's address is its workspace's with channel and time
 * (https://docs.slack.dev/reference/methods/chat.getPermalink), so that one question a workspace tells all of them.
 */
export class Addresses {
  readonly #deps: AddressesDeps;
  readonly #homes = new Map<string, string>();
  /** When a workspace last did not tell in time, by the clock that never goes back. */
  readonly #failures = new Map<string, number>();
  readonly #asking = new Map<string, Promise<void>>();

  constructor(deps: AddressesDeps) {
    this.#deps = deps;
  }

  async of(ref: MessageRef): Promise<string | undefined> {
    const place = placeOf(ref);
    const home = place === undefined ? undefined : await this.#homeOf(place.team);
    if (place === undefined || home === undefined) return undefined;
    return `${home}archives/${place.channel}/p${place.ts.replace('.', '')}`;
  }

  async #homeOf(team: string): Promise<string | undefined> {
    const known = this.#homes.get(team);
    if (known !== undefined) return known;
    const { clock } = this.#deps;
    const failedAt = this.#failures.get(team);
    if (failedAt !== undefined && clock.monotonicMs() - failedAt < failureMs) return undefined;
    const asking = this.#asking.get(team) ?? this.#ask(team).finally(() => this.#asking.delete(team));
    this.#asking.set(team, asking);
    try {
      await atMost(clock, patienceMs, asking);
    } finally {
      if (this.#homes.has(team)) this.#failures.delete(team);
      else this.#failures.set(team, clock.monotonicMs());
    }
    return this.#homes.get(team);
  }

  async #ask(team: string): Promise<void> {
    const answer = await this.#deps.caller.call(team, 'auth.test', {}, { urgency: 'answer' });
    const home = answer.kind === 'ok' ? webAddress(textIn(answer.data, 'url') ?? '') : undefined;
    if (home?.endsWith('/') === true) this.#homes.set(team, home);
  }
}
