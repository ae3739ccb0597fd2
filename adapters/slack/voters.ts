import { atMost } from '../../src/kernel/at-most.js';
import type { Clock } from '../../src/kernel/clock.js';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { InboundSink, ReactionEvent } from '../../src/platform/adapter.js';
import type { People } from './people.js';
import { userOf } from './ref.js';

/** So long a reaction waits to be known as a person's before it counts as one. */
const patienceMs = 500;

interface VotersDeps {
  readonly people: People;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keeps programs' reactions out. What is known is decided at once. Of a newcomer Slack is asked; when it does not say soon, the reaction
 * counts, so that no vote is ever lost, and is taken down once it turns out to be a program's.
 */
export class Voters {
  readonly #deps: VotersDeps;
  #sink: InboundSink | undefined;

  constructor(deps: VotersDeps) {
    this.#deps = deps;
  }

  start(sink: InboundSink): void {
    this.#sink = sink;
  }

  /** Resolves once the reaction is kept, or need not be. */
  async take(event: ReactionEvent, sink: InboundSink): Promise<void> {
    const { people } = this.#deps;
    const { workspace } = event.target;
    if (!people.isKnown(workspace, event.user) && (await this.#saysSoon(workspace, event.user))) return;
    if (!people.isProgram(workspace, event.user)) await sink.reaction(event);
  }

  /** Known to be a program. Somebody unknown counts as none for now, and is taken down when it turns out otherwise. */
  isProgram(team: string, user: string): boolean {
    const { people } = this.#deps;
    if (!people.isKnown(team, user)) void this.#dismissLater(team, user);
    return people.isProgram(team, user);
  }

  async #saysSoon(team: string, user: string): Promise<boolean> {
    // Slack tells of a hundred users a minute: where the question itself has to wait, the vote does not.
    const isWorthIt = this.#deps.people.canAsk(team);
    let isProgram = false;
    const said = this.#dismissLater(team, user).then((answer) => {
      isProgram = answer;
    });
    if (isWorthIt) await atMost(this.#deps.clock, patienceMs, said);
    return isProgram;
  }

  /** Never rejects: a program that is not dismissed now is found out again with its next reaction or the next read-back. */
  async #dismissLater(team: string, user: string): Promise<boolean> {
    try {
      const isProgram = (await this.#deps.people.askProgram(team, user)) === true;
      if (isProgram) await this.#sink?.program(userOf(team, user));
      return isProgram;
    } catch (thrown) {
      this.#deps.log.warn('slack.program-not-dismissed', { workspace: team, reason: reasonOf(thrown) });
      return false;
    }
  }
}
